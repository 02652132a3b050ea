package markdown

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBlocks(t *testing.T) {
	tests := []struct {
		name                string
		markdown            []string
		html, text, summary string
		steps               []string
	}{
		{
			name:     "details",
			markdown: []string{"> [!DETAILS] If the **light** is off", "> Press it.", ">", "> - Wait.", "", "End."},
			html: "<details>\n<summary>If the <strong>light</strong> is off</summary>\n<p>Press it.</p>\n<ul>\n<li>Wait.</li>\n</ul>\n</details>\n" +
				"<p>End.</p>\n",
			text:    "If the light is off\nPress it.\n- Wait.\nEnd.",
			summary: "End.",
		},
		{
			name:     "tasks",
			markdown: []string{"- [x] **One** [a](#b)", "  - [ ] Two", "- Three", "", "+ [ ] Loose", "", "+ End."},
			html: "<ul>\n<li><label><input checked=\"\" disabled=\"\" type=\"checkbox\"> <strong>One</strong> <a href=\"#b\">a</a></label>\n" +
				"<ul>\n<li><label><input disabled=\"\" type=\"checkbox\"> Two</label></li>\n</ul>\n</li>\n<li>Three</li>\n</ul>\n" +
				"<ul>\n<li>\n<p><label><input disabled=\"\" type=\"checkbox\"> Loose</label></p>\n</li>\n<li>\n<p>End.</p>\n</li>\n</ul>\n",
			text: "- One a\n  - Two\n- Three\n- Loose\n- End.",
		},
		{
			name:     "tabs",
			markdown: []string{"> [!TAB] Windows", "> 1. Press.", "", "> [!TAB] Mac", ">", "> Pull.", "", "Then.", "", "> [!tab] Other", "> Ask."},
			html: "<div class=\"tabs\">\n<details name=\"tabs-1\" open>\n<summary>Windows</summary>\n<ol class=\"steps\">\n<li>Press.</li>\n</ol>\n</details>\n" +
				"<details name=\"tabs-1\">\n<summary>Mac</summary>\n<p>Pull.</p>\n</details>\n</div>\n<p>Then.</p>\n" +
				"<div class=\"tabs\">\n<details name=\"tabs-2\" open>\n<summary>Other</summary>\n<p>Ask.</p>\n</details>\n</div>\n",
			text:    "Windows\n1. Press.\nMac\nPull.\nThen.\nOther\nAsk.",
			summary: "Then.",
			steps:   []string{"Press."},
		},
		{
			name:     "steps that a picture parts",
			markdown: []string{"1. One.", "2. Two.", "", "![a dialog](a.png)", "", "3. Three.", "", "Then:", "", "1. Another list."},
			html: "<ol class=\"steps\">\n<li>One.</li>\n<li>Two.</li>\n</ol>\n<p><a class=\"picture\" href=\"a.png\"><img alt=\"a dialog\" src=\"a.png\"></a></p>\n" +
				"<ol start=\"3\" class=\"steps\">\n<li>Three.</li>\n</ol>\n<p>Then:</p>\n<ol>\n<li>Another list.</li>\n</ol>\n",
			text:    "1. One.\n2. Two.\n3. Three.\nThen:\n1. Another list.",
			summary: "Then:",
			steps:   []string{"One.", "Two.", "Three."},
		},
		{
			name:     "a picture with a caption",
			markdown: []string{`![a dialog](a.png "The <ODS> code\&")`, "", `[![a dialog](a.png 'Linked')](/x/)`, "", `Text ![a](a.png "no caption").`, "", `[![a](a.png 'none')](/x/) end`},
			html: "<figure>\n<a class=\"picture\" href=\"a.png\"><img alt=\"a dialog\" src=\"a.png\"></a>\n<figcaption>The &lt;ODS&gt; code&amp;</figcaption>\n</figure>\n" +
				"<figure>\n<a href=\"/x/\"><img alt=\"a dialog\" src=\"a.png\"></a>\n<figcaption>Linked</figcaption>\n</figure>\n" +
				"<p>Text <a class=\"picture\" href=\"a.png\"><img alt=\"a\" src=\"a.png\"></a>.</p>\n" +
				"<p><a href=\"/x/\"><img alt=\"a\" src=\"a.png\"></a> end</p>\n",
			text:    "The <ODS> code&\nLinked\nText .\na end",
			summary: "Text .",
		},
		{
			name:     "definition list",
			markdown: []string{"ODS code", ": The *practice*.", "", "CDB", ":   A number."},
			html:     "<dl>\n<dt>ODS code</dt>\n<dd>The <em>practice</em>.</dd>\n<dt>CDB</dt>\n<dd>A number.</dd>\n</dl>\n",
			text:     "ODS code\nThe practice.\nCDB\nA number.",
		},
		{
			name: "notes",
			markdown: []string{"[^b]: Second, see [^c].", "", "Wow![^a] And[^b] [so[^a]](/x/).", "", "> [!NOTE]", "> Here[^b].", "",
				"[^a]:", "    First.", "", "    - in a list", "", "[^c]: [Third](/y/)."},
			html: `<p>Wow!<sup><a id="sp:ref-1" href="#sp:note-1" role="doc-noteref" aria-label="Note 1">1</a></sup> ` +
				`And<sup><a id="sp:ref-2" href="#sp:note-2" role="doc-noteref" aria-label="Note 2">2</a></sup> <a href="/x/">so<sup>1</sup></a>.</p>` + "\n" +
				`<div class="callout note" role="note">` + "\n" + `<p class="callout-title">Note</p>` + "\n" +
				`<p>Here<sup><a href="#sp:note-2" role="doc-noteref" aria-label="Note 2">2</a></sup>.</p>` + "\n</div>\n" +
				`<ol class="notes" aria-label="Notes">` + "\n" +
				`<li id="sp:note-1">` + "\n<p>First.</p>\n<ul>\n<li>in a list</li>\n</ul>\n" +
				` <a href="#sp:ref-1" role="doc-backlink" aria-label="Back from note 1">↩︎</a>` + "</li>\n" +
				`<li id="sp:note-2">` + "\n" + `<p>Second, see <sup><a id="sp:ref-3" href="#sp:note-3" role="doc-noteref" aria-label="Note 3">3</a></sup>.` +
				` <a href="#sp:ref-2" role="doc-backlink" aria-label="Back from note 2">↩︎</a></p>` + "\n</li>\n" +
				`<li id="sp:note-3">` + "\n" + `<p><a href="/y/">Third</a>. <a href="#sp:ref-3" role="doc-backlink" aria-label="Back from note 3">↩︎</a></p>` +
				"\n</li>\n</ol>\n",
			text:    "Wow! And so.\nHere.\n* First.\n- in a list\n* Second, see .\n* Third.",
			summary: "Wow! And so.",
		},
		{
			name:     "a link is no callout",
			markdown: []string{"> [!important](/x/) reading"},
			html:     "<blockquote>\n<p><a href=\"/x/\">!important</a> reading</p>\n</blockquote>\n",
			text:     "!important reading",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := render(t, strings.Join(tt.markdown, "\n")+"\n", Options{})
			want := []rendered{{
				HTML:    tt.html,
				Text:    tt.text,
				Summary: tt.summary,
				Steps:   tt.steps,
			}}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNotesAreInTheSectionThatRefersToThemFirst(t *testing.T) {
	sections := render(t, "# A\nx[^1]\n# B[^2]\ny[^1] z[^3]\n\n[^3]: three\n[^2]: two\n[^1]: one\n", Options{})
	var got []string
	for _, s := range sections {
		got = append(got, s.Text)
	}

	if diff := cmp.Diff([]string{"", "x\n* one", "y z\n* two\n* three"}, got); diff != "" {
		t.Error(diff)
	}

	if !strings.Contains(sections[2].HTML, `<ol class="notes" aria-label="Notes" start="2">`) {
		t.Errorf("the numbers of the notes start again:\n%s", sections[2].HTML)
	}
}
