// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"mime"
	"strings"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
)

// node is a part of a document that was filtered before, so that its size and depth
// are bounded. Arrays do not appear in it: their elements are children of one name.
type node struct {
	children map[string][]*node
	value    string
}

func parseTree(mediaType string, content []byte) (*node, error) {
	kind, _, err := mime.ParseMediaType(mediaType)
	if err != nil {
		return nil, fmt.Errorf("%w: media type", ErrSyntax)
	}
	if isXML(kind) {
		return parseXMLTree(content)
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	var document any
	if err := decoder.Decode(&document); err != nil {
		return nil, errFilter
	}
	root := &node{}
	root.fill(document)
	return root, nil
}

func (n *node) fill(value any) {
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			n.add(pathEscaper.Replace(name), member)
		}
	case []any: // of the root
		for _, element := range v {
			n.fill(element)
		}
	case string:
		n.value = v
	case json.Number:
		n.value = v.String()
	}
}

func (n *node) add(name string, value any) {
	if list, isList := value.([]any); isList {
		for _, element := range list {
			n.add(name, element)
		}
		return
	}
	child := &node{}
	child.fill(value)
	n.append(name, child)
}

func (n *node) append(name string, child *node) {
	if n.children == nil {
		n.children = make(map[string][]*node)
	}
	n.children[name] = append(n.children[name], child)
}

// parseXMLTree reads what filterXML has written.
func parseXMLTree(content []byte) (*node, error) {
	reader := xmlstream.NewReader(bytes.NewReader(content), xmlLimits)
	open := []*node{{}}
	for {
		token, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errFilterXML
		}
		last := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			child := &node{}
			last.append(pathEscaper.Replace(t.Name.Local), child)
			for _, a := range t.Attr {
				child.append("@"+pathEscaper.Replace(a.Name.Local), &node{value: a.Value})
			}
			open = append(open, child)
		case xml.CharData:
			last.value += string(t)
		case xml.EndElement:
			open = open[:len(open)-1]
		}
	}
	for _, root := range open[0].children {
		return root[0], nil // a path begins at the children of the root element
	}
	return nil, errFilterXML
}

// at returns the nodes at a path.
func (n *node) at(path string) []*node {
	found := []*node{n}
	for name := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		if path == "" {
			break
		}
		var next []*node
		for _, f := range found {
			next = append(next, f.children[name]...)
		}
		found = next
	}
	return found
}

// text returns the value of a member that is there once.
func (n *node) text(name string) string {
	if list := n.at("/" + name); len(list) == 1 {
		return list[0].value
	}
	return ""
}

// empty reports whether nothing is in the node.
func (n *node) empty() bool { return len(n.children) == 0 && n.value == "" }
