// SPDX-License-Identifier: Apache-2.0

package gv100ad_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/gv100ad"
)

// line builds a record of the format: blanks, with the fields at their
// positions (counted from 1).
func line(fields map[int]string) string {
	text := []rune(strings.Repeat(" ", 220))
	for position, field := range fields {
		copy(text[position-1:], []rune(field))
	}
	return string(text)
}

// edition is a small invented one with all six kinds of records.
func edition() []string {
	return []string{
		line(map[int]string{1: "1020300101", 11: "08", 23: "Musterland", 73: "Musterstadt"}),
		line(map[int]string{1: "2020300101", 11: "081", 23: "Musterbezirk", 73: "Musterstadt"}),
		line(map[int]string{1: "3020300101", 11: "0811", 23: "Musterregion", 73: "Musterstadt"}),
		line(map[int]string{1: "4020300101", 11: "08115", 23: "Musterkreis", 73: "Musterstadt", 123: "44"}),
		line(map[int]string{1: "5020300101", 11: "08115", 19: "5001", 23: "GVV Müster", 73: "Müster", 123: "56"}),
		gemeinde("001", "Müster, Stadt"),
		gemeinde("002", "Wysokošulske"[:6]+"dorf"),
	}
}

func gemeinde(number, name string) string {
	return line(map[int]string{
		1: "6020300101", 11: "08115" + number + "5001", 23: name, 123: "63",
		129: "00000002615", 140: "00000002457", 151: "00000001234", 166: "37339", 171: "*****",
		178: "4157", 182: "1A03", 186: "09533", 191: "189", 194: "190", 201: "intern",
	})
}

func TestRead_GivesEveryFieldOfARecord(t *testing.T) {
	t.Parallel()
	var rows []gv100ad.Satz
	for satz, err := range gv100ad.Read(strings.NewReader(strings.Join(edition(), "\n") + "\n")) {
		require.NoError(t, err)
		rows = append(rows, satz)
	}
	require.Len(t, rows, 7)
	day := kommune.MustParseDatum("2030-01-01")
	require.Equal(t, gv100ad.Satz{
		Zeile: 4, Satzart: gv100ad.SatzartKreis, Gebietsstand: day, Land: "08", Bezirk: "1", Kreis: "15",
		Name: "Musterkreis", Sitz: "Musterstadt", Textkennzeichen: 44,
	}, rows[3])
	require.Equal(t, gv100ad.Satz{
		Zeile: 6, Satzart: gv100ad.SatzartGemeinde, Gebietsstand: day, Land: "08", Bezirk: "1", Kreis: "15",
		Gemeinde: "001", Verband: "5001", Name: "Müster, Stadt", Textkennzeichen: 63,
		FlaecheHa: 2615, Einwohner: 2457, Maennlich: 1234, PLZ: "37339", MehrerePLZ: true,
		Finanzamt: "4157", Gericht: "1A03", Arbeitsagentur: "09533", WahlkreisVon: "189", WahlkreisBis: "190",
		Landesintern: "intern",
	}, rows[5])
	digits := []string{}
	for _, row := range rows {
		digits = append(digits, row.Digits())
	}
	require.Equal(t, []string{"08", "081", "0811", "08115", "081155001", "081155001001", "081155001002"}, digits)
}

func TestLoad_TakesBothEncodingsAndBothLineEnds(t *testing.T) {
	t.Parallel()
	utf8 := strings.Join(edition(), "\n") + "\n"
	latin1 := make([]byte, 0, len(utf8))
	for _, r := range strings.ReplaceAll(utf8, "š", "s") {
		latin1 = append(latin1, byte(r))
	}
	want, err := gv100ad.ReadBestand(strings.NewReader(strings.ReplaceAll(utf8, "š", "s")))
	require.NoError(t, err)
	require.Len(t, want.Gemeinden, 2)
	for name, file := range map[string]io.Reader{
		"ISO-8859-1":       bytes.NewReader(latin1),
		"CR LF":            strings.NewReader(strings.ReplaceAll(strings.ReplaceAll(utf8, "š", "s"), "\n", "\r\n")),
		"byte order mark":  strings.NewReader("\uFEFF" + strings.ReplaceAll(utf8, "š", "s")),
		"empty line":       strings.NewReader(strings.ReplaceAll(utf8, "š", "s") + "\n\n"),
		"no last line end": strings.NewReader(strings.TrimSuffix(strings.ReplaceAll(utf8, "š", "s"), "\n")),
	} {
		got, err := gv100ad.ReadBestand(file)
		require.NoError(t, err, name)
		require.Equal(t, want, got, name)
	}
}

