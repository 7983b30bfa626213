// SPDX-License-Identifier: Apache-2.0

package main

import "crypto/ed25519"

func public(key ed25519.PrivateKey) ed25519.PublicKey { return key.Public().(ed25519.PublicKey) }
