// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
)

const style template.CSS = "body{font:1.1rem/1.5 sans-serif;color:#111;background:#fff;max-width:40rem;margin:2rem auto;padding:0 1rem}" +
	"dt{font-weight:bold}dd{margin:0 0 .5rem}label{font-weight:bold}textarea{width:100%;font:1rem monospace;box-sizing:border-box}" +
	"button{font:inherit;padding:.5rem 1.5rem;min-height:44px;border:2px solid #111;background:#111;color:#fff}button:focus,textarea:focus{outline:3px solid #0b57d0;outline-offset:2px}"

// styleHash lets the page's own style through its policy and no other.
var styleHash = func() string {
	sum := sha256.Sum256([]byte(style))
	return base64.StdEncoding.EncodeToString(sum[:])
}()
