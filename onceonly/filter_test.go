// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly"
)

func TestFilter_KeepsListedFieldsOnly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, document, want string
		paths                []string
		dropped              bool
	}{
		{"all listed", `{"a":1,"b":"x"}`, `{"a":1,"b":"x"}`, []string{"/a", "/b"}, false},
		{"one dropped", `{"a":1,"b":2}`, `{"a":1}`, []string{"/a"}, true},
		{"nothing left", `{"b":2}`, `{}`, []string{"/a"}, true},
		{"nested", `{"p":{"a":1,"b":2},"a":3}`, `{"p":{"a":1}}`, []string{"/p/a"}, true},
		{"in arrays", `{"l":[{"a":1,"b":2},{"b":3},{"a":4}]}`, `{"l":[{"a":1},{"a":4}]}`, []string{"/l/a"}, true},
		{"array of values", `{"l":[1,null,true,"x"]}`, `{"l":[1,null,true,"x"]}`, []string{"/l"}, false},
		{"array of arrays", `{"l":[[1],[[2]]]}`, `{"l":[[1],[[2]]]}`, []string{"/l"}, false},
		{"array at the root", `[{"a":1},{"b":2}]`, `[{"a":1}]`, []string{"/a"}, true},
		{"an object is not a value", `{"a":{"x":1,"y":2}}`, `{}`, []string{"/a"}, true},
		{"an object in a listed array is not a value", `{"a":[1,{"x":2}]}`, `{"a":[1]}`, []string{"/a"}, true},
		{"empty objects leave no trace", `{"p":{"q":{"b":1}},"a":1}`, `{"a":1}`, []string{"/a"}, true},
		{"names that look like paths", `{"p/a":1,"p":{"a":2}}`, `{"p":{"a":2}}`, []string{"/p/a"}, true},
		{"escaped names", `{"p/a":1,"m~n":2,"p":{"a":2}}`, `{"p/a":1,"m~n":2}`, []string{"/p~1a", "/m~0n"}, true},
		{"long numbers stay exact", `{"a":123456789012345678901234567890.10}`, `{"a":123456789012345678901234567890.10}`, []string{"/a"}, false},
		{"empty containers are dropped, too", `{"a":1,"religion":{},"b":[]}`, `{"a":1}`, []string{"/a"}, true},
		{"a listed name that is longer", `{"ab":1,"a":2,"a-b":{"c":3}}`, `{"a":2,"a-b":{"c":3}}`, []string{"/a", "/a-b/c"}, true},
		{"blanks", " { \"a\" : [ 1 , 2 ] , \"b\" : 3 } \n", `{"a":[1,2]}`, []string{"/a"}, true},
		{"escapes in names and values", `{"\u0061":"\ud83d\ude00\n","b":"\\"}`, `{"\u0061":"\ud83d\ude00\n"}`, []string{"/a"}, true},
		{"value at the root", `"x"`, `{}`, []string{"/a"}, true},
	} {
		got, dropped, err := onceonly.MustFields(c.paths...).Filter("application/json; charset=utf-8", []byte(c.document))
		require.NoError(t, err, c.name)
		require.Equal(t, c.want, string(got), c.name)
		require.Equal(t, c.dropped, dropped, c.name)
	}
}

func TestFilter_DeliversNothingThatItCannotLookInto(t *testing.T) {
	t.Parallel()
	f := onceonly.MustFields("/a")
	for _, c := range []struct{ mediaType, document string }{
		{"application/pdf", "%PDF"},
		{"", `{"a":1}`},
		{"application/json", `{"a":1`},
		{"application/json", `{"a":1,"a":2}`},
		{"application/json", "{\"a\":\"\xff\"}"},
		{"application/json", strings.Repeat(`{"a":`, 100) + "1" + strings.Repeat("}", 100)},
	} {
		got, _, err := f.Filter(c.mediaType, []byte(c.document))
		require.ErrorIs(t, err, onceonly.ErrSyntax, c.document)
		require.Nil(t, got)
	}
}

