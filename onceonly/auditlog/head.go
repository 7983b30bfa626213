// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Head is the state of a log at one moment: whose log, how long, with which root, when.
type Head struct {
	// Origin names the log, for example "muehlhausen.example/onceonly".
	Origin string
	Size   uint64
	Root   Hash
	// Time is the second, in UTC, in which the head was signed.
	Time time.Time
	// Epochs are the acts with which the log began anew.
	Epochs Epochs
}

const timePrefix = "time "

// Text returns the head as four lines: origin, size, root in base64, and the
// time as an extension line. One more line for each act of an epoch follows. It is
// the checkpoint format of transparency logs.
func (h Head) Text() string {
	return h.Origin + "\n" +
		strconv.FormatUint(h.Size, 10) + "\n" +
		base64.StdEncoding.EncodeToString(h.Root[:]) + "\n" +
		timePrefix + h.Time.UTC().Format(time.RFC3339) + "\n" +
		h.Epochs.lines
}

// ParseHead accepts exactly what Text writes. The acts of epochs must be signed with the
// keys that they name.
func ParseHead(text string) (Head, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 5 || lines[len(lines)-1] != "" {
		return Head{}, fmt.Errorf("%w: a head has four lines, and one for each epoch behind the first", ErrSyntax)
	}
	head := Head{Origin: lines[0]}
	if head.Origin == "" || !utf8.ValidString(head.Origin) || strings.ContainsFunc(head.Origin, unicode.IsControl) {
		return Head{}, fmt.Errorf("%w: a head names its log, in text without control characters", ErrSyntax)
	}
	var err error
	if head.Size, err = strconv.ParseUint(lines[1], 10, 64); err != nil {
		return Head{}, fmt.Errorf("%w: the second line of a head is the size", ErrSyntax)
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != len(head.Root) {
		return Head{}, fmt.Errorf("%w: the third line of a head is the root in base64", ErrSyntax)
	}
	head.Root = Hash(root)
	stamp, found := strings.CutPrefix(lines[3], timePrefix)
	if head.Time, err = time.Parse(time.RFC3339, stamp); err != nil || !found {
		return Head{}, fmt.Errorf("%w: the fourth line of a head is the time", ErrSyntax)
	}
	if head.Epochs, err = parseEpochs(head.Origin, lines[4:len(lines)-1]); err != nil {
		return Head{}, err
	}
	if last, any := head.Epochs.last(); any && last.Kept.Size > head.Size {
		return Head{}, fmt.Errorf("%w: the log is shorter than what its epoch kept", ErrSyntax)
	}
	if head.Text() != text {
		return Head{}, fmt.Errorf("%w: a head has one spelling", ErrSyntax)
	}
	return head, nil
}
