// SPDX-License-Identifier: Apache-2.0

//nolint:misspell // German words of the official list
package kommune_test

import (
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/kommune"
)

const changesHeader = "kennziffer;einheit;ags_alt;name_alt;art;flaeche_qm;einwohner;ags_neu;wirksam_juristisch;wirksam_statistisch\n"

// changes2027 is an invented list on real keys.
const changes2027 = changesHeader +
	"16/2027/0001-R;Gemeindeverband;;Musterverband;1;;;;2027-01-01;2027-01-01\n" +
	"16/2027/0002-R;Gemeinde;16061114;Teistungen;1;600;300;16061119;2027-01-01;2027-03-01\n" +
	"16/2027/0002-R;Gemeinde;16061114;Teistungen;1;400;100;16061045;2027-01-01;2027-03-01\n" +
	"16/2027/0003-R;Gemeinde;16061119;Uder;3, 4;;;16061120;01.04.2027;01.04.2027\n" +
	"16/2027/0004-R;Gemeinde;16053000;Jena;2;5;0;16055000;2027-01-01;2027-01-01\n" +
	"16/2027/0005-R;Gemeinde;16053000;Jena;4;;;16053000;2027-01-01;2027-01-01\n"

func TestWithAenderungen_ExtendsTheHistory(t *testing.T) {
	t.Parallel()
	list, err := kommune.ReadAenderungen(strings.NewReader(changes2027))
	require.NoError(t, err)
	require.Len(t, list, 5, "the Verband is passed over")
	require.Equal(t, []kommune.Aenderungsart{kommune.Schluesselaenderung, kommune.Namensaenderung}, list[2].Arten)
	require.Equal(t, "2027-03-01", list[0].Statistisch.String())
	require.Equal(t, "2027-01-01", list[0].Juristisch.String())

	v := kommune.Deutschland().WithAenderungen(list, kommune.MustParseDatum("2027-12-31"))
	key := kommune.MustParseAGS("16061114")
	r, err := v.Resolve(key, kommune.MustParseDatum("2027-02-28"))
	require.NoError(t, err)
	require.Equal(t, []string{"16061114"}, keysOf(r), "the register follows the statistical day")
	r, err = v.Resolve(key, kommune.MustParseDatum("2027-03-01"))
	require.NoError(t, err)
	require.Equal(t, []string{"16061119", "16061045"}, keysOf(r))
	r, err = v.Resolve(key, kommune.MustParseDatum("2027-12-31"))
	require.NoError(t, err)
	require.Equal(t, []string{"16061120", "16061045"}, keysOf(r))
	require.InDelta(t, 0.75, r.Nachfolger[0].Anteil, 1e-9)
	require.Len(t, r.Pfad, 3)
	require.Equal(t, "2027-12-31", r.BekanntBis.String())
	checkResolution(t, r)

	jena, err := v.Resolve(kommune.MustParseAGS("16053000"), kommune.MustParseDatum("2027-12-31"))
	require.NoError(t, err)
	require.Equal(t, []string{"16053000"}, keysOf(jena), "neither a strip of land nor a name ends a key")
	hanau, err := v.Resolve(kommune.MustParseAGS("06435014"), kommune.MustParseDatum("2027-12-31"))
	require.NoError(t, err)
	require.Equal(t, []string{"06415000"}, keysOf(hanau), "what was known stays known")

	before, err := kommune.Deutschland().Resolve(key, kommune.MustParseDatum("2027-12-31"))
	require.NoError(t, err)
	require.Equal(t, []string{"16061114"}, keysOf(before), "the embedded register did not change")
}

// published is an invented list in the form in which Destatis publishes it: title,
// two header rows, a blank row, footnotes, as a spreadsheet saves it.
const published = "Gebietsänderungen vom 01.01. - 31.12.2027;;;;;;;;Gebietsänderungen vom 01.01. - 31.12.2027;;;;\n" +
	"Kennziffer;Regionaleinheit;Abgebende / Aufgelöste Gemeinde;;;;;;Aufnehmende / Neugebildete Gemeinde;;;Wirksamkeitsdatum;\n" +
	";;\"Amtlicher\nRegionalschlüssel (ARS)\";\"Amtlicher Gemeinde-\nschlüssel (AGS)\";Name;Änderungs-art 1);Fläche qm;Einwohner;" +
	"Amtlicher Regionalschlüssel (ARS);Amtlicher Gemeinde-schlüssel (AGS);Name;juristisch;statistisch\n" +
	";;;;;;;;;;;;\n" +
	"16/2027/0001-R;Gemeindeverband;160615001;;Musterverband;1;;;160615050;;Muster;01.01.2027;01.01.2027\n" +
	"16/2027/0002-R;Gemeinde;160615001114;16061114;Teistungen;1;26.150.000;2.457;160610119119;16061119;Uder;01.01.2027;01.03.2027\n" +
	"01/2027/0003-R;Gemeinde;010535323105;1053105;Sachsenwald;1;100;0;010535323001;1053001;Muster;01.01.2027;01.01.2027\n" +
	"1) Schlüssel der Änderungsarten:\n" +
	"    1 = Auflösung; 2 = Teilausgliederung\n" +
	";;;\n© Daten (im Auftrag der Herausgebergemeinschaft)\n"

