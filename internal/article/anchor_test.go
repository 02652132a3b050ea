package article

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/markdown"
	"signpost/internal/sanitise"
)

// Elements with a label get an ID that no heading and no writer has chosen.
func TestIDsOfLabelledElements(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"terms":             {"Term *one*\n: Text.\n\n`Two`\n: Text.\n", "term-one two"},
		"details":           {"> [!DETAILS] Is it free?\n> Yes.\n", "is-it-free"},
		"details in HTML":   {"<details open>\n\n<summary>Q <b>1</b> &amp; 2</summary>\n\n</details>\n", "q-1-2"},
		"terms in HTML":     {"<dl><dt>A</dt><dd>B</dd></dl>\n", "a"},
		"details in lists":  {"- Text\n\n  <details><summary>A</summary>B</details>\n", "a"},
		"folded callouts":   {"> [!NOTE]- Own title\n> Text.\n", "own-title"},
		"other programs":    {"??? question \"Why?\"\n    Text.\n", "why"},
		"titles of a kind":  {"> [!NOTE]-\n> Text.\n", ""},
		"open callouts":     {"> [!NOTE] Own title\n> Text.\n", ""},
		"tabs":              {"> [!TAB] Mac\n> Text.\n", ""},
		"no summary":        {"<details>Text.<details><summary>A</summary>B</details></details>\n", "a"},
		"no text":           {"<details><summary>?</summary>B</details>\n", ""},
		"details in terms":  {"<dl><dt><details><summary>A</summary>B</details></dt><dd>C</dd></dl>\n", "a"},
		"own ID":            {"<details id=own><summary>A</summary>B</details>\n", "own"},
		"own ID inside":     {"<details><summary><a id=own></a>A</summary>B</details>\n", "own"},
		"later own ID":      {"Term\n: Text.\n\n<b id=term>Text</b>\n", "term-2 term"},
		"later heading":     {"Term\n: Text.\n\n## Term\n\nText.\n", "term-2"},
		"alias":             {"Term\n: Text.\n\n## Other {#x aliases=\"term\"}\n\nText.\n", "term-2"},
		"heading of a page": {"# Term\n\nTerm\n: Text.\n", "term-2"},
		"same label":        {"Term\n: Text.\n\n\nOther\n\nTerm\n: Text.\n", "term term-2"},
	} {
		a, problems := Parse("a.md", []byte(test.text), Options{})
		if problems != nil {
			t.Errorf("%s: %v", name, problems)
		}

		var ids []string
		var html strings.Builder
		for _, s := range a.Sections {
			ids = append(ids, s.Anchors...)
			html.Write(s.Body.Source)
		}

		if diff := cmp.Diff(test.want, strings.Join(ids, " ")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}

		for _, id := range ids {
			if strings.Count(html.String(), ` id="`+id+`"`) != 1 {
				t.Errorf("%s: %s is not in %s", name, id, html.String())
			}
		}
	}
}

// What looks like an element may be part of a script, a comment or an attribute.
func TestIDsInUnsafeHTML(t *testing.T) {
	const text = "<script>x = '<dt>A</dt>'</script>\n\n<!-- <dt>B</dt> -->\n\n" +
		"<p title='<dt>C</dt>'>T</p>\n\n<details><summary>D</summary>T</details>\n"
	a, _ := Parse("a.md", []byte(text), Options{RawHTML: sanitise.Unsafe})
	got := string(a.Sections[0].Body.Source)
	if strings.Count(got, "id=") != 1 || !strings.Contains(got, `<details id="d">`) {
		t.Error(got)
	}
}

// The titles of callouts are those of the language.
func TestTitlesOfCalloutsGetNoIDs(t *testing.T) {
	const text = "> [!NOTE]-\n> Text.\n\n> [!NOTE]- Note\n> Text.\n"
	a, _ := Parse("a.md", []byte(text), Options{Labels: map[string]markdown.Labels{"": {"note": "Hinweis"}}})
	if diff := cmp.Diff([]string{"note"}, a.Sections[0].Anchors); diff != "" {
		t.Error(diff)
	}
}
