// SPDX-License-Identifier: Apache-2.0

package frist

// OertlicheSchluessel lists the whole keys of the table of local holidays.
func OertlicheSchluessel() []string {
	var keys []string
	for i := range oertliche {
		if len(oertliche[i].gebiet) == 8 {
			keys = append(keys, oertliche[i].gebiet)
		}
	}
	return keys
}