func TestFields_HaveNoWayToSayAll(t *testing.T) {
	t.Parallel()
	for _, wrong := range []string{"", "/", "*", "/*", "/a/*", "a", "/a//b", "/a/", "/a~2", "/\xff"} {
		_, err := onceonly.ParseFields(wrong)
		require.ErrorIs(t, err, onceonly.ErrSyntax, wrong)
	}
	_, err := onceonly.ParseFields()
	require.ErrorIs(t, err, onceonly.ErrSyntax)
	require.True(t, onceonly.MustFields("/a", "/c").Within(onceonly.MustFields("/c", "/b", "/a", "/a")))
	require.False(t, onceonly.MustFields("/a", "/d").Within(onceonly.MustFields("/a", "/b", "/c")))
	document, err := json.Marshal(onceonly.MustFields("/b", "/a"))
	require.NoError(t, err)
	require.JSONEq(t, `["/a","/b"]`, string(document))
	var read onceonly.Fields
	require.NoError(t, json.Unmarshal(document, &read))
	require.Equal(t, []string{"/a", "/b"}, read.Paths())
	require.Error(t, json.Unmarshal([]byte(`["*"]`), &read))
}

// FuzzG2_FilterNeverExceedsTheList: whatever the document, the result holds
// listed fields only, and a field that the register adds never changes it.
func TestFilter_KeepsListedPartsOfXML(t *testing.T) {
	t.Parallel()
	const head = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
	for _, c := range []struct {
		name, document, want string
		paths                []string
	}{
		{"one dropped", `<p><a>1</a><b>2</b></p>`, `<p><a>1</a></p>`, []string{"/a"}},
		{"nothing left", `<p><b>2</b></p>`, `<p></p>`, []string{"/a"}},
		{"nested and repeated", `<p><l><a>1</a><b>2</b></l><l><b>3</b></l><l><a>4</a></l></p>`, `<p><l><a>1</a></l><l><a>4</a></l></p>`, []string{"/l/a"}},
		{"an element with children is not a value", `<p><a>x<c>1</c>y</a></p>`, `<p></p>`, []string{"/a"}},
		{"attributes", `<p id="1"><a lang="de" x="2">t</a></p>`, `<p><a lang="de">t</a></p>`, []string{"/a", "/a/@lang"}},
		{"an attribute alone", `<p><a lang="de">t</a></p>`, `<p><a lang="de"></a></p>`, []string{"/a/@lang"}},
		{"namespaces", `<n:p xmlns:n="urn:n" xmlns:m="urn:m"><m:a m:k="v">1</m:a><n:b>2</n:b></n:p>`, `<p xmlns="urn:n"><a xmlns="urn:m">1</a></p>`, []string{"/a"}},
		{"comments and instructions", `<p><!-- religion --><?x religion?><a>1<!-- y -->2</a></p>`, `<p><a>12</a></p>`, []string{"/a"}},
		{"escapes", `<p><a q="&quot;">&lt;&amp;<![CDATA[<b>]]></a></p>`, `<p><a>&lt;&amp;&lt;b&gt;</a></p>`, []string{"/a"}},
	} {
		fields := onceonly.MustFields(c.paths...)
		got, dropped, err := fields.Filter("application/xml", []byte(c.document))
		require.NoError(t, err, c.name)
		require.Equal(t, head+c.want, string(got), c.name)
		require.True(t, dropped, c.name)
		again, dropped, err := fields.Filter("text/xml; charset=utf-8", got)
		require.NoError(t, err)
		require.Equal(t, string(got), string(again), c.name)
		require.False(t, dropped, "what was filtered by the provider stays byte for byte")
	}
	for _, wrong := range []string{"", "x", "<p>", "<p/><q/>", `<!DOCTYPE p><p/>`, strings.Repeat("<p>", 100)} {
		_, _, err := onceonly.MustFields("/a").Filter("application/evidence+xml", []byte(wrong))
		require.ErrorIs(t, err, onceonly.ErrSyntax, wrong)
	}
}

