// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
)

// Limits of what one call may hand over.
const (
	MaxName    = 200      // bytes of a kind, type, state or name of a key
	MaxValue   = 500      // bytes of the value of a key, of a command key
	MaxReason  = 2000     // bytes of the reason of a failure; more is cut off
	MaxPayload = 16 << 20 // bytes of all data, payloads and answers of one call
	MaxEvents  = 1000     // events, and effects, of one call
	MaxSteps   = 100      // appends that are written together
)

// checkSteps refuses what no store could keep, before anything is written.
func checkSteps(steps []Step) error {
	if len(steps) == 0 || len(steps) > MaxSteps {
		return invalid("no step, or too many")
	}
	size := 0
	for i := range steps {
		if err := checkAppend(steps[i].Command, steps[i].Commits); err != nil {
			return err
		}
		size += appendSize(&steps[i].Command, steps[i].Commits)
	}
	if size > MaxPayload {
		return invalid("too many bytes in one transaction")
	}
	return nil
}

// checkAppend refuses what no store could keep, before anything is written,
// so that the database never has a reason to refuse one commit of a group.
func checkAppend(command Command, commits []Commit) error {
	size := len(command.Answer)
	events, effects := 0, 0
	if len(commits) == 0 {
		return invalid("an append without a commit")
	}
	if !command.IsZero() {
		if err := checkTexts(MaxName, "kind of the command", command.Kind); err != nil {
			return err
		}
		if err := checkTexts(MaxValue, "key of the command", command.Key); err != nil {
			return err
		}
	}
	for i := range commits {
		commit := &commits[i]
		if err := checkCommit(commit); err != nil {
			return err
		}
		if commit.draftOnly() && len(command.Answer) > 0 {
			return invalid("an answer to a command that only saves a draft")
		}
		size += len(commit.Draft)
		for _, earlier := range commits[:i] {
			if earlier.Stream == commit.Stream && earlier.Kind == commit.Kind {
				return invalid("two commits to one stream in one append")
			}
		}
		for j := range commit.Events {
			size += len(commit.Events[j].Data) + len(commit.Events[j].Personal)
		}
		for j := range commit.Effects {
			size += len(commit.Effects[j].Payload)
		}
		events += len(commit.Events)
		effects += len(commit.Effects)
	}
	if size > MaxPayload {
		return invalid("too many bytes in one append")
	}
	if events > MaxEvents || effects > MaxEvents {
		return invalid("too many events or effects in one append")
	}
	return nil
}

func checkCommit(commit *Commit) error {
	if err := checkTexts(MaxName, "kind of the stream", commit.Kind); err != nil {
		return err
	}
	if commit.Stream == uuid.Nil {
		return invalid("a stream without an id")
	}
	switch {
	case !commit.draftOnly():
	case commit.Expected == 0:
		return invalid("a stream that begins without an event")
	case len(commit.Draft) == 0 && !commit.DropDraft:
		return invalid("a commit with neither an event nor a draft")
	case len(commit.Effects) > 0:
		return invalid("effects of no event")
	}
	if len(commit.Draft) > 0 && commit.DropDraft {
		return invalid("a draft that is saved and dropped at once")
	}
	if err := checkTime(commit.Due); err != nil {
		return err
	}
	if err := checkText(MaxName, "state", commit.State); err != nil {
		return err
	}
	for i := range commit.Events {
		if err := checkTexts(MaxName, "type of the event", commit.Events[i].Type); err != nil {
			return err
		}
		if err := checkTime(commit.Events[i].Time); err != nil {
			return err
		}
	}
	for _, key := range commit.Keys {
		if err := checkTexts(MaxName, "name of the key", key.Name); err != nil {
			return err
		}
		if err := checkText(MaxValue, "value of the key", key.Value); err != nil {
			return err
		}
	}
	for i := range commit.Effects {
		if err := checkTexts(MaxName, "kind of the effect", commit.Effects[i].Kind); err != nil {
			return err
		}
		if err := checkTime(commit.Effects[i].NotBefore); err != nil {
			return err
		}
	}
	return nil
}

// checkTexts is checkText for what may not be empty either.
func checkTexts(limit int, what, text string) error {
	if text == "" {
		return invalid("empty " + what)
	}
	return checkText(limit, what, text)
}

func checkText(limit int, what, text string) error {
	switch {
	case len(text) > limit:
		return invalid(what + " is too long")
	case !utf8.ValidString(text) || strings.IndexByte(text, 0) >= 0:
		return invalid(what + " is not clean UTF-8")
	}
	return nil
}

func checkTime(t time.Time) error {
	if !t.IsZero() && (t.Year() < 1 || t.Year() > 9999) {
		return invalid("a time out of range")
	}
	return nil
}

func checkLeaseRequest(request LeaseRequest) error {
	if len(request.Effects) == 0 || request.Limit <= 0 || request.For <= 0 {
		return invalid("a lease request without effects, limit or duration")
	}
	for _, name := range request.Effects {
		if name.Stream == "" || name.Effect == "" {
			return invalid("a lease request for effects without a name")
		}
	}
	return nil
}

// maxKeys is how many keys one query may name.
const maxKeys = 64

func checkQuery(query *Query) error {
	if len(query.Keys) > maxKeys || len(query.Keys) > 0 && query.Key != (Key{}) {
		return invalid("a query with too many keys")
	}
	return nil
}

func invalid(what string) error { return fmt.Errorf("%w: %s", ErrInvalid, what) }

// normalKeys returns the keys sorted, without repetitions, never sharing memory
// with the caller.
func normalKeys(keys []Key) []Key {
	if len(keys) == 0 {
		return nil
	}
	sorted := slices.Clone(keys)
	slices.SortFunc(sorted, compareKeys)
	return slices.Compact(sorted)
}

func compareKeys(a, b Key) int {
	if c := strings.Compare(a.Name, b.Name); c != 0 {
		return c
	}
	return strings.Compare(a.Value, b.Value)
}

// cutReason shortens the reason of a failure to what is kept.
func cutReason(reason string) string {
	reason = strings.ToValidUTF8(strings.ReplaceAll(reason, "\x00", ""), "\uFFFD")
	if len(reason) <= MaxReason {
		return reason
	}
	cut := MaxReason
	for !utf8.RuneStart(reason[cut]) {
		cut--
	}
	return reason[:cut]
}
