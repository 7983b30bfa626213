// SPDX-License-Identifier: Apache-2.0

package siegel

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"
)

const (
	hashSize    = 16
	maxGesperrt = 1 << 20
	maxListe    = maxGesperrt*(hashSize+1) + 1024
	lastSecond  = 253402300799 // end of the year 9999
)

// Sperrliste is what an authority has revoked by some time. It is what the
// authority issues; a [Pruefer] reads the signed form.
type Sperrliste struct {
	Stelle string
	// Stand is the time as of which the list is complete, Naechste the time by
	// which the next one is there. Whole seconds count.
	Stand, Naechste time.Time
	Nummern         []string // of the revoked certificates
}

type hash [hashSize]byte

func hashOf(stelle, nummer string) hash {
	sum := sha256.Sum256([]byte(stelle + "\n" + nummer))
	return hash(sum[:hashSize])
}

// Sign returns the signed list.
func (l Sperrliste) Sign(key crypto.Signer) ([]byte, error) {
	stand, naechste := l.Stand.Unix(), l.Naechste.Unix()
	switch {
	case !isKennung(l.Stelle):
		return nil, fmt.Errorf("%w: authority", ErrInhalt)
	case stand < 0 || naechste <= stand || naechste > lastSecond:
		return nil, fmt.Errorf("%w: times of the list", ErrInhalt)
	case len(l.Nummern) > maxGesperrt:
		return nil, fmt.Errorf("%w: a list of more than %d numbers", ErrInhalt, maxGesperrt)
	}
	hashes := make([]hash, len(l.Nummern))
	for i, n := range l.Nummern {
		if !isKennung(n) {
			return nil, fmt.Errorf("%w: number %d of the list", ErrInhalt, i+1)
		}
		hashes[i] = hashOf(l.Stelle, n)
	}
	slices.SortFunc(hashes, compareHashes)
	hashes = slices.Compact(hashes)
	b := appendText(append(appendHead(nil, majorMap, 4), 1), l.Stelle)
	b = appendHead(append(b, 2), majorUint, uint64(stand))
	b = appendHead(append(b, 3), majorUint, uint64(naechste))
	b = appendHead(append(b, 4), majorArray, uint64(len(hashes)))
	for _, h := range hashes {
		b = appendBytes(b, h[:])
	}
	return sign(list, b, key)
}

func compareHashes(a, b hash) int { return bytes.Compare(a[:], b[:]) }

// sperren is a list that has been read.
type sperren struct {
	stelle          string
	stand, naechste time.Time
	hashes          []hash // sorted
}

func (s *sperren) has(nummer string) bool {
	_, found := slices.BinarySearchFunc(s.hashes, hashOf(s.stelle, nummer), compareHashes)
	return found
}

func parseSperren(payload []byte) (*sperren, bool) {
	r := &reader{b: payload}
	r.want(majorMap, 4)
	r.want(majorUint, 1)
	s := &sperren{stelle: r.text()}
	r.want(majorUint, 2)
	stand := r.head(majorUint)
	r.want(majorUint, 3)
	naechste := r.head(majorUint)
	r.want(majorUint, 4)
	n := r.head(majorArray)
	if r.bad || naechste > lastSecond || stand >= naechste || n != uint64(len(r.b))/(hashSize+1) || !isKennung(s.stelle) {
		return nil, false
	}
	s.hashes = make([]hash, 0, n)
	for range n {
		h := r.bytes(majorBytes)
		if r.bad || len(h) != hashSize || len(s.hashes) > 0 && bytes.Compare(s.hashes[len(s.hashes)-1][:], h) >= 0 {
			return nil, false
		}
		s.hashes = append(s.hashes, hash(h))
	}
	s.stand, s.naechste = time.Unix(int64(stand), 0).UTC(), time.Unix(int64(naechste), 0).UTC()
	return s, len(r.b) == 0
}
