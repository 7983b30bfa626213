// SPDX-License-Identifier: Apache-2.0

package edm

// ErrorCode is one of the errors that a provider may answer with.
type ErrorCode struct {
	Code    string
	Type    string // local name; the namespace is that of rs, for QueryException that of query
	Message string
}

// The codes of the error responses.
const (
	CodeAuthentication = "EDM:ERR:0001"
	CodeAuthorization  = "EDM:ERR:0002"
	CodeInvalidRequest = "EDM:ERR:0003"
	CodeObjectNotFound = "EDM:ERR:0004"
	CodeTimeout        = "EDM:ERR:0005"
	CodeUnresolved     = "EDM:ERR:0006"
	CodeUnsupported    = "EDM:ERR:0007"
	CodeQuery          = "EDM:ERR:0008"
)

var errorCodes = [...]ErrorCode{
	{CodeAuthentication, "AuthenticationExceptionType", "Failed Authentication"},
	{CodeAuthorization, "AuthorizationExceptionType", "Missing Authorization"},
	{CodeInvalidRequest, "InvalidRequestExceptionType", "Syntactically or semantically invalid request"},
	{CodeObjectNotFound, "ObjectNotFoundExceptionType", "Object not found"},
	{CodeTimeout, "TimeoutExceptionType", "Exceeding timeout period"},
	{CodeUnresolved, "UnresolvedReferenceExceptionType", "Referenced object that cannot be resolved"},
	{CodeUnsupported, "UnsupportedCapabilityExceptionType", "Optional feature or capability is not supported"},
	{CodeQuery, "QueryExceptionType", "Invalid query syntax or semantics that must be corrected"},
}

// ErrorCodeOf returns the entry of a code.
func ErrorCodeOf(code string) (ErrorCode, bool) {
	for _, e := range errorCodes {
		if e.Code == code {
			return e, true
		}
	}
	return ErrorCode{}, false
}
