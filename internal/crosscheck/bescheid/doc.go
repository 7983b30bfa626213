// SPDX-License-Identifier: Apache-2.0

// Package bescheid lets other programs judge the PDF files and sealed codes of
// leistung/bescheid: QPDF, Poppler, MuPDF, pdf.js and pdfcpu read the files, Typst
// sets the same lines, go-cose opens the seals, and ZXing and ZBar read the codes
// from rendered pages.
//
// Programs that are no Go modules are found where the system has them (Debian's
// qpdf, poppler-utils, mupdf-tools, zbar-tools and Node.js) and where PDFJS and
// TYPST name a folder with node_modules/pdfjs-dist and
// node_modules/@myriaddreamin/typst-ts-node-compiler. A test that lacks one skips
// and says so; in CI it fails.
package bescheid
