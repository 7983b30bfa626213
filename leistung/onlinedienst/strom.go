// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"os"
	"slices"
	"time"
)

// strom is a body that is read as far as somebody has allowed.
type strom struct {
	io.Reader

	room int64
	tail []byte // the last bytes that were read
}

func (s *strom) Read(p []byte) (int, error) {
	if s.room <= 0 {
		return 0, errTooLarge
	}
	n, err := s.Reader.Read(p[:min(int64(len(p)), s.room)])
	s.room -= int64(n)
	s.tail = append(s.tail, p[max(0, n-maxTail):n]...)
	s.tail = slices.Delete(s.tail, 0, max(0, len(s.tail)-maxTail))
	return n, err
}

// maxTail is more than the last line of a form takes.
const maxTail = 128

// complete reports whether the last line of a form has come: one that was cut off may
// end anywhere.
func (s *strom) complete(boundary string) bool {
	return bytes.Contains(s.tail, []byte("--"+boundary+"--"))
}

// langsam is the body of a request that may take longer than others do, as long as
// something comes. Its clock is that of the network.
type langsam struct {
	io.Reader

	control *http.ResponseController
	end     time.Time
}

func newLangsam(w http.ResponseWriter, body io.Reader) *langsam {
	l := &langsam{body, http.NewResponseController(w), time.Now().Add(empfangsdauer)}
	_ = l.control.SetWriteDeadline(l.end.Add(time.Minute)) // where there are none nothing else is to be done
	return l
}

func (l *langsam) Read(p []byte) (int, error) {
	next := time.Now().Add(stille)
	if next.After(l.end) {
		next = l.end
	}
	_ = l.control.SetReadDeadline(next)
	return l.Reader.Read(p)
}

// finish gives the answer the time that every answer has.
func (l *langsam) finish() {
	_ = l.control.SetReadDeadline(time.Time{})
	_ = l.control.SetWriteDeadline(time.Now().Add(time.Minute))
}

// zwischenlager keeps a file that is under way, so that memory does not grow with
// what people send. It lies in the folder for temporary files, without a name where
// the system allows that, and sealed: the key is in this memory alone and goes with
// the request, so that nothing readable is left on the disk.
type zwischenlager struct {
	file *os.File
	key  [32]byte
	seal cipher.Stream
	size int
	out  []byte
}

func newZwischenlager() (*zwischenlager, error) {
	z := &zwischenlager{}
	_, _ = rand.Read(z.key[:]) // never fails
	var err error
	if z.seal, err = z.stream(); err != nil {
		return nil, err
	}
	if z.file, err = os.CreateTemp("", "hochladen-"); err != nil {
		return nil, errors.New("onlinedienst: no place for a file that is under way")
	}
	_ = os.Remove(z.file.Name()) // where a file that is open keeps its name it goes with close
	return z, nil
}

// stream seals and opens: each key is used for one file.
func (z *zwischenlager) stream() (cipher.Stream, error) {
	block, err := aes.NewCipher(z.key[:])
	if err != nil {
		return nil, err
	}
	//nolint:gosec // no two texts are sealed by one key
	return cipher.NewCTR(block, make([]byte, aes.BlockSize)), nil
}

func (z *zwischenlager) write(p []byte) error {
	if cap(z.out) < len(p) {
		z.out = make([]byte, len(p))
	}
	z.seal.XORKeyStream(z.out[:len(p)], p)
	n, err := z.file.Write(z.out[:len(p)])
	z.size += n
	return err
}

// load returns what was put in.
func (z *zwischenlager) load() ([]byte, error) {
	open, err := z.stream()
	if err != nil {
		return nil, err
	}
	out := make([]byte, z.size)
	if _, err := z.file.ReadAt(out, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	open.XORKeyStream(out, out)
	return out, nil
}

func (z *zwischenlager) close() {
	clear(z.key[:])
	_ = z.file.Close()
	_ = os.Remove(z.file.Name())
}
