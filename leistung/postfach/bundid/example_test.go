// SPDX-License-Identifier: Apache-2.0

package bundid_test

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/postfach"
	"github.com/deutschland-stack/bausteine/leistung/postfach/bundid"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
)

// A postbox needs what BundID and FIT-Connect gave to the service.
func ExampleNew() {
	var (
		store       *bausteine.Store                                             // of the process
		client      *fitconnect.Client                                           // of the service
		key         crypto.Signer                                                // of the certificate
		certificate *x509.Certificate                                            // that BundID knows
		mailbox     func(context.Context, postfach.Nachricht) (uuid.UUID, error) // as the login named it
	)
	_, err := bundid.New(store, client, bundid.Config{
		Ziel: uuid.New(), Absender: "Stadt Musterstadt", Dienst: "Wohnsitz anmelden", Niveau: recht.NiveauHoch, Mailbox: mailbox, Key: key, Certificate: certificate,
	})
	fmt.Println(errors.Is(err, bausteine.ErrNoStore))
	// Output: true
}

// What the status monitor would not take is found at once.
func ExampleStatusmeldung_Check() {
	for _, f := range (bundid.Statusmeldung{Antrag: uuid.New(), Status: "FERTIG", Leistung: "Wohnsitz anmelden", Zeit: time.Now()}).Check() {
		fmt.Println(f.Code, f.Pointer)
	}
	// Output:
	// PF-BUNDID-03 /status
	// PF-BUNDID-01 /behoerde
}

// An effect of the store calls Put until the postbox has accepted; one that no longer
// exists is answered by a letter.
func ExamplePostkorb_Put() {
	tell := func(ctx context.Context, box postfach.Postfach, n postfach.Nachricht) (letter bool, err error) {
		switch err := box.Put(ctx, n); {
		case errors.Is(err, postfach.ErrUnbekannt), errors.Is(err, postfach.ErrAbgelehnt):
			return true, nil
		default: // nil, or bundid.ErrUnterwegs and the like: the store tries again
			return false, err
		}
	}
	letter, err := tell(context.Background(), postfach.NewLokal(), postfach.Nachricht{})
	fmt.Println(letter, err)
	// Output: true <nil>
}
