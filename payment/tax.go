// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Tax is how value added tax is treated. The day that counts is that of the service,
// not that of the payment. That nothing is taxed is another thing than a rate of 0 %.
type Tax string

// The treatments. The zero value is "not stated".
const (
	// TaxPublic: the body acts by public authority and competition is not distorted more
	// than slightly, so that it is no entrepreneur (§ 2b (1), (2) UStG).
	TaxPublic Tax = "public"
	// TaxOption: the body holds on to the law of 2015 by its declaration. That ends with
	// services before 1 January 2027 (§ 27 (22), (22a) UStG).
	TaxOption Tax = "option-2015"
	// TaxExempt: a supply that the act exempts (§ 4 UStG).
	TaxExempt Tax = "exempt"
	// TaxRated: taxed with the rate of the fee.
	TaxRated Tax = "rated"
)

// Normen are what a treatment rests on, and none where nothing is stated.
func (t Tax) Normen() recht.Normen {
	switch t {
	case TaxPublic:
		return recht.MustParseNormen("§ 2b Abs. 1 UStG")
	case TaxOption:
		return recht.MustParseNormen("§ 27 Abs. 22a Satz 1 UStG")
	case TaxExempt:
		return recht.MustParseNormen("§ 4 UStG")
	case TaxRated:
		return recht.MustParseNormen("§ 12 UStG")
	default:
		return nil
	}
}

// lastOption is the last day of services under the option; a further prolongation was
// not found.
func lastOption() datum.Datum { return datum.MustParse("2026-12-31") }

// check lists what is wrong with the treatment of a fee.
func (f *Fee) checkTax(found *recht.Befunde, at string) {
	finding := func(code, pointer, detail string) {
		*found = append(*found, recht.Befund{Code: code, Pointer: at + pointer, Detail: detail, Normen: f.Tax.Normen()})
	}
	open := f.ValidTo.IsZero() || f.ValidTo.After(lastOption())
	switch f.Tax {
	case TaxPublic, TaxExempt, TaxOption:
		if f.TaxRate != 0 {
			finding("FEE-TAX-02", "/taxRateBasisPoints", "no rate where nothing is taxed")
		}
		if f.Tax == TaxOption && open {
			finding("FEE-TAX-03", "/validTo", "the option ends with 2026-12-31; what holds from 2027-01-01 on is a rule of its own")
		}
	case TaxRated:
		if f.TaxRate == 0 {
			finding("FEE-TAX-02", "/taxRateBasisPoints", "required")
		}
	case "":
		if open && f.TaxRate == 0 {
			*found = append(*found, recht.Befund{
				Code: "FEE-TAX-04", Pointer: at + "/tax", Severity: recht.SeverityWarning, Normen: recht.MustParseNormen("§ 2b Abs. 1, § 27 Abs. 22a Satz 1 UStG"),
				Detail: "not stated; since 2027-01-01 public bodies are taxed unless they act by public authority",
			})
		}
	default:
		finding("FEE-TAX-05", "/tax", "not a treatment")
	}
}
