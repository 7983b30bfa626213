// SPDX-License-Identifier: Apache-2.0

package xdatenfelder

import "github.com/deutschland-stack/bausteine/kommune/recht"

// Schwere is how much a message weighs, in the words of the official list. What is
// critical is an error, what is wrong by the method or likely wrong is a warning,
// a hint is a note.
type Schwere string

// The weights in use.
const (
	FehlerKritisch   Schwere = "FehlerKritisch"
	FehlerMethodisch Schwere = "FehlerMethodisch"
	Warnung          Schwere = "Warnung"
	Hinweis          Schwere = "Hinweis"
)

func (s Schwere) severity() recht.Severity {
	switch s {
	case FehlerKritisch:
		return recht.SeverityError
	case FehlerMethodisch, Warnung:
		return recht.SeverityWarning
	default:
		return recht.SeverityNote
	}
}

// meldung is one entry of the official list of quality messages
// (urn:xoev-de:fim-datenfelder:codeliste:xdfm, version 1.8): its number, its
// weight, and what it says in our words.
type meldung struct {
	code    int
	schwere Schwere
	text    string
}

// meldungen are the messages that Lint gives, in the order of their numbers.
var meldungen = [...]meldung{
	{1002, FehlerKritisch, "the element has no name"},
	{1003, Warnung, "the element is used in several versions"},
	{1004, Warnung, "the group holds the element twice"},
	{1005, FehlerKritisch, "the code list is not named by a URN"},
	{1006, FehlerKritisch, "an element bound to a norm names none"},
	{1007, FehlerKritisch, "the schema has no Dokumentsteckbrief"},
	{1009, FehlerKritisch, "the label for input is empty"},
	{1010, FehlerKritisch, "the label for output is empty"},
	{1011, FehlerKritisch, "a selection must be of type text"},
	{1012, FehlerMethodisch, "a selection or a static field has no length"},
	{1013, FehlerMethodisch, "only harmonised and norm-bound elements stand in a schema"},
	{1014, FehlerKritisch, "a field is never abstract"},
	{1015, FehlerKritisch, "only text has a length"},
	{1016, FehlerKritisch, "only numbers and times have a range"},
	{1017, FehlerKritisch, "a field with a list must be a selection"},
	{1018, Warnung, "a selection needs one list, kept elsewhere or here"},
	{1021, FehlerKritisch, "the Anzahl is missing"},
	{1022, FehlerMethodisch, "the Anzahl in a norm-bound group names no norm"},
	{1023, FehlerKritisch, "the group is empty"},
	{1024, FehlerMethodisch, "the rule has no text"},
	{1025, FehlerMethodisch, "the schema holds the element twice at its top"},
	{1026, FehlerKritisch, "the group holds itself"},
	{1027, FehlerKritisch, "the Feldart is missing or unknown"},
	{1028, FehlerKritisch, "the Datentyp is missing or unknown"},
	{1029, FehlerKritisch, "the kind of a relation is missing or unknown"},
	{1030, FehlerKritisch, "the Vorbefuellung is missing or unknown"},
	{1031, FehlerKritisch, "the Schemaelementart is missing or unknown"},
	{1032, FehlerKritisch, "the status is missing or unknown"},
	{1033, FehlerKritisch, "the code for changes of the structure is missing or unknown"},
	{1034, FehlerKritisch, "the code for changes of the representation is missing or unknown"},
	{1037, Warnung, "the code list is used in several versions"},
	{1038, FehlerKritisch, "the id is missing"},
	{1039, FehlerKritisch, "the id is not a letter and eleven digits"},
	{1040, FehlerKritisch, "the code list has no URN"},
	{1042, FehlerKritisch, "the kind of group is unknown"},
	{1043, FehlerMethodisch, "a choice needs at least two children"},
	{1044, FehlerMethodisch, "a list needs at least two entries"},
	{1045, FehlerKritisch, "a code stands twice in the list"},
	{1046, FehlerKritisch, "the Anzahl is malformed"},
	{1047, FehlerKritisch, "the Anzahl has its minimum above its maximum"},
	{1048, FehlerMethodisch, "the URN of the code list is malformed"},
	{1050, FehlerKritisch, "the label of the schema is empty"},
	{1051, FehlerKritisch, "the schema names no norm"},
	{1056, FehlerKritisch, "only a file has a size"},
	{1057, FehlerKritisch, "only a file has media types"},
	{1058, FehlerMethodisch, "only a code list kept elsewhere has columns"},
	{1059, FehlerKritisch, "the minimal length is not a whole number"},
	{1060, FehlerKritisch, "the maximal length is not a positive whole number"},
	{1061, FehlerKritisch, "the minimal length is above the maximal length"},
	{1062, FehlerKritisch, "the lower bound is not a number"},
	{1063, FehlerKritisch, "the upper bound is not a number"},
	{1064, FehlerKritisch, "the lower bound is above the upper bound"},
	{1065, FehlerKritisch, "the lower bound is not a whole number"},
	{1066, FehlerKritisch, "the upper bound is not a whole number"},
	{1067, FehlerKritisch, "the lower bound is not a date"},
	{1068, FehlerKritisch, "the upper bound is not a date"},
	{1069, FehlerKritisch, "the content is not a number"},
	{1070, FehlerKritisch, "the content is not a whole number"},
	{1071, FehlerKritisch, "the content is not a date"},
	{1072, FehlerKritisch, "the content is below the lower bound"},
	{1073, FehlerKritisch, "the content is above the upper bound"},
	{1074, FehlerKritisch, "the content is shorter than allowed"},
	{1075, FehlerKritisch, "the content is longer than allowed"},
	{1076, FehlerMethodisch, "the content is no code of the code list"},
	{1077, FehlerKritisch, "the content is neither true nor false"},
	{1078, FehlerKritisch, "the schema is empty"},
	{1079, FehlerKritisch, "the lower bound is not a date with a time"},
	{1080, FehlerKritisch, "the upper bound is not a date with a time"},
	{1081, FehlerKritisch, "the lower bound is not a time"},
	{1082, FehlerKritisch, "the upper bound is not a time"},
	{1083, FehlerKritisch, "the content is not a date with a time"},
	{1084, FehlerKritisch, "the content is not a time"},
	{1085, FehlerMethodisch, "the content is no code of the value list"},
	{1090, FehlerKritisch, "a static field is an object or text"},
	{1091, FehlerKritisch, "the relation names no object"},
	{1093, Warnung, "a name stands twice in the list"},
	{1094, FehlerMethodisch, "the placeholder field stands beside other elements"},
	{1095, Warnung, "the placeholder field is used"},
	{1096, Warnung, "the placeholder Dokumentsteckbrief is used"},
	{1097, FehlerMethodisch, "a released schema uses the placeholder Dokumentsteckbrief"},
	{1098, FehlerMethodisch, "label and help are the same"},
	{1099, FehlerMethodisch, "name and help are the same"},
	{1100, FehlerKritisch, "a file or an object has no content"},
	{1101, Warnung, "a harmonised element names no norm"},
	{1102, Warnung, "text for input has no length"},
	{1103, Warnung, "a number or a date has no range"},
	{1105, Warnung, "the version of the code list is not a date"},
	{1106, Warnung, "the group has a single child"},
	{1109, Warnung, "a static field has no content"},
	{1116, Warnung, "an inactive element is used"},
	{1117, Hinweis, "nobody is named as having set the status"},
	{1118, FehlerKritisch, "a child of a choice must have the Anzahl 0:1"},
	{1120, FehlerMethodisch, "a file or an object has no pattern"},
	{1122, FehlerMethodisch, "the code list has no such column"},
	{1127, Hinweis, "a published schema holds an unpublished element"},
	{1128, Hinweis, "a published group holds an unpublished element"},
	{1129, Hinweis, "a published schema holds an element that is not yet a draft"},
	{1130, Hinweis, "a published group holds an element that is not yet a draft"},
	{1131, FehlerKritisch, "a text holds characters outside String.Latin"},
	{1133, Warnung, "the link to the norm is not a URL"},
	{1135, FehlerKritisch, "a version holds an element without one"},
	{1139, Hinweis, "a file should be allowed many times"},
	{1140, FehlerMethodisch, "only elements of Nummernkreis 60 are set by FIM-Baustein Datenfelder"},
	{1141, FehlerMethodisch, "only schemas of Nummernkreis 60 are set by FIM-Baustein Datenfelder"},
	{1142, FehlerKritisch, "the date of the status is missing"},
	{1143, FehlerKritisch, "the date of the status of the schema is missing"},
}
