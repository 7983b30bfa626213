// SPDX-License-Identifier: Apache-2.0

package bausteine

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

func FuzzBackup(f *testing.F) {
	f.Add([]byte(`{"bausteine-backup":1,"made":"2026-11-30T00:00:00Z"}` + "\n" + `{"t":"draft","v":[1,"TXVzdGVyd2Vn",7]}` + "\n" + `{"rows":1,"sha256":"00"}` + "\n"))
	f.Add([]byte(`{"bausteine-backup":1}` + "\n" + `{"t":"head","v":[]}` + "\n"))
	f.Add([]byte("{}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		in := &backupReader{lines: bufio.NewReader(bytes.NewReader(data)), sum: sha256.New()}
		err := in.head()
		for err == nil {
			_, err = in.next()
		}
		if !errors.Is(err, io.EOF) {
			require.ErrorIs(t, err, ErrBackup)
		}
	})
}
