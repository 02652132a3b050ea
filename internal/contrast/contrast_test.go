package contrast

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// base is a theme with enough contrast; on-header has a value that is not understood.
const base = `
:root { --ground: #fff; --text: #000; --header: #123c69; --on-header: white }
@media screen and (prefers-color-scheme: dark) { :root { --ground: #000; --text: #fff } }
`

func TestCheck(t *testing.T) {
	tests := []struct {
		name string
		css  string
		want string
	}{
		{
			name: "enough",
			css:  "",
			want: "",
		},
		{
			name: "light mode",
			css:  `@media not print{:root{--link:#ccc}}`,
			want: "link on ground 1.61",
		},
		{
			name: "value for both modes",
			css:  `:root{--border:#767676;--text:#111}`,
			want: "dark text on ground 1.11",
		},
		{
			name: "only dark mode",
			css:  `@media (prefers-color-scheme:dark){html{--link:#333}}`,
			want: "dark link on ground 1.66",
		},
		{
			name: "only light mode",
			css:  `@media (prefers-color-scheme:light){:root{--link:#fff}}`,
			want: "link on ground 1.00",
		},
		{
			name: "border",
			css: `:root{--border:#777;}.x{--border:#fff}` +
				`@media screen and (prefers-color-scheme:dark){:root{--border:#555}}`,
			want: "dark border on ground 2.82",
		},
		{
			name: "reference",
			css:  `:root{--grey:#AAAAAA;--link:var( --grey )}`,
			want: "link on ground 2.32",
		},
		{
			name: "print and forced colours",
			css:  `@media print{:root{--text:#fff}}@media (forced-colors:active){:root{--text:#fff}}`,
			want: "",
		},
		{
			name: "unknown values",
			css:  `:root{--text:rgb(255 255 255);--a:var(--a);--link:var(--a)}`,
			want: "",
		},
		{
			name: "comment and string",
			css:  `/* :root{--text:#fff} */ .x::before{content:"}:root{--text:#fff}"}`,
			want: "",
		},
		{
			name: "unbalanced braces",
			css:  `}}}:root{--text:#fff`,
			want: "",
		},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, summary(Check(base+tt.css))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// summary returns the findings, a line each.
func summary(findings []Finding) string {
	var lines []string
	for _, f := range findings {
		line := fmt.Sprintf("%s on %s %.2f", f.Colour, f.Background, f.Contrast)
		if f.Dark {
			line = "dark " + line
		}

		lines = append(lines, line)
	}

	return strings.Join(lines, "\n")
}
