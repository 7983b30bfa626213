// SPDX-License-Identifier: Apache-2.0

package xnachweis

// The codes of errors. The first eight are those of the EU exchange.
const (
	CodeAuthentication      = "EDM:ERR:0001"
	CodeAuthorization       = "EDM:ERR:0002"
	CodeInvalidRequest      = "EDM:ERR:0003"
	CodeObjectNotFound      = "EDM:ERR:0004"
	CodeTimeout             = "EDM:ERR:0005"
	CodeUnresolved          = "EDM:ERR:0006"
	CodeUnsupported         = "EDM:ERR:0007"
	CodeQuery               = "EDM:ERR:0008"
	CodeNoEvidence          = "NOOTS:ERR:0200"
	CodeJurisdictionMissing = "NOOTS:ERR:0201"
	CodeNotResponsible      = "NOOTS:ERR:0202"
)

// errorTexts holds the codes that may stand in an error. What 0009 and 0100 mean
// is not published where we could read it; whether 0200 to 0202, which the
// specification's history adds, are in the present list is not certain either.
var errorTexts = [...]struct{ code, text string }{
	{CodeAuthentication, "authentication failed"},
	{CodeAuthorization, "authorisation is missing"},
	{CodeInvalidRequest, "the request is invalid"},
	{CodeObjectNotFound, "not found"},
	{CodeTimeout, "took too long"},
	{CodeUnresolved, "a reference cannot be resolved"},
	{CodeUnsupported, "not supported"},
	{CodeQuery, "the query is invalid"},
	{"EDM:ERR:0009", ""},
	{"NOOTS:ERR:0100", ""},
	{CodeNoEvidence, "no evidence identified in the register"},
	{CodeJurisdictionMissing, "the parameter of jurisdiction is missing"},
	{CodeNotResponsible, "the register is not responsible for the municipality"},
}

// ErrorText says whether a code is known, and in few words what it means where
// that is known.
func ErrorText(code string) (text string, known bool) {
	for _, e := range errorTexts {
		if e.code == code {
			return e.text, true
		}
	}
	return "", false
}
