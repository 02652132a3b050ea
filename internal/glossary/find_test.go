package glossary

import (
	"slices"
	"strings"
	"testing"

	"signpost/internal/testkit/limited"
)

const sample = `RA:
  explanation: The team that issues smartcards.
  also: [RAs]
R&D: Research.
local service desk: The people who fix computers.
Registration Authority: The same team.
`

func parseSample(t testing.TB) *Glossary {
	t.Helper()
	g, errs := Parse([]byte(sample))
	if len(errs) > 0 {
		t.Fatal(errs)
	}

	return g
}

// found returns the words that are found in HTML.
func found(g *Glossary, source string) []string {
	var list []string
	for _, m := range g.Find([]byte(source), func(int) bool { return false }) {
		list = append(list, source[m.Start:m.End])
	}

	return list
}

func TestFind(t *testing.T) {
	g := parseSample(t)
	for name, example := range map[string]struct{ source, want string }{
		"first use":       {`<p>Ask the RA, then the RA.</p>`, "RA"},
		"parts of names":  {`<p>ra, RA-101, RAID, ra.example.org, RA.pdf, x_RA</p>`, ""},
		"other forms":     {`<p>The RAs and the RA's desk</p>`, "RAs"},
		"sentence":        {`<p>Local service desk; R&amp;D</p>`, "Local service desk|R&amp;D"},
		"line break":      {"<p>Registration\nAuthority</p>", "Registration\nAuthority"},
		"links and code":  {`<p><a>RA</a> <code>RA</code> <strong>RA</strong></p>`, ""},
		"straight quotes": {`<p>It says &quot;No RA found&quot;. Ask the RA.</p>`, "RA"},
		"curved quotes":   {`<p>It says “No RA found”, „RA“, «RA», 'RA'.</p>`, ""},
		"open quotes":     {`<p>A &quot;stray mark, RA</p><p>RA&quot;</p>`, "RA"},
		"other language":  {`<p><span lang="cy">RA <span>RA</span></span> RAs</p>`, "RAs"},
		"no spaces":       {`<p>RAに聞く</p>`, "RA"},
		"headings":        {`<blockquote>RA</blockquote><h3>RA</h3>`, ""},
		"attributes":      {`<img alt="RA"><!-- RA --><p>&#82;A</p>`, ""},
		"open elements":   {`<p><a>RA<p>RA</a> RA`, "RA"},
	} {
		if got := strings.Join(found(g, example.source), "|"); got != example.want {
			t.Errorf("%s: got %q, want %q", name, got, example.want)
		}
	}
}

func TestFindSkips(t *testing.T) {
	g := parseSample(t)
	team, _ := g.Lookup("RAs")
	marks := g.Find([]byte("<p>RA, Registration Authority, RA</p>"), func(word int) bool { return word == team })
	if len(marks) != 1 || marks[0].Start != len("<p>RA, ") {
		t.Errorf("found %v, want only the second word", marks)
	}
}

func TestMistakes(t *testing.T) {
	_, errs := Parse([]byte("RA: x\nODS:\n  explain: y\nCDB:\nBoss: " + strings.Repeat("a", 301) +
		"\nNACS: {explanation: z, also: [RA]}\n'...': dots\n"))

	want := []string{
		`3: unknown key "ODS.explain"`,
		`4: the word "CDB" has no explanation`,
		`5: the explanation of "Boss" has 301 characters; the limit is 300`,
		`1: "RA" is also a form of "NACS"`,
	}
	for _, text := range want {
		line, rest, _ := strings.Cut(text, ": ")
		isReported := func(text string, line int) bool {
			for _, e := range errs {
				if e.Text == text && e.Line == line {
					return true
				}
			}

			return false
		}

		if !isReported(rest, int(line[0]-'0')) {
			t.Errorf("%q is not reported", text)
		}
	}

	for _, e := range errs {
		t.Log(e, "|", e.Hint)
	}
}

// A glossary of many words that begin alike takes no longer than a small one: each place is compared with a path of the
// trie.
func TestFindsAllWordsOfALargeGlossary(t *testing.T) {
	var yaml, text strings.Builder
	for i := range 3000 {
		word := "term " + strings.Repeat("a", i%50) + string(rune('α'+i%24)) + string(rune(0x4E00+i))
		yaml.WriteString(word + ": x\n")
		text.WriteString(word + " ")
	}

	g, errs := Parse([]byte(yaml.String()))
	if len(errs) > 0 {
		t.Fatal(errs)
	}

	if got := found(g, "<p>"+text.String()+"</p>"); len(got) != 3000 {
		t.Errorf("found %d words, want 3000", len(got))
	}
}

// asWritten replaces what HTML has instead of a character, or of a space.
var asWritten = strings.NewReplacer("&amp;", "&", "\n", " ", "\t", " ", "\r", " ")

// FuzzFind expects marks of whole words, in order, in any HTML.
func FuzzFind(f *testing.F) {
	g := parseSample(f)
	f.Add([]byte(`<p>Ask the RA, &quot;RA&quot; and <a href="RA">RAs</a></p>`))
	f.Add([]byte("RA\xff<p '\">R&amp;D</pre><pre>local\nservice desk"))
	f.Fuzz(func(t *testing.T, source []byte) {
		limited.Input(t)
		end := 0
		for _, m := range g.Find(source, func(int) bool { return false }) {
			if m.Start < end || m.End > len(source) || m.End <= m.Start {
				t.Fatalf("mark %v after offset %d of %d", m, end, len(source))
			}

			end = m.End
			form := asWritten.Replace(string(source[m.Start:end]))
			word := g.Words[m.Word]
			isForm := func(name string) bool { return strings.EqualFold(name, form) }
			if !slices.ContainsFunc(word.Forms(), isForm) {
				t.Fatalf("%q is no form of %q", form, word.Name)
			}
		}
	})
}

// FuzzParse expects a glossary from any file, without a word that Find could not compare.
func FuzzParse(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("? [a]\n: b\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		limited.Input(t)
		g, _ := Parse(src)
		g.Find([]byte("<p>RA"), func(int) bool { return false })
	})
}

func BenchmarkFind(b *testing.B) {
	g := parseSample(b)
	source := []byte("<p>" + strings.Repeat("Ask the RA of <b>your</b> local service desk. ", 1000) + "</p>")
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		g.Find(source, func(int) bool { return false })
	}
}
