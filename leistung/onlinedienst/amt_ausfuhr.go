// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// ausfuhr is a case as it leaves: what was handed in, what happened, and what the desk
// noted.
type ausfuhr struct {
	Nummer   string            `json:"nummer"`
	ID       uuid.UUID         `json:"id"`
	Leistung string            `json:"leistung"`
	Behoerde string            `json:"behoerde"`
	Stand    string            `json:"stand"`
	Eingang  time.Time         `json:"eingang"`
	Teile    []json.RawMessage `json:"teile"`
	Hinweise recht.Befunde     `json:"hinweise,omitempty"` // as the desk sees them, among them a block
	Verlauf  []ausfuhrzeile    `json:"verlauf"`
	// Nachgereicht are certificates that the applicant did not take over.
	Nachgereicht []Belegt          `json:"nachgereicht,omitempty"`
	Beschluss    *ausfuhrbeschluss `json:"beschluss,omitempty"`
	Gelesen      []ausfuhrzeile    `json:"gelesen"`
	Dateien      []ausfuhrdatei    `json:"dateien,omitempty"` // where all cases leave: the files beside it
}

// ausfuhrdatei is a file that lies beside the case.
type ausfuhrdatei struct {
	ID     uuid.UUID `json:"id"`
	Art    string    `json:"art"`
	Name   string    `json:"name"`
	Pfad   string    `json:"pfad"`
	SHA256 string    `json:"sha256"`
}

type ausfuhrzeile struct {
	Was  string    `json:"was"`
	Wer  string    `json:"wer,omitempty"`
	Text string    `json:"text,omitempty"`
	Zeit time.Time `json:"zeit"`
}

type ausfuhrbeschluss struct {
	Name    string          `json:"name"`
	Inhalt  json.RawMessage `json:"inhalt,omitempty"`
	Wer     string          `json:"wer,omitempty"` // nobody: a machine
	Zweiter string          `json:"zweiter,omitempty"`
	Zeit    time.Time       `json:"zeit"`
}

// caseFile is a case as it leaves.
func (a *amtsanfrage) caseFile(ctx context.Context, v *vorgangsakte) (out ausfuhr, err error) {
	out = ausfuhr{Nummer: Nummer(v.id), ID: v.id, Leistung: v.leistung.String(), Behoerde: v.behoerde, Stand: v.stand, Eingang: v.eingang}
	for i := range v.teile {
		out.Teile = append(out.Teile, v.teile[i].eingang)
		in, f, err := a.lies(v, &v.teile[i])
		if err != nil {
			return out, err
		}
		said, err := v.remarks(in, f)
		if err != nil {
			return out, err
		}
		out.Hinweise = append(out.Hinweise, said...)
	}
	if out.Nachgereicht, err = a.later(ctx, v); err != nil {
		return out, err
	}
	for _, e := range v.verlauf {
		out.Verlauf = append(out.Verlauf, ausfuhrzeile{Was: e.akt, Wer: string(e.akteur), Text: e.text, Zeit: e.zeit})
	}
	for _, g := range v.notiz.gelesen {
		out.Gelesen = append(out.Gelesen, ausfuhrzeile{Was: g.Art, Wer: g.Wer, Text: g.Grund, Zeit: g.zeit})
	}
	if e := v.ergangen; e != nil {
		out.Beschluss = &ausfuhrbeschluss{Name: string(e.Ergebnis), Inhalt: e.Inhalt, Zeit: e.zeit}
	}
	if b := v.notiz.beschluss; b != nil {
		out.Beschluss = &ausfuhrbeschluss{b.Name, b.Inhalt, b.Wer, b.Zweiter, b.zeit}
	}
	return out, nil
}

// exportiere hands the case out as JSON, and notes that.
func (a *amtsanfrage) exportiere() error {
	v, err := a.open()
	if errors.Is(err, errGrund) {
		return redirect(v.url(""))
	}
	if err != nil {
		return err
	}
	out, err := a.caseFile(a.r.Context(), v)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return errors.New("onlinedienst: a case cannot be exported") // the encoder may quote it
	}
	if err := a.amt.noteExport(a.r.Context(), v, a.wer.Kennung); err != nil {
		return err
	}
	return a.hand("application/json", "fall-"+out.Nummer+".json", text, false)
}

