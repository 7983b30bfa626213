// SPDX-License-Identifier: Apache-2.0

package melderegister

// listeDigiV is the list of § 9 (1) BMeldDigiV (wording of 04.05.2026), field by field.
func listeDigiV() []Feld {
	return []Feld{
		{"/familienname", 1, "0101a-0105a"},
		{"/geburtsname", 2, "0201a, 0203a"},
		{"/vornamen", 3, "0301"},
		{"/rufname", 3, "0302, 0303"},
		{"/doktorgrad", 4, "0401"},
		{"/ordensname", 5, "0501"},
		{"/kuenstlername", 5, "0502"},
		{"/geburtsdatum", 6, "0601"},
		{"/geburtsort", 6, "0602"},
		{"/geburtsstaat", 6, "0603"},
		{"/geschlecht", 7, "0701"},
		{"/idnr", 8, "2701"},
		{"/vertreter/familienname", 9, "0902a"},
		{"/vertreter/vornamen", 9, "0904"},
		{"/vertreter/doktorgrad", 9, "0905"},
		{"/vertreter/anschrift", 9, "0907a, 1200-1212"},
		{"/vertreter/geburtsdatum", 9, "0906"},
		{"/vertreter/geschlecht", 9, "0917"},
		{"/vertreter/idnr", 9, "2709"},
		{"/staatsangehoerigkeit", 10, "1001"},
		{"/religion", 11, "1101, 1104"},
		{"/anschrift", 12, "1201-1213"},
		{"/einzug", 13, "1301, 1301a, 1305"},
		{"/familienstand", 14, "1401"},
		{"/eheschliessung/datum", 14, "1402, 1408"},
		{"/eheschliessung/ort", 14, "1403"},
		{"/eheschliessung/staat", 14, "1409"},
		{"/ehegatte/familienname", 15, "1501a, 1517a"},
		{"/ehegatte/vornamen", 15, "1503, 1519"},
		{"/ehegatte/geburtsname", 15, "1502b, 1518b"},
		{"/ehegatte/doktorgrad", 15, "1504, 1520"},
		{"/ehegatte/geburtsdatum", 15, "1505, 1521"},
		{"/ehegatte/geschlecht", 15, "1506, 1522"},
		{"/ehegatte/anschrift", 15, "1508, 1524, 1200-1213a"},
		{"/ehegatte/idnr", 15, "2703, 2707"},
		{"/kinder/familienname", 16, "1601a"},
		{"/kinder/vornamen", 16, "1603"},
		{"/kinder/geburtsdatum", 16, "1604"},
		{"/kinder/geschlecht", 16, "1604a"},
		{"/kinder/anschrift", 16, "1200-1212"},
		{"/kinder/idnr", 16, "2704"},
		{"/ausweise/behoerde", 17, "1700-1709"},
		{"/ausweise/ausgestellt", 17, "1700-1709"},
		{"/ausweise/gueltigBis", 17, "1700-1709, 1715-1717"},
		{"/ausweise/seriennummer", 17, "1700-1709, 1715-1717"},
		{"/sperren", 18, "1801"},
		{"/uebermittlungssperren", 18, "1802"},
		{"/azrNummer", 19, "1712"},
		{"/passversagung", 20, "2301, 2302"},
	}
}

// listeDUEV is the list of § 4 (1) 1. BMeldDÜV (wording of 04.05.2026). It is wider: the
// day of moving out, the last main home, the authority that registered the birth.
func listeDUEV() []Feld {
	all := listeDigiV()
	for i, f := range all {
		switch f.Pfad {
		case "/geburtsort":
			all[i].Blaetter = "0602, 0606"
		case "/anschrift":
			all[i].Blaetter = "1200-1213a"
		case "/ehegatte/familienname", "/ehegatte/vornamen", "/ehegatte/geburtsname", "/ehegatte/doktorgrad", "/ehegatte/geburtsdatum", "/ehegatte/geschlecht":
			all[i].Blaetter = "1501a-1508, 1516a-1524, 1533, 1534"
		case "/kinder/familienname", "/kinder/vornamen", "/kinder/geburtsdatum", "/kinder/geschlecht":
			all[i].Blaetter = "1601a-1604a, 1606, 1607"
		case "/vertreter/familienname", "/vertreter/vornamen", "/vertreter/doktorgrad", "/vertreter/geburtsdatum", "/vertreter/geschlecht":
			all[i].Blaetter = "0902a-0907a, 0917-0919"
		default: // the same in both
		}
	}
	return append(all,
		Feld{"/auszug", 13, "1306"},
		Feld{"/letzteHauptwohnung", 12, "1200-1213a"},
	)
}
