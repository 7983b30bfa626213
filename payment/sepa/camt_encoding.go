// SPDX-License-Identifier: Apache-2.0

package sepa

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	xunicode "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"

	"github.com/deutschland-stack/bausteine/internal/xmlstream"
)

// maxDeclaration is how far the XML declaration of a document is looked for.
const maxDeclaration = 1 << 10

// utf8Reader turns a document into UTF-8 from the encoding that it declares: any
// of one byte a character, or UTF-16. What stands for no character there, and
// what XML cannot hold, becomes U+FFFD: one byte that a bank has mutilated does
// not keep the rest from being read. The name of the encoding is blanked out of
// the declaration, so that all places stay where they were.
func utf8Reader(r io.Reader) (io.Reader, error) {
	source := bufio.NewReaderSize(r, 2*maxDeclaration)
	head, err := source.Peek(2 * maxDeclaration)
	if len(head) == 0 && err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	wide := false
	for _, known := range []struct {
		begin string
		order xunicode.Endianness
	}{
		{"\xFE\xFF", xunicode.BigEndian},
		{"\xFF\xFE", xunicode.LittleEndian},
		{"\x00<", xunicode.BigEndian},
		{"<\x00", xunicode.LittleEndian},
	} {
		if !wide && bytes.HasPrefix(head, []byte(known.begin)) {
			wide = true
			source = bufio.NewReaderSize(transform.NewReader(source, xunicode.UTF16(known.order, xunicode.UseBOM).NewDecoder()), 2*maxDeclaration)
		}
	}
	head, err = source.Peek(maxDeclaration)
	if len(head) == 0 && err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	_, _ = source.Discard(len(head) - len(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), xmlstream.Space)))
	head, _ = source.Peek(maxDeclaration) // it was read before
	declaration, name := declared(head)
	_, _ = source.Discard(len(declaration))
	rest := io.Reader(source)
	if !wide {
		if rest, err = decoding(source, name); err != nil {
			return nil, err
		}
	}
	return io.MultiReader(bytes.NewReader(declaration), transform.NewReader(rest, runes.Map(legal))), nil
}

// declared returns the XML declaration without the encoding that it names, and
// that name.
func declared(head []byte) (declaration []byte, name string) {
	const open, attribute = "<?xml", "encoding"
	end := bytes.Index(head, []byte("?>"))
	if end < 0 || !bytes.HasPrefix(head, []byte(open)) {
		return nil, ""
	}
	declaration = bytes.Clone(head[:end])
	at := bytes.Index(declaration, []byte(attribute))
	if at < 0 {
		return declaration, ""
	}
	value := bytes.TrimLeft(declaration[at+len(attribute):], xmlstream.Space)
	if value = bytes.TrimLeft(bytes.TrimPrefix(value, []byte("=")), xmlstream.Space); len(value) == 0 {
		return declaration, ""
	}
	quoted, _, found := bytes.Cut(value[1:], value[:1])
	if !found {
		return declaration, ""
	}
	name = string(quoted)
	for i := at; i < len(declaration)-len(value)+len(quoted)+2; i++ {
		declaration[i] = ' '
	}
	return declaration, name
}

// decoding returns the text behind the declaration in UTF-8.
func decoding(r io.Reader, name string) (io.Reader, error) {
	wanted := canonical(name)
	switch wanted {
	case "", "utf8", "ascii", "usascii":
		return r, nil
	case "latin1":
		wanted = "iso88591"
	case "latin9":
		wanted = "iso885915"
	}
	if number, ok := strings.CutPrefix(wanted, "cp"); ok {
		wanted = "windows" + number
	}
	for _, known := range charmap.All {
		if page, ok := known.(fmt.Stringer); ok && canonical(page.String()) == wanted {
			return transform.NewReader(r, known.NewDecoder()), nil
		}
	}
	return nil, fmt.Errorf("%w: an encoding that is not known", xmlstream.ErrEncoding)
}

// canonical is the name of an encoding without what separates its parts.
func canonical(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		}
		return -1
	}, name)
}

// legal replaces what XML cannot hold.
func legal(r rune) rune {
	if unicode.IsControl(r) && r < ' ' && !strings.ContainsRune(xmlstream.Space, r) || r == '\ufffe' || r == '\uffff' {
		return utf8.RuneError
	}
	return r
}
