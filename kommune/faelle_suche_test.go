// SPDX-License-Identifier: Apache-2.0

package kommune_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
)

// first asserts that the first hit of each query is the Gemeinde.
func first(t *testing.T, cases [][2]string) {
	t.Helper()
	v := kommune.Deutschland()
	for _, c := range cases {
		hits := v.Search(c[0], 5)
		var texts []string
		for _, hit := range hits {
			texts = append(texts, hit.Text())
		}
		if len(hits) == 0 || hits[0].Gemeinde.AGS.String() != c[1] {
			t.Errorf("%q: want %s first, got %v", c[0], c[1], texts)
		}
	}
}

// Titles as they stand behind the names in the register, in front of them, and
// titles the register has not.
func TestCases_TitleBeforeTheName(t *testing.T) {
	t.Parallel()
	first(t, [][2]string{
		{"Freie und Hansestadt Hamburg", "02000000"},
		{"Barlachstadt Güstrow", "13072043"},
		{"Brüder-Grimm-Stadt Hanau", "06435014"},
		{"Klingenstadt Solingen", "05122000"},
		{"Ostseebad Kühlungsborn", "13072060"},
		{"Ostseebad Wustrow", "13073103"},
		{"Fontanestadt Neuruppin", "12068320"},
		{"Alte Hansestadt Lemgo", "05766044"},
		{"Philipp-Reis-Stadt Friedrichsdorf", "06434002"},
		{"Reformationsstadt Homberg (Efze)", "06634009"},
		{"Solestadt Bad Dürrenberg", "15088020"},
		{"Kurort Oberhof", "16066047"},
		{"Markt Garmisch-Partenkirchen", "09180117"},
		{"Hansestadt Rostock", "13003000"},
		{"Lutherstadt Wittenberg", "15091375"},
		{"Landeshauptstadt München", "09162000"},
		{"Bundesstadt Bonn", "05314000"},
		{"Universitätsstadt Marburg", "06534014"},
		{"Wissenschaftsstadt Darmstadt", "06411000"},
		{"Nordseeheilbad Cuxhaven", "03352011"},
		{"Rattenfängerstadt Hameln", "03252006"},
		{"Goldstadt Pforzheim", "08231000"},
		{"Große Kreisstadt Görlitz", "14626110"},
		{"Hanse- und Universitätsstadt Rostock", "13003000"},
		{"die Stadt Jena", "16053000"},
		{"Universitäts- und Hansestadt Greifswald", "13075039"},
		{"Weinstadt Freyburg", "15084135"}, // there is a Gemeinde Weinstadt
		{"Weinstadt", "08119091"},
		{"Welterbestadt Quedlinburg", "15085235"},
		{"Luftkurort Friedrichroda", "16067019"},
		{"Lutherst. Wittenberg", "15091375"},
		{"Markt Markt Schwaben", "09175127"},
		{"Stadt Steinach", "16072019"},
	})
}

// Offices, streets, Kreis and Land before or behind the name; a PLZ decides.
func TestCases_OtherWordsBesideTheName(t *testing.T) {
	t.Parallel()
	first(t, [][2]string{
		{"Hauptstr. 5, 07743 Jena", "16053000"},
		{"Bürgeramt Erfurt", "16051000"},
		{"Thüringen Jena", "16053000"},
		{"Eisenach OT Stregda", "16063105"},
		{"Stadtverwaltung Bad Langensalza", "16064003"},
		{"Einwohnermeldeamt der Stadt Gera", "16052000"},
		{"Standesamt Weimar", "16055000"},
		{"Erika Mustermann, Am Berg 3, 99423 Weimar", "16055000"},
		{"Goethestraße 12a\n99817 Eisenach", "16063105"},
		{"D-20095 Hamburg, Rathausmarkt 1", "02000000"},
		{"Berg 5, 07743 Jena", "16053000"},
		{"Bahnhofstr. 1, 67433 Neustadt", "07316000"},
		{"Bahnhofstr. 1, 31535 Neustadt", "03241012"},
		{"Rathaus Mühlhausen in Thüringen", "16064046"},
		{"Sachsen, Neustadt", "14628260"},
		{"Bayern Neustadt", "09473151"},
		{"Bürgerbüro Frankfurt Oder", "12053000"},
		{"Jena Lobeda", "16053000"},
		{"Bürgeramt Erfrut", "16051000"},
		{"Bürgeramt Erfu", "16051000"},
		{"Ausländerbehörde Landkreis Nordhausen", "16062041"},
		{"Jena, Thüringen, Deutschland", "16053000"},
		{"Hauptstraße 123 Gotha", "16067029"},
		{"07743Jena", "16053000"},
		{"DE-07743 Jena", "16053000"},
		{"Postfach 100, 07739 Jena", "16053000"},
		{"07743 Jena Deutschland", "16053000"},
		{"Jena TH", "16053000"},
		{"NRW Neuss", "05162024"},
		{"Bürgermeister der Stadt Neuss", "05162024"},
		{"Hauptstraße 1, Berlin-Mitte", "11000000"},
		{"Berliner Allee 5 Hannover", "03241001"},
		{"Gemeinde Seebach, Wartburgkreis", "16063071"},
		{"Steinbach-Hallenberg, Kurort", "16066069"},
	})
}

