// SPDX-License-Identifier: Apache-2.0

// Package xrechnung lets the official rules of EN 16931 judge the invoices of
// payment/xrechnung. They run where the variable XRECHNUNG names a folder with the
// npm package xslt3 2.7.0 and the two stylesheets of the release validation-1.3.16 of
// ConnectingEurope/eInvoicing-EN16931, compiled:
//
//	npm install xslt3@2.7.0
//	npx xslt3 -xsl:EN16931-UBL-validation.xslt -export:EN16931-UBL-validation.sef.json -nogo
//	npx xslt3 -xsl:EN16931-CII-validation.xslt -export:EN16931-CII-validation.sef.json -nogo
//
// Elsewhere the verdicts that were recorded with them judge, in the package itself.
package xrechnung
