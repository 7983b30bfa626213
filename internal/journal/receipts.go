// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"encoding/binary"

	"github.com/google/uuid"
)

const receiptBytes = 16 + 8 + 8

// encodeReceipts returns the receipts of a command that saved drafts. Those of
// others follow from the positions of their events.
func encodeReceipts(receipts []Receipt) []byte {
	encoded := make([]byte, 0, len(receipts)*receiptBytes)
	for _, receipt := range receipts {
		encoded = append(encoded, receipt.Stream[:]...)
		encoded = binary.BigEndian.AppendUint64(encoded, receipt.Version)
		encoded = binary.BigEndian.AppendUint64(encoded, uint64(receipt.Position))
	}
	return encoded
}

func decodeReceipts(encoded []byte) ([]Receipt, error) {
	if len(encoded)%receiptBytes != 0 {
		return nil, ErrDamaged
	}
	receipts := make([]Receipt, 0, len(encoded)/receiptBytes)
	for ; len(encoded) > 0; encoded = encoded[receiptBytes:] {
		receipts = append(receipts, Receipt{
			Stream:   uuid.UUID(encoded[:16]),
			Version:  binary.BigEndian.Uint64(encoded[16:24]),
			Position: Position(binary.BigEndian.Uint64(encoded[24:32])),
		})
	}
	return receipts, nil
}
