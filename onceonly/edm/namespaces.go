// SPDX-License-Identifier: Apache-2.0

package edm

import "github.com/deutschland-stack/bausteine/onceonly/internal/xmltree"

// The namespaces of the format.
const (
	nsQuery = "urn:oasis:names:tc:ebxml-regrep:xsd:query:4.0"
	nsRIM   = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:4.0"
	nsRS    = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:4.0"
	nsSDG   = "http://data.europa.eu/p4s"
	nsXLink = "http://www.w3.org/1999/xlink"
	nsEBMS  = "http://docs.oasis-open.org/ebxml-msg/ebms/v3.0/ns/core/200704/"
)

// standardPrefixes are what the samples of the format use.
var standardPrefixes = map[string]string{
	nsQuery: "query", nsRIM: "rim", nsRS: "rs", nsSDG: "sdg", nsXLink: "xlink", xmltree.NSXSI: "xsi", xmltree.NSXML: "xml",
}