func TestReadAenderungen_ReadsTheListAsItIsPublished(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"semicolons": published, "tabs": strings.ReplaceAll(published, ";", "\t"),
		"windows": "\uFEFF" + strings.ReplaceAll(published, "\n", "\r\n"), "commas": strings.ReplaceAll(published, ";", ","),
	} {
		list, err := kommune.ReadAenderungen(strings.NewReader(text))
		require.NoError(t, err, name)
		require.Len(t, list, 2, name)
		require.Equal(t, kommune.Aenderung{
			Kennziffer: "16/2027/0002-R", Alt: kommune.MustParseAGS("16061114"), Neu: kommune.MustParseAGS("16061119"),
			Arten: []kommune.Aenderungsart{kommune.Aufloesung}, FlaecheQm: 26_150_000, Einwohner: 2457,
			Juristisch: kommune.MustParseDatum("2027-01-01"), Statistisch: kommune.MustParseDatum("2027-03-01"),
		}, list[0], name)
		require.Equal(t, "01053105", list[1].Alt.String(), "the zero that a spreadsheet drops")
	}
}

func TestReadAenderungen_SaysWhereAListIsBroken(t *testing.T) {
	t.Parallel()
	row := "16/2027/0002-R;Gemeinde;16061114;Teistungen;1;600;300;16061119;2027-01-01;2027-03-01\n"
	for name, c := range map[string]struct{ file, want string }{
		"empty":          {"", "list of changes: is empty"},
		"no header":      {"a;b\n", "header: has no column kennziffer"},
		"short row":      {changesHeader + "16/2027/0002-R;Gemeinde\n", "line 2: kommune: malformed AGS: must have 8 digits"},
		"no unit":        {changesHeader + strings.Replace(row, "Gemeinde", "", 1), "line 2: names no unit"},
		"half a header":  {"Kennziffer;Regionaleinheit;Abgebende Gemeinde\n", "header: has one row of two"},
		"other header":   {"Kennziffer;Regionaleinheit;Abgebende Gemeinde\n;;Name\n", "header: has no column for ags_alt"},
		"key":            {changesHeader + strings.Replace(row, "16061114", "160611", 1), "line 2: kommune: malformed AGS: must have 8 digits"},
		"kind":           {changesHeader + strings.Replace(row, ";1;", ";5;", 1), "line 2: kommune: malformed kind of change: must be 1 to 4, or several with commas"},
		"area":           {changesHeader + strings.Replace(row, ";600;", ";6x0;", 1), "line 2: kommune: malformed area: must be digits"},
		"inhabitants":    {changesHeader + strings.Replace(row, ";300;", ";-300;", 1), "line 2: kommune: malformed inhabitants: must be digits"},
		"day":            {changesHeader + row + strings.Replace(row, "2027-03-01", "2027-02-30", 1), "line 3: datum: malformed date: day: the month has no such day"},
		"columns":        {changesHeader + strings.Repeat(";", 8_000_000), "more columns than such a list can have"},
		"quotation mark": {changesHeader + `"` + row, "line"},
	} {
		_, err := kommune.ReadAenderungen(strings.NewReader(c.file))
		require.ErrorIs(t, err, kommune.ErrSyntax, name)
		require.ErrorContains(t, err, c.want, name)
	}
	marked, err := kommune.ReadAenderungen(strings.NewReader("\uFEFF" + strings.ReplaceAll(changesHeader+row, "\n", "\r\n")))
	require.NoError(t, err, "as a spreadsheet saves it")
	require.Len(t, marked, 1)
	for _, unit := range []string{row, "x"} {
		_, err := kommune.ReadAenderungen(io.MultiReader(strings.NewReader(changesHeader), &endless{text: unit}))
		require.ErrorIs(t, err, kommune.ErrSyntax, "a file without end")
	}
	_, err = kommune.ReadAenderungen(io.MultiReader(strings.NewReader(changesHeader), brokenReader{}))
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.NotErrorIs(t, err, kommune.ErrSyntax)
}

// endless repeats a text.
type endless struct {
	text string
	at   int
}

func (e *endless) Read(p []byte) (n int, err error) {
	n = copy(p, e.text[e.at:])
	e.at = (e.at + n) % len(e.text)
	return n, nil
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestWithAenderungen_OfTheOfficialListsAgreesWithTheEmbeddedHistory(t *testing.T) {
	t.Parallel()
	file, err := os.Open(shareddata.Path(t, "kommune/gebietsaenderungen_2023-01_2025-02.csv"))
	require.NoError(t, err)
	defer file.Close()
	list, err := kommune.ReadAenderungen(file)
	require.NoError(t, err)
	require.NotEmpty(t, list)
	embedded := kommune.Deutschland()
	more := embedded.WithAenderungen(list, kommune.Datum{})
	compared := 0
	for _, a := range list {
		for _, day := range []kommune.Datum{a.Statistisch.AddDays(-1), a.Statistisch, embedded.Stand()} {
			want, err := embedded.Resolve(a.Alt, day)
			require.NoError(t, err)
			got, err := more.Resolve(a.Alt, day)
			require.NoError(t, err)
			require.ElementsMatch(t, keysOf(want), keysOf(got), "%s on %s", a.Alt, day)
			compared++
		}
	}
	t.Logf("%d resolutions of %d rows agree", compared, len(list))
}

func FuzzReadAenderungen(f *testing.F) {
	f.Add([]byte(changes2027))
	f.Add([]byte(changesHeader + "\"\n;;;"))
	f.Add([]byte(published))
	f.Add([]byte(strings.ReplaceAll(changes2027, "16061120", "16061114")))
	f.Fuzz(func(t *testing.T, file []byte) {
		list, err := kommune.ReadAenderungen(strings.NewReader(string(file)))
		if err != nil {
			require.ErrorIs(t, err, kommune.ErrSyntax)
			return
		}
		v := kommune.Deutschland().WithAenderungen(list[:min(len(list), 8)], kommune.Datum{})
		for _, a := range list[:min(len(list), 8)] {
			for _, day := range []kommune.Datum{a.Statistisch, kommune.MustParseDatum("9999-12-31")} {
				if r, err := v.Resolve(a.Alt, day); err == nil {
					checkResolution(t, r)
				}
			}
		}
	})
}
