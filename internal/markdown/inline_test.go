package markdown

import (
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// inlineKinds returns the links, addresses and boxes in a text, with their destinations.
func inlineKinds(t *testing.T, source string) string {
	t.Helper()
	root, _ := dialect.parse([]byte(source))
	var found []string
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}

		switch n := n.(type) {
		case *ast.Link:
			found = append(found, "link "+string(n.Destination))
		case *ast.AutoLink:
			found = append(found, "address "+string(n.URL([]byte(source))))
		case *extast.TaskCheckBox:
			found = append(found, "box")
		}

		return ast.WalkContinue, nil
	})

	return strings.Join(found, ", ")
}

func TestBoxesAreFollowedBySpace(t *testing.T) {
	for source, want := range map[string]string{
		"- [ ] task":         "box",
		"- [x]\ttask":        "box",
		"- [X](a.md)":        "link a.md",
		"- [x][a]\n\n[a]: b": "link b",
		"- [ ]nope":          "",
		"- [x] [x](a.md)":    "box, link a.md",
	} {
		if got := inlineKinds(t, source); got != want {
			t.Errorf("%q: got %q, want %q", source, got, want)
		}
	}
}

func TestAddressesBeyondASCII(t *testing.T) {
	for source, want := range map[string]string{
		"https://cy.wikipedia.org/wiki/Tŷ_Ddewi": "https://cy.wikipedia.org/wiki/Tŷ_Ddewi",
		"see https://example.org/café/menu.":     "https://example.org/café/menu",
		"“https://example.org/a”":                "",
		"(https://example.org/日本語)":              "https://example.org/日本語",
		"https://hjälp.example/å":                "https://hjälp.example/å",
		"www.exämple.org/é":                      "http://www.exämple.org/é",
		"https://example.org/a b":                "https://example.org/a",
	} {
		if want != "" {
			want = "address " + want
		}

		if got := inlineKinds(t, source); got != want {
			t.Errorf("%q: got %q, want %q", source, got, want)
		}
	}
}

func TestNoLinkIsInALink(t *testing.T) {
	for source, want := range map[string]string{
		"[a <https://b.example>](c) d": `<p><a href="c">a https://b.example</a> d</p>`,
		"[a *<b@c.example>*](d) e":     `<p><a href="d">a <em>b@c.example</em></a> e</p>`,
		"<a href=b>![a](c.mp4)</a>": `<p><a href="b"><video controls preload="metadata" aria-label="a" ` +
			`src="c.mp4">a</video></a></p>`,
	} {
		if got := strings.TrimSpace(renderAll(source, Options{})); got != want {
			t.Errorf("%q: got %q, want %q", source, got, want)
		}
	}
}
