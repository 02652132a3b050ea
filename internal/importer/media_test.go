package importer

import "testing"

func TestAddMedium(t *testing.T) {
	const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>`

	for _, test := range []struct {
		about, name, data string
		picture           bool
		want              string // "" if the file is refused
	}{
		{"a drawing in an article", "logo.svg", drawing, true, "pictures/logo.svg"},
		{"a picture that is none", "logo.png", "not found", true, ""},
		{"a document", "Leave form.PDF", "%PDF-", false, "attachments/leave-form.pdf"},
		{"no extension", "LICENSE", "MIT", false, "attachments/license.txt"},
		{"a page", "page.html", "<p>", false, ""},
		{"a page with another extension", "page.log", "<!doctype html><p>", false, ""},
		{"a feed, which browsers open as a page", "feed.xml", "<rss/>", false, ""},
		{"a script", "site.js", "alert(1)", false, ""},
	} {
		got, err := new(Centre).AddMedium(Medium{Picture: test.picture}, test.name, []byte(test.data))
		if got != test.want || (err == nil) != (test.want != "") {
			t.Errorf("%s: %q, %v; want %q", test.about, got, err, test.want)
		}
	}
}
