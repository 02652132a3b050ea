package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"signpost/internal/rules"
	"signpost/internal/sanitise"
	"signpost/internal/testkit/folder"
	"signpost/internal/testkit/sitecheck"
)

// schemesToHide are schemes that no page may link to, and one that signpost does not know.
var schemesToHide = []string{"javascript", "vbscript", "data", "file", "blob", "filesystem", "view-source", "acme"}

// disguise writes a scheme in a way that browsers still read, or might.
func disguise(r *rand.Rand, scheme string) string {
	colon := pickOne(r, ":", "&colon;", "&#58;", "&#x3a;", ":", "%3A", ":\t", "\t:", "\\:")
	var b strings.Builder
	b.WriteString(pickOne(r,
		"", "", " ", "\t", "\x01", "&#1;", "&#32;", "&Tab;", "\u00a0", "\ufeff", "\\", "%20", "./", "//"))
	for _, c := range scheme {
		switch r.IntN(9) {
		case 0:
			fmt.Fprintf(&b, "&#%d;", c)
		case 1:
			fmt.Fprintf(&b, "&#X%x;", c)
		case 2:
			b.WriteString(strings.ToUpper(string(c)))
		case 3:
			b.WriteString(pickOne(r, "&#10;", "&Tab;", "&NewLine;", "\t", "&#13;", "\\", "%0a", "\u00ad", "\u200b"))
			b.WriteRune(c)
		default:
			b.WriteRune(c)
		}
	}

	return b.String() + colon
}

func pickOne(r *rand.Rand, list ...string) string { return list[r.IntN(len(list))] }

