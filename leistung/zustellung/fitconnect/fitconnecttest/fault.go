// SPDX-License-Identifier: Apache-2.0

package fitconnecttest

// Step is what a request asks for.
type Step string

// The steps.
const (
	StepToken           Step = "token"
	StepDestination     Step = "destination"
	StepKey             Step = "key"
	StepJWKS            Step = "jwks"
	StepAnnounce        Step = "announce"
	StepAttachment      Step = "attachment"
	StepSubmit          Step = "submit"
	StepEvents          Step = "events"
	StepList            Step = "list"
	StepFetch           Step = "fetch"
	StepFetchAttachment Step = "fetch-attachment"
	StepAnswer          Step = "answer" // accept, reject, forward
)

// Steps are all of them.
func Steps() []Step {
	return []Step{StepToken, StepDestination, StepKey, StepJWKS, StepAnnounce, StepAttachment, StepSubmit, StepEvents, StepList, StepFetch, StepFetchAttachment, StepAnswer}
}

// Fault is what goes wrong with a request.
type Fault string

// The faults of networks and services.
const (
	None        Fault = ""
	LoseRequest Fault = "lose-request" // nothing is done, the connection ends
	LoseAnswer  Fault = "lose-answer"  // it is done, the connection ends
	CutAnswer   Fault = "cut-answer"   // it is done, half the answer arrives
	Twice       Fault = "twice"        // it is done twice; a list names everything twice
	Unavailable Fault = "unavailable"  // 503, nothing is done
	TooMany     Fault = "too-many"     // 429, nothing is done
	Broken      Fault = "broken"       // 500, and it is done
	NewToken    Fault = "new-token"    // 401, the token has ended
	Proxy       Fault = "proxy"        // 404 of something in between
)

// Faults are those of networks and services.
func Faults() []Fault {
	return []Fault{LoseRequest, LoseAnswer, CutAnswer, Twice, Unavailable, TooMany, Broken, NewToken, Proxy}
}

// The faults of an attacker who has the service in hands. Each is about one step.
const (
	OtherKey       Fault = "other-key"       // StepKey: a key that is not that of the destination
	WeakKey        Fault = "weak-key"        // StepKey: one of 2048 bits
	TamperLog      Fault = "tamper-log"      // StepEvents: an event is changed
	ForgeLog       Fault = "forge-log"       // StepEvents: accepted, says the service
	ShortenLog     Fault = "shorten-log"     // StepEvents: the last entry is gone
	OtherLog       Fault = "other-log"       // StepEvents: the log of another submission
	SwapData       Fault = "swap-data"       // StepFetch: the data of another submission
	SwapAttachment Fault = "swap-attachment" // StepFetchAttachment: another one
)

// Plan says what goes wrong, by what a request asks for. It is called by many
// goroutines.
type Plan func(Step) Fault
