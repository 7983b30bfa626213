// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"encoding/json"
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

func marshalCodes(codes []string) ([]byte, error) {
	if codes == nil {
		codes = []string{}
	}
	return json.Marshal(codes)
}

func unmarshalCodes(b []byte) ([]string, error) {
	var codes []string
	if err := json.Unmarshal(b, &codes); err != nil {
		return nil, fmt.Errorf("wohngeld: list of codes: %w", recht.ErrSyntax)
	}
	return codes, nil
}