func TestRead_SaysWhereAFileBreaksTheFormat(t *testing.T) {
	t.Parallel()
	good := strings.Join(edition(), "\n") + "\n"
	spoil := func(lineNumber, position int, text string) string {
		lines := edition()
		runes := []rune(lines[lineNumber-1])
		copy(runes[position-1:], []rune(text))
		lines[lineNumber-1] = string(runes)
		return strings.Join(lines, "\n") + "\n"
	}
	for name, c := range map[string]struct{ file, want string }{
		"truncated":        {good[:len(good)-50], "line 7: has 171 characters instead of 220"},
		"too short":        {strings.Replace(good, "Musterland ", "Musterland", 1), "line 1: has 219 characters instead of 220"},
		"too long":         {strings.Replace(good, "Musterland ", "Musterland  ", 1), "line 1: has 221 characters instead of 220"},
		"mixed encodings":  {good + strings.Replace(gemeinde("003", "Mxster"), "x", "\xfc", 1), "line 8: mixes UTF-8 and ISO-8859-1 within one file"},
		"bytes of no text": {strings.Replace(good, "Musterland", "Must\xe4rland", 1), "line 5: mixes UTF-8 and ISO-8859-1 within one file"},
		"Satzart":          {spoil(6, 1, "70"), "line 6: Satzart (1-2): must be 10, 20, 30, 40, 50 or 60"},
		"Gebietsstand":     {spoil(2, 3, "20301301"), "line 2: Gebietsstand (3-10): is no day"},
		"blank Land":       {spoil(1, 11, "  "), "line 1: Land (11-12): is blank"},
		"letter in Kreis":  {spoil(4, 14, "1x"), "line 4: Kreis (14-15): holds another character than a digit"},
		"half a Verband":   {spoil(5, 19, "50 "), "line 5: Gemeindeverband (19-22): holds another character than a digit"},
		"blank Gemeinde":   {spoil(6, 16, "   "), "line 6: Gemeinde (16-18): is blank"},
		"blank name":       {spoil(3, 23, strings.Repeat(" ", 50)), "line 3: Bezeichnung (23-72): is blank"},
		"Textkennzeichen":  {spoil(6, 123, "40"), "line 6: Textkennzeichen (123-124): must be 60 to 67"},
		"negative area":    {spoil(6, 129, "-0000002615"), "line 6: Fläche (129-139): holds another character than a digit"},
		"blank population": {spoil(6, 140, strings.Repeat(" ", 11)), "line 6: Bevölkerung (140-150): is blank"},
		"half a PLZ":       {spoil(6, 166, "3733 "), "line 6: PLZ (166-170): has 4 characters instead of 5"},
		"Gericht":          {spoil(6, 182, "1a03"), "line 6: Gericht (182-185): holds another character than a digit or a capital letter"},
		"NUL in a name":    {spoil(6, 25, "\x00"), "line 6: Bezeichnung (23-72): holds a control character"},
		"tabulator":        {spoil(5, 80, "\t"), "line 5: Sitz (73-122): holds a control character"},
		"Windows-1252":     {strings.ReplaceAll(strings.Join(edition()[:5], "\n"), "ü", "\x9a"), "line 5: Bezeichnung (23-72): holds a control character"},
		"UTF-16":           {"\xff\xfe" + strings.Join(strings.Split(edition()[0], ""), "\x00") + "\x00\n", "line 1: has 442 characters instead of 220"},
		"old line ends":    {strings.ReplaceAll(good, "\n", "\r"), "line 1: longer than 220 characters"},
		"two editions":     {spoil(7, 3, "20310101"), "line 7: Gebietsstand (3-10): differs from the first line: two editions in one file"},
		"a Land of none":   {spoil(1, 11, "17"), "line 1: kommune: malformed Land: Land (digits 1-2): must be 01 to 16"},
		"no line at all":   {strings.Repeat("x", 10_000), "line 1: longer than 220 characters"},
		"spreadsheet":      {"PK\x03\x04" + strings.Repeat("\x00", 500), "line 1: has 504 characters instead of 220"},
	} {
		_, err := gv100ad.ReadBestand(strings.NewReader(c.file))
		require.ErrorIs(t, err, kommune.ErrSyntax, name)
		require.EqualError(t, err, "gv100ad: "+c.want, name)
	}
}

