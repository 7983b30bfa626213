// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"
)

// Dialect says which database a *sql.DB speaks to. No driver is imported here;
// every database/sql driver that keeps to the conventions will do. Tested are
// modernc.org/sqlite and github.com/jackc/pgx.
type Dialect int

// The databases a journal can be kept in.
const (
	SQLite     Dialect = iota + 1 // 3.37 or newer, in a file
	PostgreSQL                    // 13 or newer
)

// String returns the name of the database.
func (d Dialect) String() string {
	switch d {
	case SQLite:
		return "SQLite"
	case PostgreSQL:
		return "PostgreSQL"
	}
	return "unknown dialect"
}

// engine is what differs between the databases.
type engine interface {
	// rebind turns the placeholders ? into those of the database.
	rebind(text string) string

	// id returns a UUID as an argument.
	id(id uuid.UUID) any

	// batcher returns the reader and writer of many rows for a namespace.
	batcher(namespace string) batcher

	// joinPrevious joins the event e that is named as previous by a chain of
	// events, so that it is found by its position.
	joinPrevious() string

	// schema returns the steps that lead to the present schema; {ns} stands
	// for the namespace. A released step never changes.
	schema() [][]string

	// settle sets a connection up for writing and refuses with ErrUnsafe one
	// that would not keep what it acknowledges.
	settle(ctx context.Context, conn *sql.Conn) error

	// begin opens a write transaction for a group of jobs. While it runs no other
	// process writes to their streams, nor under the keys of their commands; where
	// there are no jobs, nowhere in the namespace.
	begin(ctx context.Context, session *session, namespace string, jobs []*job) error

	// places is how many positions one transaction may give.
	places() Position

	// final returns a query for the position before which nothing will be
	// written any more; empty where that holds of all there is.
	final() string

	// renumber returns the statement that makes new positions follow upon
	// those there are, in whatever database they were given; empty where they do.
	renumber() string

	// lease takes due effects, with the arguments of leaseEffects, and gives what
	// they were before. What another process is taking is left to it.
	lease(ctx context.Context, session *session, all *statements, args []any, scan func(*sql.Rows) error) error

	// control executes a statement that ends a transaction.
	control(ctx context.Context, session *session, statement *statement) error

	// fault tells what kind of failure a database reported.
	fault(err error) fault
}

// fault says what a failed statement means for the rest of its transaction.
type fault int

const (
	faultLost      fault = iota // the connection or the database: try on another connection
	faultBusy                   // somebody else holds what is needed: come back later
	faultStatement              // this very statement: its neighbours may be right
)

func (d Dialect) engine() (engine, error) {
	switch d {
	case SQLite:
		return sqlite{}, nil
	case PostgreSQL:
		return postgres{}, nil
	}
	return nil, errors.New("journal: unknown dialect")
}
