// SPDX-License-Identifier: Apache-2.0

// Package xmltree keeps a whole XML document as a tree, for the formats whose
// messages must be written again with all they held. Namespaces are bound by URI,
// never by prefix; two trees are equal whatever their prefixes, indentation and
// order of attributes.
package xmltree
