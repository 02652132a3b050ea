package generate

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/config"
	"signpost/internal/output"
	"signpost/internal/site"
)

// TestCheckPaths checks pairs of paths, as on the least capable system. Not every system can store them in one folder.
func TestCheckPaths(t *testing.T) {
	long := strings.Repeat("a-long-name/", 20) + "a.txt"
	deep := strings.Repeat("a-long-name/", 300) + "a.txt"
	for _, test := range []struct {
		generated, static []string
		want              []string
	}{
		{[]string{"a/index.html", "a.md", "codes.json"}, []string{"a/b.txt", "b"}, nil},
		{[]string{"assets/site.css", "assets/site.css"}, nil, nil},
		{[]string{"\ufeff/index.html", "\u2028/a"}, []string{"\u200b/b.txt"}, nil},
		{[]string{"codes.json"}, []string{"Codes.json"}, []string{
			"SP045 c/_static/Codes.json: the address /Codes.json differs from /codes.json, that of a file that " +
				"signpost writes, only in case (rename or delete it)",
		}},
		{nil, []string{"caf\u00e9/a.txt", "cafe\u0301/a.txt", "CAFE\u0301/b.txt"}, []string{
			"SP045 c/_static/cafe\u0301/a.txt: the address /cafe\u0301/a.txt differs from /caf\u00e9/a.txt, that of " +
				"c/_static/caf\u00e9/a.txt, only in how letters with accents are stored (rename or delete one of them)",
		}},
		{nil, []string{"stra\u00dfe", "STRASSE"}, []string{
			"SP045 c/_static/STRASSE: the address /STRASSE differs from /stra\u00dfe, that of c/_static/stra\u00dfe, " +
				"only in ways that some systems ignore (rename or delete one of them)",
		}},
		{[]string{"llms.txt"}, []string{"llms.txt/b", "a/b", "A"}, []string{
			"SP045 c/_static/A: the address /A is that of the folder of c/_static/a/b (rename or delete one of them)",
			"SP045 c/_static/llms.txt/b: the address /llms.txt/b needs a folder in place of the file /llms.txt, " +
				"which signpost writes (rename the folder)",
		}},
		{nil, []string{"a\tb/c.txt", "a\tb/d.txt", "NUL.txt", "NUL-1.txt"}, []string{
			`SP046 c/_static/NUL.txt: the name "NUL.txt" contains NUL, which Windows reserves for a device ` +
				`(rename it: the site must work on every server)`,
			`SP046 c/_static/a	b/c.txt: the name "a\tb" contains a control character (rename the folder to "a-b")`,
		}},
		{nil, []string{strings.Repeat("é", 128)}, []string{
			"SP045 c/_static/" + strings.Repeat("é", 128) + `: the name "` + strings.Repeat("é", 30) +
				`..." is longer than 255 bytes (rename it to "` + strings.Repeat("é", 50) + `")`,
		}},
		{nil, []string{long}, []string{
			"SP046 c/_static/" + long + ": the path of /a-long-name/a-long-name/a-long-name/a-long-name/a-long... " +
				"in the site has 245 characters: Windows allows 259 with the folder of the site " +
				"(shorten the names of its folders, or move it up)",
		}},
		{nil, []string{deep}, []string{
			"SP045 c/_static/" + deep + ": the path of /a-long-name/a-long-name/a-long-name/a-long-name/a-long... " +
				"in the site has 3605 characters: no system allows as many " +
				"(shorten the names of its folders, or move it up)",
		}},
	} {
		got := pathProblems(t, test.generated, test.static)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q, %q (-want +got):\n%s", test.generated, test.static, diff)
		}
	}
}

// pathProblems returns the problems of a site with files that signpost makes, and files of the static folder.
func pathProblems(t *testing.T, generated, static []string) []string {
	t.Helper()
	c := newPathChecker(&Result{
		Config:     new(config.Config),
		Site:       new(site.Site),
		contentDir: "c",
	}, Options{})

	var files []output.File
	for _, name := range generated {
		files = append(files, output.Static(name, nil))
	}

	c.addGenerated(files)
	for _, name := range static {
		c.Site.Static = append(c.Site.Static, site.File{File: site.StaticFolder + "/" + name, Path: name})
	}

	c.addSources()
	c.reportNames()

	var got []string
	for _, p := range c.problems {
		got = append(got, p.Rule+" "+p.File+": "+p.Text+" ("+p.Hint+")")
	}

	slices.Sort(got)

	return got
}