// FuzzG2_FilterXMLNeverExceedsTheList: no marked value outside of the listed
// paths comes through, whatever is around it.
func FuzzG2_FilterXMLNeverExceedsTheList(f *testing.F) {
	f.Add([]byte(`<p><familyName>a</familyName><x><givenNames>b</givenNames></x></p>`))
	f.Add([]byte(`<n:p xmlns:n="urn:n"><n:address><n:place a="1">w</n:place></n:address></n:p>`))
	f.Fuzz(func(t *testing.T, document []byte) {
		filtered, _, err := fields.Filter("application/xml", document)
		if err != nil {
			return
		}
		again, dropped, err := fields.Filter("application/xml", filtered)
		require.NoError(t, err)
		require.False(t, dropped)
		require.Equal(t, string(filtered), string(again))

		decoder := xml.NewDecoder(bytes.NewReader(filtered))
		var path []string
		for {
			token, err := decoder.Token()
			if err != nil {
				break
			}
			switch tok := token.(type) {
			case xml.StartElement:
				path = append(path, tok.Name.Local)
			case xml.EndElement:
				path = path[:len(path)-1]
			case xml.CharData:
				if len(path) > 0 && len(tok) > 0 {
					require.True(t, fields.Has("/"+strings.Join(path[1:], "/")), "%s", filtered)
				}
			}
		}
	})
}

// The scanner accepts exactly what encoding/json accepts, but for names that
// stand twice in an object that is looked into, and for great depth.
func FuzzFilter_AcceptsWhatIsJSON(f *testing.F) {
	for _, seed := range []string{record, `[-0.1e+5,01]`, `{"a":tru}`, "\"\\u00e4\"", `{"a":1}x`, "[\"\x01\"]", `[1,]`, `-`, ``} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		_, _, err := onceonly.MustFields("/never/listed").Filter("application/json", document)
		if err == nil {
			require.True(t, json.Valid(document))
			return
		}
		var any any
		if json.Unmarshal(document, &any) == nil && !bytes.Contains(document, []byte(`"`)) && bytes.Count(document, []byte("[")) < 60 {
			require.NoError(t, err)
		}
	})
}

func FuzzG2_FilterNeverExceedsTheList(f *testing.F) {
	for _, seed := range []string{record, `[]`, `{"a":[{"b":[1,{"c":2}]}]}`, `{"familyName":{"x":1}}`, `"x"`, `{"":1}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		filtered, dropped, err := fields.Filter("application/json", document)
		if err != nil {
			return
		}
		var kept, whole any
		require.NoError(t, json.Unmarshal(filtered, &kept))
		require.NoError(t, json.Unmarshal(document, &whole))
		if !dropped {
			require.Equal(t, whole, kept, "nothing was dropped, so nothing is missing")
		}
		for _, path := range leaves("", kept) {
			require.True(t, fields.Has(path), "%s in %s", path, filtered)
		}
		again, dropped, err := fields.Filter("application/json", filtered)
		require.NoError(t, err)
		require.False(t, dropped)
		require.Equal(t, string(filtered), string(again))

		var object map[string]json.RawMessage
		if json.Unmarshal(document, &object) != nil || object == nil || object["zz"] != nil {
			return
		}
		added := fmt.Sprintf(`{"zz":{"familyName":1,"l":[%s]},%s`, document, strings.TrimSpace(string(document))[1:])
		added = strings.Replace(added, ",}", "}", 1)
		if !json.Valid([]byte(added)) {
			return
		}
		same, dropped, err := fields.Filter("application/json", []byte(added))
		if err != nil {
			return // nested too deeply now
		}
		require.True(t, dropped)
		require.Equal(t, string(filtered), string(same))
	})
}

// leaves lists the paths of all values.
func leaves(path string, v any) (paths []string) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			paths = append(paths, leaves(path+"/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(name), member)...)
		}
	case []any:
		for _, element := range v {
			paths = append(paths, leaves(path, element)...)
		}
	default:
		paths = append(paths, path)
	}
	return paths
}