// hostileURL returns an address that should not be followed.
func hostileURL(r *rand.Rand) string {
	switch r.IntN(8) {
	case 0:
		return pickOne(r, "//", `/\`, `\\`, `http:/\`, `http:\\`, "https:", "http:///", "///", "/%5c") +
			"evil.example/x"
	case 1:
		return pickOne(r, "https://a;sandbox/", "https://u:p@evil.example/", "https://[::1", "https://a b/",
			"#%", "mailto:a@b.example?x=\"><script>", "tel:javascript:alert(1)", "http://evil.example:99999/")
	}

	rest := pickOne(r, "alert(1)", "//help.example/%0aalert(1)", "text/html,<script>alert(1)</script>", "///etc/passwd",
		"image/svg+xml,<svg onload=alert(1)>", "image/png;base64,AAAA", "javascript:alert(1)", "\"onclick=alert(1) ")

	return disguise(r, schemesToHide[r.IntN(len(schemesToHide))]) + rest
}

// linkForms are the ways in which an article contains an address, as it is or, for RAW, as HTML writes it.
var linkForms = []string{
	"[t](URL)", "[t](<URL>)", "[t](URL \"title\")", "![p](URL)", "![p](<URL>)", "[![p](list.svg)](URL)",
	"[![p](URL)](URL)",
	"<URL>", "URL", "www.URL", "[r][rN]\n\n[rN]: URL", "[r][rN]\n\n[rN]: <URL>", "![r][rN]\n\n[rN]: <URL>",
	"[URL]\n\n[URL]: URL",
	"| a |\n|---|\n| [t](URL) |", "> [!NOTE]\n> [t](URL)", "- [ ] [t](<URL>)", "Text[^N].\n\n[^N]: [t](URL)",
	"term\n: [t](URL)",
	"## [t](URL)", "## [t](URL) {#idN}", "**[t](URL)**", "[`t`](URL)",
	"{{ bad }} [t]({{ bad }}) <a href=\"{{ bad }}\">t</a>",
	"<a href=\"RAW\">t</a>", "<a href='RAW'>t</a>", "<a href=URL>t</a>", "<A HREF=\"RAW\" ping=\"RAW\">t</A>",
	"<img src=\"RAW\" alt=\"\">", "<img src=\"list.svg\" srcset=\"RAW 2x\" alt=\"\">",
	"<img longdesc=\"RAW\" src=\"list.svg\" alt=\"\">",
	"<blockquote cite=\"RAW\">q</blockquote>", "<p>a <q cite=\"RAW\">q</q> <del cite=\"RAW\">d</del></p>",
	"<video src=\"RAW\" poster=\"RAW\"></video>", "<audio><source src=\"RAW\"></audio>",
	"<picture><source srcset=\"RAW\"></picture>",
	"<iframe src=\"RAW\"></iframe>", "<object data=\"RAW\"></object>", "<embed src=\"RAW\">", "<base href=\"RAW\">",
	"<form action=\"RAW\"><button formaction=\"RAW\">b</button></form>", "<link rel=stylesheet href=\"RAW\">",
	"<meta http-equiv=refresh content=\"0;url=RAW\">", "<map><area href=\"RAW\" alt=\"\"></map>",
	"<svg><a xlink:href=\"RAW\"><text>t</text></a></svg>", "<math href=\"RAW\"><mi>x</mi></math>",
	"<table background=\"RAW\"><tr><td>a</td></tr></table>",
	"<details><summary><a href=\"RAW\">t</a></summary>b</details>",
	"{{< include \"bad.md\" >}}", "{{< youtube URL >}}", "{% embed url=\"URL\" %}",
}

// hostileArticle returns an article with addresses in all forms.
func hostileArticle(r *rand.Rand, title string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s\ndescription: %s\nsources: [{title: S, url: %s}]\nrelated: [%s]\n---\n\n",
		strconv.Quote(title), strconv.Quote("[d]("+hostileURL(r)+")"),
		strconv.Quote(hostileURL(r)), strconv.Quote(hostileURL(r)))
	for i, form := range linkForms {
		url := hostileURL(r)
		form = strings.ReplaceAll(form, "RAW", html.EscapeString(url))
		if r.IntN(2) == 0 {
			// The entities in the address count.
			form = strings.ReplaceAll(form, html.EscapeString(url), strings.ReplaceAll(url, "\"", "&quot;"))
		}

		form = strings.NewReplacer("URL", url, "N", strconv.Itoa(i)).Replace(form)
		fmt.Fprintf(&b, "%s\n\n", form)
	}

	return b.String()
}

// hostileSite returns a site with hostile addresses wherever there can be one, all rules off, and everything allowed.
func hostileSite(r *rand.Rand) []string {
	var lint strings.Builder
	for _, rule := range rules.All() {
		if !rule.SeverityLocked {
			fmt.Fprintf(&lint, "  %s: %s\n", rule.ID, pickOne(r, "off", "warning"))
		}
	}

	drawing := `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
		`viewBox="0 0 9 9">%s</svg>`
	bad := fmt.Sprintf(drawing, `<a xlink:href="`+html.EscapeString(hostileURL(r))+`"><circle r="4"/></a><use href="`+
		html.EscapeString(hostileURL(r))+`"/>`)

	return []string{
		"config.yaml", "title: Help\nbase_url: https://help.example/\nmarkdown: {html: safe}\nvariables: {bad: " +
			strconv.Quote(hostileURL(r)) + "}\nlint:\n" + lint.String(),
		"content/_snippets/bad.md", "[t](" + hostileURL(r) + ")",
		"content/a/list.svg", fmt.Sprintf(drawing, `<circle r="4"/>`),
		"content/a/bad.svg", bad,
		"content/a/one.md", hostileArticle(r, "[t]("+hostileURL(r)+")"),
		"content/a/two.md", hostileArticle(r, "`](x) ["+hostileURL(r)) + "\n\n![bad](bad.svg)\n",
		"content/a/index.md", "---\ntitle: A\n---\n[t](" + hostileURL(r) + ")\n",
	}
}

// TestNoDangerousAddressIsPublished builds sites with hostile addresses in spite of their problems. No file that is
// published leads to what runs a script, opens a file or has an unknown scheme.
func TestNoDangerousAddressIsPublished(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	seed, runs := uint64(1), 60
	if n, err := strconv.Atoi(os.Getenv("ATTACK_RUNS")); err == nil {
		runs = n
	}

	built := 0
	for i := range runs {
		dir := folder.New(t, hostileSite(rand.New(rand.NewPCG(seed, uint64(i))))...)
		config := filepath.Join(dir, "config.yaml")
		var out bytes.Buffer
		runArgs(t.Context(), io.Discard, &out, "lint", "--baseline", "--config", config)
		out.Reset()
		if code := runArgs(t.Context(), &out, &out, "build", "--config", config); code != 0 {
			t.Logf("site %d: %s", i, &out)
			continue
		}

		built++
		public := os.DirFS(filepath.Join(dir, "public"))
		faults, err := sitecheck.Folder(public, nil)
		if err != nil {
			t.Fatal(err)
		}

		for _, fault := range append(faults, addressFaults(t, public)...) {
			t.Errorf("site %d in %s: %v", i, dir, fault)
		}

		if t.Failed() {
			return
		}
	}

	if built < runs*9/10 {
		t.Errorf("only %d of %d sites were built", built, runs)
	}
}

var markdownLink = regexp.MustCompile(`\]\(<?([^)\s>]*)`)

// addressFaults checks the files for programs: feeds, the registry, the index of llms.txt and the redirects.
func addressFaults(t *testing.T, site fs.FS) []error {
	t.Helper()
	var faults []error
	check := func(name, address string) {
		scheme := sanitise.Scheme(html.UnescapeString(address))
		if scheme != "" && !sanitise.IsKnownScheme(scheme) {
			faults = append(faults, fmt.Errorf("%s leads to %q", name, address))
		}
	}

	err := fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}

		data, err := fs.ReadFile(site, name)
		switch {
		case path.Ext(name) == ".xml":
			for _, address := range addressesInXML(data) {
				check(name, address)
			}
		case path.Ext(name) == ".json":
			for _, address := range addressesInJSON(t, data) {
				check(name, address)
			}
		case name == "llms.txt":
			unescaped := strings.ReplaceAll(string(data), `\]`, "")
			for _, match := range markdownLink.FindAllStringSubmatch(unescaped, -1) {
				check(name, match[1])
			}
		case name == "_redirects":
			for line := range strings.Lines(string(data)) {
				if fields := strings.Fields(line); len(fields) > 1 && fields[0][0] != '#' {
					check(name, fields[1])
				}
			}
		}

		return err
	})
	if err != nil {
		t.Fatal(err)
	}

	return faults
}

// addressesInXML returns what is in attributes and elements for addresses.
func addressesInXML(data []byte) []string {
	var list []string
	element := ""
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if err != nil {
			return list
		}

		switch token := token.(type) {
		case xml.StartElement:
			element = token.Name.Local
			for _, a := range token.Attr {
				if a.Name.Local == "href" {
					list = append(list, a.Value)
				}
			}
		case xml.CharData:
			if element == "loc" || element == "link" || element == "id" || element == "uri" {
				list = append(list, string(token))
			}
		case xml.EndElement:
			element = ""
		}
	}
}

// addressesInJSON returns the values of all keys for addresses.
func addressesInJSON(t *testing.T, data []byte) []string {
	t.Helper()
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		t.Fatal(err)
	}

	var list []string
	var visit func(key string, value any)
	visit = func(key string, value any) {
		switch value := value.(type) {
		case map[string]any:
			for k, v := range value {
				visit(k, v)
			}
		case []any:
			for _, v := range value {
				visit(key, v)
			}
		case string:
			if key == "url" || key == "short" || key == "path" || key == "site" || key == "href" {
				list = append(list, value)
			}
		}
	}

	visit("", value)

	return list
}
