package markdown

import (
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark/ast"

	"signpost/internal/testkit/limited"
)

// A container without an end does not hide the headings after it.
func TestUnclosedContainer(t *testing.T) {
	for _, src := range []string{
		":::note Title\nText.\n\n## A\n\n:::tip\nB\n:::\n\n## C\n",
		"::::info\n:::tip\nText.\n\n## A\n\n## C\n",
		"{% hint style=\"info\" %}\nText.\n\n## A\n\n## C\n",
	} {
		doc := Parse([]byte(src), Options{})
		if count := len(doc.Sections); count != 3 {
			t.Errorf("%q: %d sections, want 3", src, count)
		}

		line, _, _ := strings.Cut(src, "\n")
		if text := doc.Text(doc.Sections[0].Blocks); !strings.HasPrefix(text, line) {
			t.Errorf("%q: text is %q", src, text)
		}
	}
}

// A container ends although a code block in it has no end, but not within code.
func TestContainerWithCode(t *testing.T) {
	for src, want := range map[string]int{
		":::note\n```\n:::\n\n## A\n\n```go\n```\n":       2,
		":::note\n```\n:::\n```\n:::\n\n## A\n":           2,
		":::note\n```\n:::\n\n## A\n\n```\n:::\n\n## B\n": 2,
	} {
		doc := Parse([]byte(src), Options{})
		if count := len(doc.Sections); count != want || len(doc.Mistakes) > 0 {
			t.Errorf("%q: %d sections, want %d; mistakes %v", src, count, want, doc.Mistakes)
		}
	}
}

// What only resembles a container stays as it is.
func TestNoContainer(t *testing.T) {
	for _, src := range []string{
		":: note\nx\n::\n",
		":::\nx\n",
		":::note(x)\ny\n",
		"::: 1\nx\n:::\n",
		"!!! note\nText.\n",
		"!!!note\n    Text.\n",
		"!!! note that this matters\n    Text.\n",
		"??? \"What\"\n    Text.\n",
		"{% hints %}\nx\n{% endhint %}\n",
		"{% include \"hint\" %}\n",
		"Term\n: ::note\n",
		":::image source=\"a.png\":::\n",
		":::row:::\nx\n:::row-end:::\n",
		":::zone-end\n",
		"/// a comment\nx\n///\n",
		"=== \"\"\n    x\n",
		"=== \"A\"\nx\n",
	} {
		doc := Parse([]byte(src), Options{})
		_ = ast.Walk(doc.Root, func(n ast.Node, _ bool) (ast.WalkStatus, error) {
			if containerOf(n) != nil {
				t.Errorf("%q contains a container", src)
			}

			return ast.WalkContinue, nil
		})
	}
}

// Parsing takes time in proportion to the source, however containers are nested.
func TestContainersAreLinear(t *testing.T) {
	const count = 20_000
	for _, unit := range []string{
		":::note\n",
		":::note\n:::\n",
		"::::note\n:::tip\n",
		"{% hint %}\n",
		"!!! note\n    ",
		"=== \"a\"\n    ",
		"/// note\n",
		":::note[[[\n",
		"- :::note\n",
	} {
		start := time.Now()
		Parse([]byte(strings.Repeat(unit, count)), Options{})
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%q: took %v", unit, took)
		}
	}
}

func FuzzContainers(f *testing.F) {
	f.Add(":::note[a]{title=\"b\"} c\n> ::::tip\n:::\n" +
		"- !!! note \"x\"\n\n\t\tz\n{% hint style=\"info\" %}\n{% endhint %}\n")
	f.Add("> [!faq|x]- *a*\n> ???+ b \"\"\n>     c\n")
	f.Add("a\n:::note\n\tb\n::: \n: c\n")
	f.Fuzz(func(t *testing.T, src string) {
		limited.Input(t)
		doc := Parse([]byte(src), Options{})
		for _, s := range doc.Sections {
			html := doc.Render(s.Blocks)
			if !html.Valid() {
				t.Errorf("%q: links are not in order", src)
			}

			_ = doc.Text(s.Blocks)
		}

		for _, m := range doc.Mistakes {
			if m.Offset < 0 || m.Offset > len(src) {
				t.Errorf("%q: mistake at %d", src, m.Offset)
			}
		}
	})
}
