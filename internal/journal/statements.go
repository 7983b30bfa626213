// SPDX-License-Identifier: Apache-2.0

package journal

import "strings"

// statement is the text of an SQL statement: a head, and a part that is repeated
// once for each row or value it is executed with, with a joint between.
type statement struct {
	head, row, joint string
}

// text returns the statement for a number of rows.
func (s *statement) text(rows int) string {
	if rows <= 0 || s.row == "" {
		return s.head
	}
	return s.head + strings.Repeat(s.row+s.joint, rows-1) + s.row
}

// statements are those of the writer that concern one row or one stream.
type statements struct {
	renumber     statement
	commit       statement
	rollback     statement
	schema       statement
	dropKey      statement
	dropKeys     statement
	dropDraft    statement
	setDue       statement
	dueEffects   statement
	leaseEffects statement
	takeEffects  statement
	renew        statement
	complete     statement
	fail         statement
	resume       statement
	effect       statement
	findHead     statement
	eraseEvent   statement
	eraseEvents  statement
	eraseAnswer  statement
	eraseAnswers statement
	eraseEffects statement
	eraseHead    statement
}

func newStatements(namespace string, engine engine) *statements {
	one := func(text string) statement { return statement{head: strings.ReplaceAll(text, "{ns}", namespace)} }
	const (
		theStream = `no = (SELECT no FROM {ns}_head WHERE kind = ? AND id = ?)`
		theEffect = theStream + ` AND version = ? AND number = ?`
		held      = theEffect + ` AND leased = 1 AND attempts = ?`
		due       = ` FROM {ns}_effect WHERE stream_kind = ? AND kind = ? AND state = 0 AND due <= ?
			ORDER BY due, no, version, number LIMIT ?`
		eraseEvents = `UPDATE {ns}_event SET personal = NULL, erased = 1, sum = sum & -4294967296
			WHERE personal IS NOT NULL AND position`
	)
	// The positions of all events of a stream, from its last one back.
	// Versions fall on the way, or a chain that was bent into a circle would have
	// no end.
	chain := `WITH RECURSIVE chain (position, previous, version) AS (
		SELECT e.position, e.previous, e.version FROM {ns}_head h JOIN {ns}_event e ON e.position = h.last WHERE h.no = ?
		UNION ALL
		SELECT e.position, e.previous, e.version FROM chain ` + engine.joinPrevious() + ` WHERE e.version < chain.version)
		SELECT position FROM chain`
	return &statements{
		renumber: one(engine.renumber()),
		commit:   statement{head: "COMMIT"},
		rollback: statement{head: "ROLLBACK"},

		schema: one(`SELECT max(version) FROM {ns}_schema`),

		dropKey:   one(`DELETE FROM {ns}_key WHERE kind = ? AND name = ? AND value = ? AND id = ?`),
		dropKeys:  one(`DELETE FROM {ns}_key WHERE kind = ? AND id = ?`),
		dropDraft: one(`DELETE FROM {ns}_draft WHERE no = ?`),
		setDue:    one(`UPDATE {ns}_head SET due = ? WHERE kind = ? AND id = ?`),

		dueEffects: one(`SELECT h.id, e.version, e.number, e.payload, e.attempts, e.failures, e.leased
			FROM {ns}_effect e JOIN {ns}_head h ON h.no = e.no
			WHERE e.stream_kind = ? AND e.kind = ? AND e.state = 0 AND e.due <= ?
			ORDER BY e.due, e.no, e.version, e.number LIMIT ?`),
		leaseEffects: one(`UPDATE {ns}_effect SET attempts = attempts + 1, failures = failures + leased, leased = 1, due = ?
			WHERE (no, version, number) IN (SELECT no, version, number` + due + `)`),
		takeEffects: one(`WITH due AS (SELECT no, version, number, due, attempts, failures, leased` + due + ` FOR UPDATE SKIP LOCKED),
			taken AS (UPDATE {ns}_effect e SET attempts = e.attempts + 1, failures = e.failures + e.leased, leased = 1, due = ?
				FROM due d WHERE e.no = d.no AND e.version = d.version AND e.number = d.number
				RETURNING e.no, e.version, e.number, e.payload, d.due, d.attempts, d.failures, d.leased)
			SELECT h.id, t.version, t.number, t.payload, t.attempts, t.failures, t.leased
			FROM taken t JOIN {ns}_head h ON h.no = t.no ORDER BY t.due, t.no, t.version, t.number`),
		renew:    one(`UPDATE {ns}_effect SET due = ? WHERE ` + held),
		complete: one(`UPDATE {ns}_effect SET state = 1, leased = 0, due = 0, result = ? WHERE ` + held),
		fail: one(`UPDATE {ns}_effect SET state = ?, leased = 0, due = ?, failures = failures + 1, reason = ?
			WHERE ` + held),
		resume: one(`UPDATE {ns}_effect SET state = 0, due = ?, failures = 0 WHERE ` + theEffect + ` AND state = 2`),
		effect: one(`SELECT state, attempts FROM {ns}_effect WHERE ` + theEffect),
		findHead: one(`SELECT h.no, h.last, h.keys, EXISTS (SELECT 1 FROM {ns}_draft d WHERE d.no = h.no),
			EXISTS (SELECT 1 FROM {ns}_effect e WHERE e.no = h.no) FROM {ns}_head h WHERE h.kind = ? AND h.id = ?`),

		eraseEvent:  one(eraseEvents + ` = ?`),
		eraseEvents: one(eraseEvents + ` IN (` + chain + `)`),
		eraseAnswer: one(`UPDATE {ns}_command SET answer = NULL WHERE answer IS NOT NULL
			AND first = (SELECT max(first) FROM {ns}_command WHERE first <= ?) AND last >= ?`),
		eraseAnswers: one(`UPDATE {ns}_command SET answer = NULL WHERE answer IS NOT NULL AND first IN (
			SELECT c.first FROM (` + chain + `) e
			JOIN {ns}_command c ON c.first = (SELECT max(first) FROM {ns}_command WHERE first <= e.position)
			WHERE c.last >= e.position)`),
		eraseEffects: one(`UPDATE {ns}_effect SET payload = NULL, result = NULL, reason = '', leased = 0, due = 0,
			state = CASE WHEN state = 1 THEN 1 ELSE 3 END WHERE no = ?`),
		eraseHead: one(`UPDATE {ns}_head SET keys = '', erased = ?, due = 0 WHERE no = ?`),
	}
}
