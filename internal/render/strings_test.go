package render

import "testing"

func TestFill(t *testing.T) {
	for _, test := range []struct{ format, want string }{
		{"{heading} - {site}", "site - {heading}"}, // a value is text, whatever it looks like
		{"{other} {site", "{other} {site"},
		{"{{site}}", "{{heading}}"},
		{"", ""},
	} {
		if got := fill(test.format, "heading", "site", "site", "{heading}"); got != test.want {
			t.Errorf("fill(%q) = %q, want %q", test.format, got, test.want)
		}
	}
}