// endless is a file of one line of n bytes.
type endless struct{ left int }

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.left)
	for i := range p[:n] {
		p[i] = '6'
	}
	e.left -= n
	return n, nil
}

func TestRead_StopsAtALineOfAGigabyteWithoutHoldingIt(t *testing.T) {
	t.Parallel()
	file := &endless{left: 1 << 30}
	_, err := gv100ad.Load(file)
	require.EqualError(t, err, "gv100ad: line 1: longer than 220 characters")
	require.Greater(t, file.left, 1<<30-4096, "nothing was read beyond the buffer of one record")
}

// repeated is a file that says the same again and again.
type repeated struct {
	text string
	at   int
}

func (r *repeated) Read(p []byte) (int, error) {
	n := copy(p, r.text[r.at:])
	r.at = (r.at + n) % len(r.text)
	return n, nil
}

func TestLoad_StopsAtAFileWithoutEnd(t *testing.T) {
	t.Parallel()
	_, err := gv100ad.Load(&repeated{text: strings.Join(edition(), "\n") + "\n"})
	require.EqualError(t, err, "gv100ad: line 50001: more records than an edition can have")
	var lines repeated
	lines.text = "\n"
	_, err = gv100ad.Load(io.LimitReader(&lines, 1<<14))
	require.ErrorIs(t, err, kommune.ErrSyntax, "nothing but empty lines")
}