// A Kreis has two names, and one of them is a Gemeinde; its region begins like another
// name; the office begins like a word of an administration elsewhere.
func TestCases_KreisBesideTheNameIsNoName(t *testing.T) {
	t.Parallel()
	first(t, [][2]string{
		{"Aichach, Landkreis Aichach-Friedberg", "09771113"},
		{"Landkreis Weilheim-Schongau Schongau", "09190148"},
		{"Lübbecke (Kreis Minden-Lübbecke)", "05770020"},
		{"Biedenkopf, Landkreis Marburg-Biedenkopf", "06534004"},
		{"Siegburg, Rhein-Sieg-Kreis", "05382060"},
		{"Neckartenzlingen, Landkreis Esslingen", "08116042"},
		{"Moselkern (Lkr. Cochem-Zell)", "07135065"},
		{"Edertal, Landkreis Waldeck-Frankenberg", "06635009"},
		{"Altenglan (Lkr. Kusel)", "07336003"},
		{"Birkenfeld, Landkreis Birkenfeld", "07134010"},
		{"Stadtverwaltung Zell (Mosel), Meldewesen", "07135092"},
		{"Köln Porz", "05315000"}, // and not Köllnholz with two typing errors
		{"Leipzig-Plagwitz", "14713000"},
		{"Hannover Linden", "03241001"},
		{"Frankfurt Mian", "06412000"},
		{"Neustadt Weinstrase", "07316000"},
	})
}

func TestCases_OfficialNameAsTheRegisterWritesIt(t *testing.T) {
	t.Parallel()
	first(t, [][2]string{
		{"Neuss, Stadt", "05162024"},
		{"Moers, Stadt", "05170024"},
		{"Erbach, Kreisstadt", "06437006"},
		{"Garding, Kirchspiel", "01054035"},
		{"Soest, Stadt", "05974040"},
		{"Neuss Stadt", "05162024"},
		{"Garding, Stadt", "01054036"},
		{"Stadt Neuss", "05162024"},
		{"Burg, Stadt", "15086015"},
	})
}

func TestCases_AbbreviationsAndRegionsBehindTheName(t *testing.T) {
	t.Parallel()
	first(t, [][2]string{
		{"Neustadt a. Rbge.", "03241012"},
		{"Schwäb. Gmünd", "08136065"},
		{"Rothenburg/Oberlausitz", "14626480"},
		{"Gemeinde Uder", "16061119"},
		{"Rotenburg Wümme", "03357039"},
		{"Neustadt a.Rbge.", "03241012"},
		{"Schwäb. Hall", "08127076"},
		{"Bad Frankenhsn.", "16065003"},
		{"Gr. Gerau", "06433006"},
		{"K. Wusterhausen", "12061260"},
		{"Neustadt/Wstr.", "07316000"},
		{"Reichenbach Oberlausitz", "14626450"},
		{"Frankf./M.", "06412000"},
		{"Königs Wusterh.", "12061260"},
		{"Villingen-Schw.", "08326074"},
		{"Ludwigsh. a. Rh.", "07314000"},
		{"Garmisch-Part.", "09180117"},
		{"Mönchengl.", "05116000"},
		{"Heilbad Heiligenst.", "16061045"},
		{"Hude (Oldenburg)", "03458010"},
		{"Dillingen a.d.D.", "09773125"},
		{"Oldenburg i.O.", "03403000"},
		{"Oldenburg i.H.", "01055033"},
		{"Frankfurt a. O.", "12053000"},
		{"Frankfurt/O", "12053000"},
		{"Freiburg i. Brsg.", "08311000"},
		{"Kirchheim u. T.", "08116033"},
		{"Limbach-O.", "14524180"},
		{"Zella-M.", "16066092"},
		{"Hohenstein-E.", "14524120"},
		{"Rothenburg ob der T.", "09571193"},
		{"Altenkirchen/Ww.", "07132501"},
		{"Gr.-Umstadt", "06432010"},
		{"Nd.-Olm", "07339042"},
		{"Hbg.", "02000000"},
		{"Bad Salzgn.", "16063003"},
	})
}

