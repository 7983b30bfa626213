// SPDX-License-Identifier: Apache-2.0

package journal

import "hash/crc32"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum returns a number that tells whether content is still what was
// written: a changed bit on the disk must be an error and not the truth. It is
// no protection against somebody who means it.
func checksum(content []byte) int64 {
	return 1<<32 | int64(crc32.Checksum(content, castagnoli)) // never 0, which means: none
}

// checksums returns those of both parts of an event in one number, the personal
// one in the lower half, where erasing clears it.
func checksums(data, personal []byte) int64 {
	return int64(uint64(crc32.Checksum(data, castagnoli))<<32 | uint64(crc32.Checksum(personal, castagnoli)))
}

// fits reports whether an event is what was written. The number is 0 where it
// was written before there were checksums; that of two empty parts is 0, too.
func (e *Recorded) fits(sum int64) bool {
	if sum == 0 {
		return true
	}
	return sum == checksums(e.Data, e.Personal)
}
