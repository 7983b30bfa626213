// SPDX-License-Identifier: Apache-2.0

package bestaetigung

// OfflineBefehle verify the file meldebestaetigung.txt with the authority's
// key in behoerde.pem, on any machine with a shell and OpenSSL 3, without this
// service and without a network.
const OfflineBefehle = `sed '/^-----BEGIN SIGNATUR-----$/,$d' meldebestaetigung.txt | sed '$d' > inhalt.txt
sed -n '/^-----BEGIN SIGNATUR-----$/,/^-----END SIGNATUR-----$/p' meldebestaetigung.txt | sed -n 4p | openssl base64 -d -A > signatur.bin
openssl pkeyutl -verify -pubin -inkey behoerde.pem -rawin -in inhalt.txt -sigfile signatur.bin
`