func TestCases_TypedLettersCount(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	first(t, [][2]string{{"Roßlau", "15001000"}, {"Breest", "13071006"}, {"hanover", "03241001"}, {"munchen", "09162000"}})
	for _, query := range []string{"Roßlau", "Breest", "hanover", "Neuss Stadt", "Burg Stadt"} {
		for _, hit := range v.Search(query, 20) {
			require.NotEqual(t, kommune.TrefferName, hit.Art, "%q: %s", query, hit.Text())
		}
	}
	for _, same := range []string{"munchen", "Muenchen", "Garmischpartenkirchen", "Baddürrenberg", "neuulm", "Neu Ulm", "Altmoelln"} {
		require.Equal(t, kommune.TrefferName, v.Search(same, 1)[0].Art, same)
	}
}

func TestCases_FormerNames(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	first(t, [][2]string{{"Wünschendorf", "16076094"}})
	for query, wants := range map[string][]string{
		"Bromskirchen": {"06635001"}, "Menteroda": {"16064071"}, "Berga/Elster": {"16076094"}, "Rodeberg": {"16061118", "16064046"},
		"Herrenhof": {"16067092"}, "Bürgermeisteramt Bromskirchen": {"06635001"}, "Hauptstr. 1, 35108 Bromskirchen": {"06635001"},
		"Bromskirchn": {"06635001"},
	} {
		found := map[string]kommune.Treffer{}
		hits := v.Search(query, 5)
		for _, hit := range hits {
			found[hit.Gemeinde.AGS.String()] = hit
		}
		for _, want := range wants {
			require.Contains(t, found, want, query)
			require.NotEmpty(t, found[want].Ueber, query)
		}
		require.NotEmpty(t, hits[0].Ueber, "%q: no similar name comes first", query)
	}
	require.Equal(t, "Allendorf (Eder) (Landkreis Waldeck-Frankenberg, Hessen; früher Bromskirchen)", v.Search("Bromskirchen", 1)[0].Text())
}

func TestCases_UnitsOtherThanAGemeinde(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	for query, want := range map[string]string{
		"Landkreis Eichsfeld": "16061045", "Samtgemeinde Hanstedt": "03353016", "Verbandsgemeinde Daun": "07233501",
		"Amt Hüttener Berge": "", "VG Mellingen": "16071056", "Eichsfeld": "16061045", "Wartburgkreis": "16063003",
		"Kreis Nordfriesland": "01054056", "Landkreis Eichsf": "16061045", "Region Hannover": "03241001", "Städteregion Aachen": "05334002", "Rhein-Kreis Neuss": "05162024",
		"Landratsamt Nordhausen": "16062041", "VVG Engen": "08335022", "Ilmkreis": "16070004", "Verwaltungsverband Jägerswald": "14523420", "VGem Mellingen": "16071056",
	} {
		hits := v.Search(query, 5)
		require.NotEmpty(t, hits, query)
		require.Equal(t, kommune.TrefferGebiet, hits[0].Art, query)
		require.NotEmpty(t, hits[0].Ueber, query)
		if want != "" {
			require.Equal(t, want, hits[0].Gemeinde.AGS.String(), "%s: %s", query, hits[0].Text())
		}
	}
	require.Equal(t, "16061", v.FindKreise("Landkreis Eichsfeld", 1)[0].Schluessel.String())
	require.Equal(t, "Hüttener Berge", v.FindVerbaende("Amt Hüttener Berge", 5)[0].Name)
	require.Equal(t, kommune.Samtgemeinde, v.FindVerbaende("Samtgemeinde Hanstedt", 5)[0].Art)
	require.Empty(t, v.FindKreise("Amt Hüttener Berge", 5))
	require.Empty(t, v.FindVerbaende("", 5))
}

func TestCases_PLZThatLostItsZero(t *testing.T) {
	t.Parallel()
	found := false
	for _, hit := range kommune.Deutschland().Search("1067", 5) {
		found = found || hit.Gemeinde.AGS.String() == "14612000"
	}
	require.True(t, found)
	first(t, [][2]string{{"1067 Dresden", "14612000"}, {"7743 Jena", "16053000"}, {"Hauptstr. 5, 7743", "16053000"}})
}
