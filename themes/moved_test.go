package themes_test

import (
	"testing"
	"testing/fstest"

	"signpost/internal/site"
)

// TestOldAddressesWithQuery opens the page at an old address as a host serves it that ignores queries.
func TestOldAddressesWithQuery(t *testing.T) {
	content := fstest.MapFS{
		"one.md": {Data: []byte("---\ntitle: One\naliases: ['/x.php?id=1', '/x.php?id=2&l=cy']\n---\nText.\n")},
		"two.md": {Data: []byte("---\ntitle: Two\naliases: ['/x.php?id=2', '/y.php', '/y.php?id=1']\n---\nText.\n")},
	}
	s, problems, err := site.Load(t.Context(), site.Source{Content: content, Config: settings()}, site.Options{})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}

	address := serve(t, build(t, s), nil)
	for old, want := range map[string]string{
		"/x.php/?id=1":        "/one/",
		"/x.php/?from=a&id=2": "/two/",
		"/x.php/?id=12":       "/x.php/?id=12",
		"/y.php/?id=7":        "/two/",
		"/y.php/":             "/two/",
	} {
		tab := newTab(t)
		tab.open(address + old)
		tab.await(`location.href === ` + quoted(address+want))
		tab.expectNoErrors()
	}
}
