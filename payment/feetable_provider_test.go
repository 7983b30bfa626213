// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/money"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste"
)

func ExampleFeeTable_CheckProvider() {
	table, err := payment.NewFeeTable(payment.FeeSchedule{
		Authority: "Musterstadt", Source: "invented", Currency: payment.EUR, TaxRounding: payment.TaxPerLine, Collection: payment.CollectWithOrder,
		Fees: []payment.Fee{{ID: "auskunft", Text: "Auskunft (einfach)", LegalBasis: "§ 1", Kind: payment.FeeFixed, Amount: payment.Cents(750)}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	client, err := xbezahldienste.New(xbezahldienste.Config{BaseURL: "https://pay.example", OriginatorID: "melde", EndPointID: "stadt"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(table.CheckProvider(client))
	// Output:
	// [XBD-ITEM-DESCRIPTION-02 /fees/0/text: the character '(' (U+0028)]
}

// What a provider cannot carry is found when the table is loaded: a citizen who
// wants to pay is not the one to find it.
func TestCheckProvider_FindsWhatTheFirstCitizenWouldHaveFound(t *testing.T) {
	client := newClient(t)
	good := func() payment.FeeSchedule {
		s := schedule()
		s.Fees = []payment.Fee{
			{ID: "copy", Text: "Kopie", LegalBasis: "§ 1", Kind: payment.FeePerUnit, Amount: payment.Cents(840), Unit: "page"},
			{ID: "free", Text: "Anmeldung", LegalBasis: "§ 2", Kind: payment.FeeFixed, Amount: payment.Cents(0)},
			{ID: "map", Text: "Karte", LegalBasis: "§ 3", Kind: payment.FeeTiered, Tiers: []payment.Tier{{UpTo: 10, Amount: payment.Cents(500)}, {Amount: payment.Cents(5000)}}},
			{ID: "permit", Text: "Erlaubnis", LegalBasis: "§ 4", Kind: payment.FeeFramework, Min: payment.Cents(1000), Max: payment.Cents(100_000)},
		}
		return s
	}
	for name, test := range map[string]struct {
		spoil         func(*payment.FeeSchedule)
		code, pointer string
	}{
		"a bracket in a text":        {func(s *payment.FeeSchedule) { s.Fees[0].Text = "Auskunft (einfach)" }, "XBD-ITEM-DESCRIPTION-02", "/fees/0/text"},
		"an ampersand":               {func(s *payment.FeeSchedule) { s.Fees[3].Text = "Gebühr & Auslagen" }, "XBD-ITEM-DESCRIPTION-02", "/fees/3/text"},
		"a text of a free service":   {func(s *payment.FeeSchedule) { s.Fees[1].Text = "An-/Abmeldung" }, "XBD-ITEM-DESCRIPTION-02", "/fees/1/text"},
		"a text that is too long":    {func(s *payment.FeeSchedule) { s.Fees[2].Text = strings.Repeat("ä", 251) }, "XBD-ITEM-DESCRIPTION-01", "/fees/2/text"},
		"an id with a dot":           {func(s *payment.FeeSchedule) { s.Fees[0].ID = "1.2" }, "XBD-ITEM-REFERENCE-02", "/fees/0/id"},
		"an id that is too long":     {func(s *payment.FeeSchedule) { s.Fees[0].ID = strings.Repeat("a", 37) }, "XBD-ITEM-REFERENCE-01", "/fees/0/id"},
		"an amount beyond the limit": {func(s *payment.FeeSchedule) { s.Fees[0].Amount = payment.Cents(100_000_000) }, "XBD-ITEM-AMOUNT-01", "/fees/0/amount"},
		"a tier beyond the limit":    {func(s *payment.FeeSchedule) { s.Fees[2].Tiers[1].Amount = payment.Cents(100_000_000) }, "XBD-ITEM-AMOUNT-01", "/fees/2/amount"},
		"a frame beyond the limit":   {func(s *payment.FeeSchedule) { s.Fees[3].Max = payment.Cents(100_000_000) }, "XBD-ITEM-AMOUNT-01", "/fees/3/amount"},
		"another currency": {
			func(s *payment.FeeSchedule) {
				s.Currency, s.Fees = money.CHF, s.Fees[:1]
				s.Fees[0].Amount = payment.NewAmount(840, money.CHF)
			}, "XBD-CURRENCY-01", "/currency",
		},
	} {
		s := good()
		table, err := payment.NewFeeTable(s)
		require.NoError(t, err)
		require.Empty(t, table.CheckProvider(client), name)
		_, err = payment.NewService(newStore(nil), client, payment.Config{FeeTables: []*payment.FeeTable{table}})
		require.NoError(t, err)

		test.spoil(&s)
		table, err = payment.NewFeeTable(s)
		require.NoError(t, err, name)
		found := table.CheckProvider(client)
		require.True(t, found.Has(test.code), "%s: %v", name, found)
		pointers := map[string]bool{}
		for _, f := range found {
			pointers[f.Pointer] = true
		}
		require.True(t, pointers[test.pointer], "%s: %v", name, found)
		require.Empty(t, table.CheckProvider(paymenttest.NewMemory(nil)), "another service carries it")

		_, err = payment.NewService(newStore(nil), client, payment.Config{FeeTables: []*payment.FeeTable{table}})
		requireCode(t, err, test.code)
		require.ErrorContains(t, err, "/feeTables/0"+test.pointer)
	}
	for _, name := range []string{"hameln", "kirchen", "bitburgerland"} {
		require.Empty(t, readTable(t, name).CheckProvider(client), name)
	}
}
