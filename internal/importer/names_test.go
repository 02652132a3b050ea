package importer

import (
	"strconv"
	"strings"
	"testing"

	"signpost/internal/filename"
)

func TestTakenNames(t *testing.T) {
	taken := takenNames{}
	for _, test := range [][2]string{
		{"a/pay", "a/pay"},
		{"a/pay", "a/pay-2"},
		{"a/pay-2", "a/pay-2-2"},
		{"a/pay", "a/pay-3"},
		{"b/pay", "b/pay"},
		{"caf\u00e9", "caf\u00e9"},
		{"cafe\u0301", "cafe\u0301-2"},
		{"stra\u00dfe", "stra\u00dfe"},
		{"strasse", "strasse-2"},
	} {
		if got := taken.take(test[0]); got != test[1] {
			t.Errorf("take(%q) = %q; want %q", test[0], got, test[1])
		}
	}
}

// TestManyOfOneName takes a name so often that counting from 2 each time would never end.
func TestManyOfOneName(t *testing.T) {
	const many = 200_000
	taken := takenNames{}
	last := ""
	for range many {
		last = taken.take("a")
	}

	if last != "a-200000" {
		t.Errorf("the last name is %q", last)
	}
}

func TestFileName(t *testing.T) {
	for _, slug := range []string{"con", "lpt1", strings.Repeat("\u540d", 200), strings.Repeat("word-", 100)} {
		got := fileName(slug)
		if why := filename.Check(got + "-20000.md"); why != "" || filename.Check(got) != "" {
			t.Errorf("fileName(%q) = %q, which %s", slug, got, why)
		}
	}
}

// Each article looks for its collection: that must not take longer when there are more of them.
func TestManyCollections(t *testing.T) {
	const n = 20_000
	c := &Centre{Language: "en"}
	if err := c.Read("intercom", []byte(`{"data": [{"type": "collection", "id": "0", "name": "C"}]}`)); err != nil {
		t.Fatal(err)
	}

	for i := range n {
		c.addCollection(collection{key: key{"en", strconv.Itoa(i)}, title: "C" + strconv.Itoa(i)})
		c.addArticle(source{key: key{"en", strconv.Itoa(i)}, collection: strconv.Itoa(i), title: "A"})
	}

	files, err := c.Files(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	if files["c7/a.md"] == nil || len(files) != 2*n {
		t.Errorf("%d files, want %d", len(files), 2*n)
	}
}