// vomBetreiber stands for an official where all cases of an authority leave; stored.
const vomBetreiber = "betreiber"

// noteExport notes that a copy of a case was taken.
func (m *Amt) noteExport(ctx context.Context, v *vorgangsakte, who string) error {
	return m.notizen.note(ctx, v.id, v.behoerde, func(notiz) []vermerk {
		return []vermerk{{Art: vermerkExport, Wer: who}}
	})
}

// Ausfuhr writes all cases of an authority that were handed in, as a ZIP: each as JSON, as
// the desk hands one out, with the files that lie beside it. So an authority can leave
// with what is its own; the cases of others are not looked at, and nothing is erased. That
// a copy was taken is noted with each case, by the name of whoever runs the service.
// Progress is told after each case.
func (m *Amt) Ausfuhr(ctx context.Context, behoerde string, w io.Writer, done func(cases int)) error {
	out := zip.NewWriter(w)
	frage, count := aktenfrage{behoerde: behoerde, alle: true}, 0
	for {
		rows, next, err := m.server.akten().page(ctx, frage, 100)
		if err != nil {
			return err
		}
		for i := range rows {
			row := &rows[i]
			if row.err != nil {
				return fmt.Errorf("onlinedienst: the case %s cannot be read: %w", row.id, row.err)
			}
			written, err := m.carry(ctx, out, row)
			if err != nil {
				return fmt.Errorf("onlinedienst: the case %s: %w", row.id, err)
			}
			if written {
				count++
				done(count)
			}
		}
		if next == uuid.Nil {
			return out.Close()
		}
		frage.after = next
	}
}

// carry writes one case; false where nothing was handed in, or it is erased.
func (m *Amt) carry(ctx context.Context, w *zip.Writer, row *aktenzeile) (bool, error) {
	v := &vorgangsakte{akte: akte{aktenzeile: *row}, dienst: m.dienstFor(row.leistung)}
	if v.dienst == nil || !onDesk(row.status) {
		return false, nil
	}
	err := m.notes(ctx, v)
	if err != nil {
		return false, err
	}
	keeper := m.keeper(v.dienst)
	if v.akte, err = keeper.find(ctx, row.id, "", vermerkExport); err != nil || len(v.teile) == 0 {
		return false, err
	}
	a := &amtsanfrage{anfrage: &anfrage{akteur: akteur{Server: m.server, sprache: recht.Deutsch}}, amt: m}
	file, err := a.caseFile(ctx, v)
	if err != nil {
		return false, err
	}
	folder := "faelle/" + v.id.String() + "/"
	for d, err := range keeper.documents(ctx, v.id) {
		if err != nil {
			return false, err
		}
		at := ausfuhrdatei{d.ID, d.Art, d.Name, folder + "dateien/" + d.ID.String() + "." + endung(d.Medientyp), d.SHA256}
		if err := m.carryFile(ctx, w, keeper, v.id, at); err != nil {
			return false, err
		}
		file.Dateien = append(file.Dateien, at)
	}
	text, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return false, errors.New("a case cannot be exported") // the encoder may quote it
	}
	if err := zipped(w, folder+"fall.json", text); err != nil {
		return false, err
	}
	return true, m.noteExport(ctx, v, vomBetreiber)
}

func (m *Amt) carryFile(ctx context.Context, w *zip.Writer, keeper akten, id uuid.UUID, at ausfuhrdatei) error {
	d, err := keeper.document(ctx, id, at.ID)
	if errors.Is(err, antrag.ErrNotFound) {
		return nil // removed meanwhile
	}
	if err != nil {
		return err
	}
	return zipped(w, at.Pfad, d.Inhalt)
}

func zipped(w *zip.Writer, name string, content []byte) error {
	part, err := w.Create(name)
	if err == nil {
		_, err = part.Write(content)
	}
	return err
}
