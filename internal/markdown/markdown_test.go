package markdown

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// rendered is a section as a test sees it.
type rendered struct {
	HTML    string
	Text    string
	Summary string
	Steps   []string
}

// render parses Markdown that must not contain a mistake and renders its sections. Links lead to their destination.
func render(t *testing.T, src string, opts Options) []rendered {
	t.Helper()
	doc := Parse([]byte(src), opts)
	var list []rendered
	for _, s := range doc.Sections {
		html := doc.Render(s.Blocks)
		for i := range html.Links {
			html.Links[i].Target = html.Links[i].Dest
		}

		list = append(list, rendered{
			HTML:    string(html.Append(nil, identity)),
			Text:    doc.Text(s.Blocks),
			Summary: doc.Summary(s.Blocks),
			Steps:   BlockTexts(s.Steps, doc.Source),
		})
	}

	for _, m := range doc.Mistakes {
		t.Errorf("unexpected mistake: %+v", m)
	}

	return list
}

func identity(target string) string {
	return target
}

func TestLabels(t *testing.T) {
	labels := Labels{"note": "Nodyn", "reference": "Nodyn {number}", "notes": "Nodiadau"}
	page := render(t, "> [!NOTE]\n> x[^1]\n\n> [!TIP]\n> y\n\n[^1]: z\n", Options{Labels: labels})[0].HTML
	for _, want := range []string{
		`<p class="callout-title">Nodyn</p>`,
		`<p class="callout-title">Tip</p>`,
		`aria-label="Nodyn 1"`,
		`aria-label="Nodiadau"`,
		`aria-label="Back from note 1"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in\n%s", want, page)
		}
	}
}

func TestLabelKeys(t *testing.T) {
	labels := maps.Clone(English)
	labels["tip"] = ""
	delete(labels, "back")
	labels["nota"] = "x"

	if diff := cmp.Diff([]string{"nota"}, labels.Unknown()); diff != "" {
		t.Errorf("unknown keys: %s", diff)
	}

	if diff := cmp.Diff([]string{"back", "tip"}, labels.Missing()); diff != "" {
		t.Errorf("missing keys: %s", diff)
	}
}

func TestTitlesOfCallouts(t *testing.T) {
	labels := Labels{"note": "Nodyn"}
	for kind, want := range map[string]string{
		"note":  "Nodyn",
		"tip":   "Tip",
		"notes": "",
		"nota":  "",
	} {
		title, err := labels.Title(kind)
		if title != want || (err == nil) != (want != "") {
			t.Errorf("%s: got %q and error %v, want %q", kind, title, err, want)
		}
	}
}

func TestMistakes(t *testing.T) {
	tests := []struct {
		src  string
		want []Mistake
	}{
		{"> [!NOTICE]\n> x\n", []Mistake{{UnknownCallout, 2, "notice"}}},
		{"> [!TAB]\n> x\n", []Mistake{{UnlabelledFold, 2, "tab"}}},
		{"> [!NOTE] x\n", nil},
		{"a\n\n:::notice\nx\n:::\n", []Mistake{{UnknownCallout, 3, "notice"}}},
		{":::note\nx\n", []Mistake{{UnclosedContainer, 0, ":::note"}}},
		{"- ::::note\n  :::tip\n  x\n  ::::\n", []Mistake{{UnclosedContainer, 13, ":::tip"}}},
		{"{% hint style=\"info\" %}\nx\n", []Mistake{{UnclosedContainer, 0, `{% hint style="info" %}`}}},
		{"{{ desk }} {{ x }}\n", []Mistake{{UnknownVariable, 11, "x"}}},
		{"See {{< include \"a.md\" >}}\n", []Mistake{{InlineInclude, 4, `{{< include "a.md" >}}`}}},
		{"x[^a]\n", []Mistake{{UnknownNote, 1, "a"}}},
		{"x[^a]\n\n[^a]: A\n[^a]: B\n[^b]: C\n", []Mistake{{DuplicateNote, 15, "a"}, {UnusedNote, 23, "b"}}},
		{"~~~pwoershell\n~~~\n", []Mistake{{UnknownLanguage, 3, "pwoershell"}}},
		{"a <B>c</B>\n", nil},
		{"a <Script>c</Script>\n", []Mistake{{RawHTML, 2, "<Script>"}}},
		{"a <b onclick='x()'>c</b>\n", []Mistake{{RefusedAttribute, 2, "onclick"}}},
		{"> <p\n> style='x'\n> class='y'>c\n", []Mistake{{RefusedAttribute, 2, "style"}}},
		{"a <a href=' JAVAscript&colon;x()'>c</a>\n", []Mistake{{RefusedAddress, 2, "JAVAscript:x()"}}},
		{"<img src='java\nscript:x()'>\n", []Mistake{{RefusedAddress, 0, "javascript:x()"}}},
		{"a <!-- b -->\n", nil},
		{"a\n\n<div><!-- b\n\n--></div>\n", []Mistake{{UnclosedComment, 8, "<!-- b"}}},
		{"<Tabs>\n\na\n\n</Tabs> <Tabs x=y>\n", []Mistake{{UnknownElement, 0, "<Tabs>"}}},
		{"a <name> <Card x=y />\n", []Mistake{{ShownElement, 2, "<name>"}, {ShownElement, 9, "<Card x=y />"}}},
		{"<details>\n\na\n", []Mistake{{UnclosedElement, 0, "<details>"}}},
		{"<div><td {{ z }}>{{ x }}</td></div>\n", []Mistake{{UnknownVariable, 17, "x"}}},
		{"> ## x {#y}\n", []Mistake{{NestedAttributes, 2, ""}}},
		{"a [to do: b] `[to do: c]`\n", []Mistake{{Placeholder, 2, "[to do: b]"}}},
	}
	opts := Options{Variables: map[string]string{"desk": "the desk"}}
	for _, tt := range tests {
		doc := Parse([]byte(tt.src), opts)
		for _, s := range doc.Sections {
			doc.Render(s.Blocks) // reports HTML without an end
		}

		if diff := cmp.Diff(tt.want, doc.Mistakes); diff != "" {
			t.Errorf("%q: %s", tt.src, diff)
		}
	}
}

// TestTakeTitle lists the headings of the sections with their level.
func TestTakeTitle(t *testing.T) {
	tests := []struct {
		name  string
		given string
		src   string
		title string
		want  string
	}{
		{"title and text", "", "# A *b*\n\nc\n\n## D\n", "A b", "2 D"},
		{"the same title", "A b", "# A *b*\n\nc\n", "A b", ""},
		{"another title", "B", "# A\n\n## C\n\n### D\n", "B", "2 C, 3 D"},
		{"after other text", "", "c\n\n# A\n\n## B\n", "A", "2 B"},
		{"several of level 1", "", "# A\n\n# B\n\n## C\n", "A", "2 B, 3 C"},
		{"several of level 1 and a title", "T", "# A\n\n# B\n\n## C\n", "T", "2 A, 2 B, 3 C"},
		{"several of level 1, the first the same", "a", "# A\n\n# B\n", "a", "2 B"},
		{"level 1 after level 2", "T", "## A\n\n# B\n", "T", "3 A, 2 B"},
		{"the deepest level", "T", "###### A\n\n# B\n", "T", "6 A, 2 B"},
		{"level 2 at the top", "", "## A\n\n### B\n\n#### C\n", "A", "2 B, 3 C"},
		{"level 2 after text", "", "c\n\n## A\n\n### B\n", "A", "2 A, 3 B"},
		{"several of level 2", "", "## A\n\n## B\n", "A", "2 A, 2 B"},
		{"several of level 2 after text", "", "c\n\n## A\n\n## B\n", "", "2 A, 2 B"},
		{"level 2 and a title", "T", "## A\n", "T", "2 A"},
		{"a code", "", "# A {#a code=ID-201}\n", "A", "2 A"},
		{"only a picture", "", "# ![](a.png)\n\nText.\n", "", "2 "},
		{"no heading", "", "c\n", "", ""},
	}
	for _, tt := range tests {
		doc := Parse([]byte(tt.src), Options{TakeTitle: true, Title: tt.given})
		var got []string
		for _, s := range doc.Sections[1:] {
			got = append(got, fmt.Sprint(s.Heading.Level, " ", PlainText(s.Heading, doc.Source)))
		}

		if list := strings.Join(got, ", "); doc.Title != tt.title || list != tt.want {
			t.Errorf("%s: got title %q and %q, want %q and %q", tt.name, doc.Title, list, tt.title, tt.want)
		}
	}

	if doc := Parse([]byte("# A\n"), Options{}); doc.Title != "" || len(doc.Sections) != 2 {
		t.Errorf("without TakeTitle: got title %q and %d sections", doc.Title, len(doc.Sections))
	}
}

func TestPicturesWithVariants(t *testing.T) {
	doc := Parse([]byte("![a dialog](a.png)\n"), Options{})
	html := doc.Render(children(doc.Root))
	picture := &html.Links[1]
	picture.Target = "/a.png,"
	picture.Image = &Image{
		Width:  640,
		Height: 480,
		Type:   "image/webp",
		Variants: []Variant{
			{Target: "/a-400.webp", Width: 400},
			{Target: "/a-200.webp", Width: 200},
		},
		Column: 500,
	}

	got := string(html.Append(nil, func(target string) string { return ".." + target }))
	want := `<picture><source type="image/webp"` +
		` srcset="../a.png%2C 640w, ../a-400.webp 400w, ../a-200.webp 200w"` +
		` sizes="(min-width: 500px) 500px, 100vw">` +
		`<img alt="a dialog" src="../a.png," width="640" height="480"></picture>`
	if !strings.Contains(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestPlaceholdersOutsideOfTheHTMLAreInvalid(t *testing.T) {
	for _, tt := range []struct {
		offsets []int32
		want    bool
	}{
		{[]int32{0, 0, 3}, true},
		{[]int32{2, 1}, false},
		{[]int32{4}, false},
		{[]int32{-1}, false},
	} {
		h := HTML{Source: []byte("abc")}
		for _, offset := range tt.offsets {
			h.Links = append(h.Links, Link{Offset: offset})
		}

		if got := h.Valid(); got != tt.want {
			t.Errorf("offsets %v: got %t, want %t", tt.offsets, got, tt.want)
		}
	}
}

func ExampleDocument_Render() {
	doc := Parse([]byte("See [the role](add.md).\n"), Options{})
	for _, s := range doc.Sections {
		html := doc.Render(s.Blocks)
		html.Links[0].Target = "/cards/add/"
		fmt.Printf("%s", html.Append(nil, func(target string) string { return "../.." + target }))
	}
	// Output: <p>See <a href="../../cards/add/">the role</a>.</p>
}
