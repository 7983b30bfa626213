// SPDX-License-Identifier: Apache-2.0

package oidc_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// claim reads a claim of a token, unchecked.
func claim(t *testing.T, token, name string) string {
	t.Helper()
	parts := strings.Split(token, ".")
	require.Len(t, parts, 3)
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	require.NoError(t, err)
	var all map[string]any
	require.NoError(t, json.Unmarshal(payload, &all))
	text, _ := all[name].(string)
	return text
}
