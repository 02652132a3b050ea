package importer

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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

// centreOf returns a centre with collections and an article in each.
func centreOf(collections ...collection) *Centre {
	c := &Centre{Language: "en", collections: map[key]collection{}, byID: map[string]key{}, seen: map[key]bool{}}
	for _, one := range collections {
		c.addCollection(one)
		c.addArticle(source{key: key{one.language, one.id}, collection: one.id, title: "A", html: "<p>x"})
	}

	return c
}

func namesOf(t *testing.T, c *Centre) []string {
	t.Helper()
	files, err := c.Files(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	return slices.Sorted(maps.Keys(files))
}

// A collection with the title of a language has a folder of its own, and so have two below missing parents.
func TestFoldersAreNotShared(t *testing.T) {
	for name, test := range map[string]struct {
		centre *Centre
		want   []string
	}{
		"language": {
			centreOf(
				collection{key: key{"en", "1"}, title: "De"},
				collection{key: key{"de", "2"}, title: "Karten"},
				collection{key: key{"en", "3"}, title: "En"},
			),
			[]string{"de-2/a.md", "de-2/index.md", "de/karten/a.md", "de/karten/index.md", "en/a.md", "en/index.md",
				"karten/index.md"},
		},
		"missing parents": {
			centreOf(
				collection{key: key{"en", "1"}, title: "Cards", parent: "8"},
				collection{key: key{"en", "2"}, title: "Cards", parent: "9"},
			),
			[]string{"cards-2/a.md", "cards-2/index.md", "cards/a.md", "cards/index.md"},
		},
	} {
		if diff := cmp.Diff(test.want, namesOf(t, test.centre)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// The tag of a language is the name of a folder too.
func TestLanguageTagsAreNames(t *testing.T) {
	for _, locale := range []string{"con", "en-GB", strings.Repeat("x", 10_000), ""} {
		if tag := languageTag(locale); tag != "" && filename.Check(tag) != "" {
			t.Errorf("%.20q becomes the folder %.20q, which %s", locale, tag, filename.Check(tag))
		}
	}
}

// An article is restricted if any collection above it is, however many there are.
func TestRestrictedAtAnyDepth(t *testing.T) {
	chain := []collection{{key: key{"en", "0"}, title: "C", restricted: true}}
	for i := 1; i < 5000; i++ {
		id := strconv.Itoa(i)
		chain = append(chain, collection{key: key{"en", id}, title: "C", parent: strconv.Itoa(i - 1)})
	}

	chain = append(chain,
		collection{key: key{"en", "a"}, title: "Cycle", parent: "b"},
		collection{key: key{"en", "b"}, title: "Cycle", parent: "a"})

	c := centreOf(chain...)
	namesOf(t, c)
	if n := len(c.Report().Hidden["restricted"]); n != 5000 {
		t.Errorf("%d restricted articles, want 5000", n)
	}
}
