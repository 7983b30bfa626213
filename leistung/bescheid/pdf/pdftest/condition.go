// SPDX-License-Identifier: Apache-2.0

package pdftest

// Condition is something that a program can check of a file.
type Condition struct {
	ID   string // stable: the number of the Matterhorn Protocol, a clause, or a word
	Want string
}

// Conditions returns all conditions in order of their IDs.
func Conditions() []Condition {
	return []Condition{
		{"01-003", "no decoration within tagged content"},
		{"01-004", "no tagged content within other tagged content or decoration"},
		{"01-005", "whatever is drawn is tagged or marked as decoration"},
		{"02-001", "each structure type is standard or mapped to a standard one, and no standard one is mapped"},
		{"06-001", "the file says that it is tagged, and not that its tags are suspect"},
		{"06-002", "the metadata name PDF/UA-1, PDF/A-2a and a title"},
		{"07-001", "the window shows the title"},
		{"09-004", "parts of lists and tables stand within lists and tables"},
		{"10-001", "each code has a text"},
		{"11-001", "the document has a language"},
		{"13-004", "a figure has an alternative text and a place"},
		{"14-003", "no heading level is skipped, and there is text in each"},
		{"15-003", "a header cell says what it is the header of"},
		{"15-005", "all rows of a table have as many cells"},
		{"16-001", "a list says how it is numbered"},
		{"20-001", "no optional content, forms, actions, scripts or attachments"},
		{"26-001", "the file is not encrypted"},
		{"28-009", "the tabulator follows the structure"},
		{"28-010", "an annotation belongs to a structure element"},
		{"28-011", "a link element holds its annotation"},
		{"28-012", "an annotation has a description and is printed"},
		{"31-005", "a font maps its codes to glyphs"},
		{"31-009", "each font is embedded"},
		{"31-016", "each font program can be read"},
		{"31-024", "the widths of the file are those of the font"},
		{"31-030", "each code that is shown has a glyph"},
		{"A 6.1.3", "the file has an identifier"},
		{"A 6.2.3", "the file says what its colours are"},
		{"file", "objects are where the file says, and parse"},
		{"tree", "structure tree, parent tree and content agree"},
	}
}

// Finding is a condition that a file does not meet.
type Finding struct {
	Condition string // its ID
	Text      string // what is wrong, in English
}

// String returns the finding in one line.
func (f Finding) String() string { return f.Condition + ": " + f.Text }
