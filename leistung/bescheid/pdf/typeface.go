// SPDX-License-Identifier: Apache-2.0

package pdf

import (
	"embed"
	"fmt"
	"sync"
)

// typeface is one family in its four styles. It may be shared.
type typeface [4]*face // index: strong | em<<1

//go:embed schrift/*.ttf
var schrift embed.FS

// arimo reads the typeface that comes with the package once.
var arimo = sync.OnceValue(func() *typeface {
	t := &typeface{}
	for i, style := range [4]string{"Regular", "Bold", "Italic", "BoldItalic"} {
		data, err := schrift.ReadFile("schrift/Arimo-" + style + ".ttf")
		if err == nil {
			t[i], err = newFace(data)
		}
		if err != nil {
			panic(fmt.Sprintf("pdf: the typeface in the package: %v", err)) // a test reads it
		}
		t[i].name, t[i].italic = "Arimo-"+style, i >= 2
	}
	return t
})
