package contrast

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCheck(t *testing.T) {
	const base = `:root { --ground: #fff; --text: #000; --header: #123c69; --on-header: white }
@media screen and (prefers-color-scheme: dark) { :root { --ground: #000; --text: #fff } }
`
	for name, test := range map[string]struct{ css, want string }{
		"sound":                {"", ""},
		"in the light":         {`@media not print{:root{--link:#ccc}}`, "link on ground 1.61"},
		"in the dark too":      {`:root{--border:#767676;--text:#111}`, "dark text on ground 1.11"},
		"in the dark alone":    {`@media (prefers-color-scheme:dark){html{--link:#333}}`, "dark link on ground 1.66"},
		"in the light alone":   {`@media (prefers-color-scheme:light){:root{--link:#fff}}`, "link on ground 1.00"},
		"of an edge":           {`:root{--border:#777;}.x{--border:#fff}@media screen and (prefers-color-scheme:dark){:root{--border:#555}}`, "dark border on ground 2.82"},
		"of another colour":    {`:root{--grey:#AAAAAA;--link:var( --grey )}`, "link on ground 2.32"},
		"on paper":             {`@media print{:root{--text:#fff}}@media (forced-colors:active){:root{--text:#fff}}`, ""},
		"of what is not known": {`:root{--text:rgb(255 255 255);--a:var(--a);--link:var(--a)}`, ""},
		"in a comment":         {`/* :root{--text:#fff} */ .x::before{content:"}:root{--text:#fff}"}`, ""},
		"not closed":           {`}}}:root{--text:#fff`, ""},
	} {
		var got []string
		for _, f := range Check(base + test.css) {
			line := fmt.Sprintf("%s on %s %.2f", f.Colour, f.Ground, f.Contrast)
			if f.Dark {
				line = "dark " + line
			}
			got = append(got, line)
		}
		if diff := cmp.Diff(test.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
