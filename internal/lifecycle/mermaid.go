// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"fmt"
	"strings"
)

// Mermaid returns the table as a Mermaid state diagram (stateDiagram-v2), rows
// in their order, so that documentation can be compared with the code.
func (t *Table[S, E, A]) Mermaid() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for _, state := range t.spec.States {
		fmt.Fprintf(&b, "    state %q as %s\n", string(state), mermaidID(string(state)))
	}
	fmt.Fprintf(&b, "    [*] --> %s\n", mermaidID(string(t.Initial())))
	for _, tr := range t.spec.Transitions {
		fmt.Fprintf(&b, "    %s --> %s: %s", mermaidID(string(tr.From)), mermaidID(string(tr.To)), tr.Event)
		if tr.Guard.Name != "" {
			fmt.Fprintf(&b, " [%s]", tr.Guard.Name)
		}
		b.WriteByte('\n')
	}
	for _, state := range t.spec.Final {
		fmt.Fprintf(&b, "    %s --> [*]\n", mermaidID(string(state)))
	}
	return b.String()
}

// mermaidID makes a name safe as a Mermaid identifier, which knows no hyphen.
func mermaidID(name string) string { return strings.ReplaceAll(name, "-", "_") }
