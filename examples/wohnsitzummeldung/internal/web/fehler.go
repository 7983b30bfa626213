// SPDX-License-Identifier: Apache-2.0

package web

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// seitenfehler ends a request with a page that says what happened and what to
// do. Nothing a person typed appears in it.
type seitenfehler struct {
	status int
	// limit is the number of bytes that a request was allowed (413).
	limit int64
}

func (f *seitenfehler) Error() string {
	return fmt.Sprintf("web: %d %s", f.status, http.StatusText(f.status))
}

// spaeter is how many seconds a page that cannot be served now asks to wait.
const spaeter = "10"

// stoerung is the page for an error that is our own fault. What will be over
// soon is told apart from what waiting does not mend.
func stoerung(err error) *seitenfehler {
	voruebergehend := bausteine.Temporary(err)
	for _, bekannt := range []error{onceonly.ErrBusy, onceonly.ErrUncertain} {
		voruebergehend = voruebergehend || errors.Is(err, bekannt)
	}
	if voruebergehend {
		return &seitenfehler{status: http.StatusServiceUnavailable}
	}
	return &seitenfehler{status: http.StatusInternalServerError}
}

// zweisprachig is a text in both languages.
type zweisprachig struct{ de, en string }

func (z zweisprachig) in(s Sprache) string { return s.Text(z.de, z.en) }

type fehlertext struct{ titel, was, tun zweisprachig }

var fehlertexte = map[int]fehlertext{
	http.StatusBadRequest: {
		zweisprachig{"Diese Eingabe konnten wir nicht lesen", "We could not read this input"},
		zweisprachig{"Das Formular kam beschädigt an: Es enthält Zeichen, die kein gültiger Text sind. Gespeichert wurde davon nichts.", "The form arrived damaged: it contains characters that are not valid text. Nothing of it was saved."},
		zweisprachig{"Gehen Sie im Browser eine Seite zurück und senden Sie das Formular noch einmal. Haben Sie Text aus einem anderen Programm eingefügt? Dann tippen Sie ihn bitte neu.", "Go back one page in your browser and send the form again. If you pasted text from another program, please type it instead."},
	},
	http.StatusUnauthorized: {
		zweisprachig{"Ihre Sitzung ist abgelaufen", "Your session has ended"},
		zweisprachig{"Sie waren längere Zeit nicht aktiv. Zu Ihrem Schutz haben wir Sie abgemeldet. Ihr Entwurf ist gespeichert. Was Sie zuletzt getippt haben, zeigen wir Ihnen nach der Anmeldung wieder.", "You were inactive for some time. To protect you, we logged you out. Your draft is saved. What you typed last will be shown again after you log in."},
		zweisprachig{"Melden Sie sich mit demselben Konto noch einmal an.", "Log in again with the same account."},
	},
	http.StatusForbidden: {
		zweisprachig{"Das Formular passt nicht zu Ihrer Sitzung", "The form does not belong to your session"},
		zweisprachig{"Die Anfrage trägt nicht das Kennzeichen, das wir in jedes Formular schreiben. Vielleicht haben Sie sich in einem anderen Fenster neu angemeldet, oder eine fremde Seite wollte in Ihrem Namen handeln. Wir haben nichts geändert.", "The request lacks the mark that we write into every form. You may have logged in again in another window, or another site tried to act in your name. We changed nothing."},
		zweisprachig{"Öffnen Sie die Seite neu und senden Sie das Formular von dort.", "Open the page again and send the form from there."},
	},
	http.StatusNotFound: {
		zweisprachig{"Diese Seite gibt es nicht", "This page does not exist"},
		zweisprachig{"Unter dieser Adresse gibt es nichts, oder es gehört nicht zu Ihrem Konto.", "There is nothing at this address, or it does not belong to your account."},
		zweisprachig{"Prüfen Sie die Adresse oder beginnen Sie auf der Startseite.", "Check the address or begin at the start page."},
	},
	http.StatusMethodNotAllowed: {
		zweisprachig{"So lässt sich diese Seite nicht aufrufen", "This page cannot be called in this way"},
		zweisprachig{"Die Seite gibt es, aber sie nimmt diese Art von Anfrage nicht an.", "The page exists, but does not accept this kind of request."},
		zweisprachig{"Öffnen Sie die Seite über die Startseite.", "Open the page from the start page."},
	},
	http.StatusRequestEntityTooLarge: {
		zweisprachig{"Das ist zu groß", "This is too large"},
		zweisprachig{"Was Sie gesendet haben, ist größer, als diese Seite annimmt. Gespeichert wurde davon nichts. Ihr Entwurf ist unverändert.", "What you sent is larger than this page accepts. Nothing of it was saved. Your draft is unchanged."},
		zweisprachig{"Kürzen Sie den Text oder wählen Sie eine kleinere Datei. Gehen Sie dazu im Browser eine Seite zurück.", "Shorten the text or choose a smaller file. To do so, go back one page in your browser."},
	},
	http.StatusUnsupportedMediaType: {
		zweisprachig{"Diese Art von Daten verstehen wir nicht", "We do not understand this kind of data"},
		zweisprachig{"Die Anfrage ist kein Formular unserer Seiten.", "The request is not a form of our pages."},
		zweisprachig{"Öffnen Sie die Seite neu und füllen Sie das Formular dort aus.", "Open the page again and fill in the form there."},
	},
	http.StatusServiceUnavailable: {
		zweisprachig{"Das ließ sich gerade nicht sicher speichern", "This could not be saved safely just now"},
		zweisprachig{"Der Dienst ist überlastet oder gestört. Es liegt nicht an Ihnen. Was Sie vorher gespeichert haben, ist noch da. Ob auch Ihre letzte Eingabe gespeichert ist, wissen wir noch nicht.", "The service is overloaded or disturbed. It is not your fault. What you saved before is still there. Whether your last input was saved too, we do not know yet."},
		zweisprachig{"Warten Sie eine halbe Minute, gehen Sie dann im Browser eine Seite zurück und senden Sie das Formular noch einmal. Doppelt abgegeben wird dadurch nichts.", "Wait half a minute, then go back one page in your browser and send the form again. Nothing will be handed in twice."},
	},
	http.StatusInternalServerError: {
		zweisprachig{"Bei uns ist etwas schiefgegangen", "Something went wrong on our side"},
		zweisprachig{"Es liegt nicht an Ihnen. Was Sie vorher gespeichert haben, ist noch da.", "It is not your fault. What you saved before is still there."},
		zweisprachig{"Warten Sie einen Moment und versuchen Sie es noch einmal. Bleibt der Fehler, rufen Sie Ihre Gemeinde unter der Behördennummer 115 an.", "Wait a moment and try again. If the fault remains, call your municipality at the public service number 115."},
	},
}