func TestRead_PassesOnTheErrorOfTheReader(t *testing.T) {
	t.Parallel()
	broken := io.MultiReader(strings.NewReader(edition()[0]+"\n"), failing{})
	_, err := gv100ad.Load(broken)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.NotErrorIs(t, err, kommune.ErrSyntax)
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestLoad_RefusesAnEmptyFileAndOneCutInAKreis(t *testing.T) {
	t.Parallel()
	_, err := gv100ad.Load(strings.NewReader(""))
	require.ErrorIs(t, err, kommune.ErrSyntax)
	_, err = gv100ad.Load(strings.NewReader(strings.Join(edition()[:5], "\n")))
	require.ErrorIs(t, err, kommune.ErrSyntax)
	v, err := gv100ad.Load(strings.NewReader(strings.Join(edition(), "\n")))
	require.NoError(t, err)
	require.Equal(t, "2030-01-01", v.Stand().String())
	require.Contains(t, v.Quelle(), "Destatis")
	require.Contains(t, v.Quelle(), "Gebietsstand 01.01.2030")
}

func TestLoad_OfTheOfficialFileEqualsTheEmbeddedRegister(t *testing.T) {
	t.Parallel()
	file, err := os.Open(shareddata.Path(t, "kommune/GV100AD_30112025.txt"))
	require.NoError(t, err)
	defer file.Close()
	official, err := gv100ad.Load(file)
	require.NoError(t, err)
	embedded := kommune.Deutschland()

	require.Equal(t, embedded.Stand(), official.Stand())
	require.Equal(t, embedded.Quelle(), official.Quelle())
	require.Equal(t, slices.Collect(embedded.Bundeslaender()), slices.Collect(official.Bundeslaender()))
	require.Equal(t, slices.Collect(embedded.Regierungsbezirke()), slices.Collect(official.Regierungsbezirke()))
	require.Equal(t, slices.Collect(embedded.Regionen()), slices.Collect(official.Regionen()))
	require.Equal(t, slices.Collect(embedded.Kreise()), slices.Collect(official.Kreise()))
	require.Equal(t, slices.Collect(embedded.Verbaende()), slices.Collect(official.Verbaende()))
	rows := 0
	for want := range official.Gemeinden() {
		got, err := embedded.Gemeinde(want.AGS)
		require.NoError(t, err)
		require.Equal(t, want, got)
		wantZ, err := official.Zuordnung(want.AGS)
		require.NoError(t, err)
		gotZ, err := embedded.Zuordnung(want.AGS)
		require.NoError(t, err)
		require.Equal(t, wantZ, gotZ)
		rows++
	}
	require.Equal(t, 10_953, rows)
	require.Len(t, slices.Collect(embedded.Gemeinden()), rows)
}

func FuzzRead(f *testing.F) {
	// Small seeds: the fuzzer shrinks what it finds, which costs time by length.
	f.Add([]byte("\uFEFF" + edition()[0] + "\r\n\r\n"))
	f.Add([]byte(edition()[3]))
	f.Add([]byte(edition()[4]))
	f.Add([]byte(strings.TrimRight(edition()[4], " ") + "\n"))
	f.Add([]byte(edition()[5]))
	f.Add([]byte(strings.Replace(edition()[5], "ü", "\xfc", 1)))
	f.Fuzz(func(t *testing.T, file []byte) {
		records := 0
		for satz, err := range gv100ad.Read(bytes.NewReader(file)) {
			if err != nil {
				require.ErrorIs(t, err, kommune.ErrSyntax)
				return
			}
			records++
			require.NotEmpty(t, satz.Name)
			require.False(t, satz.Gebietsstand.IsZero())
		}
		// Up to the name, and an end of line: an editor may have taken the blanks behind it.
		require.LessOrEqual(t, records*24, len(file), "every record takes its place in the file")
		_, _ = gv100ad.Load(bytes.NewReader(file))
	})
}

func Example() {
	// In a program this is os.Open("GV100AD_31012026.txt").
	file := strings.NewReader(strings.Join(edition(), "\n"))
	register, err := gv100ad.Load(file)
	if err != nil {
		fmt.Println(err)
		return
	}
	gemeinde, err := register.Gemeinde(kommune.MustParseAGS("08115001"))
	fmt.Println(register.Stand(), gemeinde.Name, gemeinde.Einwohner, err)
	// Output: 2030-01-01 Müster, Stadt 2457 <nil>
}

// Editors and version control take blanks from the ends of lines. They are put
// back; what breaks off within a field or at the end of the file is refused.
func TestLoad_ReadsLinesWithoutTheirTrailingBlanks(t *testing.T) {
	t.Parallel()
	whole := strings.Join(edition(), "\n") + "\n"
	want, err := gv100ad.Load(strings.NewReader(whole))
	require.NoError(t, err)
	var cut strings.Builder
	for _, line := range edition() {
		cut.WriteString(strings.TrimRight(line, " ") + "\r\n")
	}
	got, err := gv100ad.Load(strings.NewReader(cut.String()))
	require.NoError(t, err)
	require.Equal(t, slices.Collect(want.Gemeinden()), slices.Collect(got.Gemeinden()))
	require.Equal(t, slices.Collect(want.Verbaende()), slices.Collect(got.Verbaende()))

	_, err = gv100ad.Load(strings.NewReader(strings.TrimRight(cut.String(), "\r\n")))
	require.ErrorIs(t, err, kommune.ErrSyntax, "the last line has no end")
	for _, length := range []int{1, 22, 30, 125, 140, 150, 155, 168, 180, 188} {
		broken := []rune(edition()[5])[:length]
		_, err := gv100ad.Load(strings.NewReader(strings.Join(edition()[:5], "\n") + "\n" + string(broken) + "\n"))
		require.ErrorIs(t, err, kommune.ErrSyntax, "cut at %d", length)
	}
}

// The official edition loads the same where an editor took the blanks away.
func TestLoad_OfficialEditionWithoutTrailingBlanks(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(shareddata.Path(t, "kommune/GV100AD_30112025.txt"))
	require.NoError(t, err)
	var cut strings.Builder
	for line := range strings.Lines(string(text)) {
		cut.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	require.Less(t, cut.Len(), len(text)*9/10)
	want, err := gv100ad.Load(bytes.NewReader(text))
	require.NoError(t, err)
	got, err := gv100ad.Load(strings.NewReader(cut.String()))
	require.NoError(t, err)
	require.Equal(t, slices.Collect(want.Gemeinden()), slices.Collect(got.Gemeinden()))
	require.Equal(t, slices.Collect(want.Kreise()), slices.Collect(got.Kreise()))
	require.Equal(t, slices.Collect(want.Verbaende()), slices.Collect(got.Verbaende()))
}
