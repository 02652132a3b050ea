package picture

import (
	"fmt"
	"strings"
	"testing"

	"signpost/internal/limit"
)

func drawing(body string) []byte {
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">` + body + `</svg>`)
}

// multiplied returns a drawing of parts p0, p1, ... of which each contains the one before ten times. inner is drawn in
// the part with a number.
func multiplied(levels int, part, inner string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<%s id='p0'><path/></%s>", part, part)
	for i := 1; i <= levels; i++ {
		again := strings.ReplaceAll(inner, "N", fmt.Sprint(i-1))
		fmt.Fprintf(&b, "<%s id='p%d'>%s</%s>", part, i, strings.Repeat(again, 10), part)
	}

	return b.String()
}

func TestDrawingsThatMultiplyAreRefused(t *testing.T) {
	styles := "<style>"
	for i := range 6 {
		styles += fmt.Sprintf(".c%d { fill: url(#p%d) }", i, i)
	}

	styles += "</style>"
	for name, body := range map[string]string{
		"use":              multiplied(6, "g", "<use href='#pN'/>"),
		"pattern":          multiplied(6, "pattern", "<path fill='url(#pN)'/>") + "<path fill='url(#p6)'/>",
		"mask":             multiplied(6, "mask", "<path mask='url(#pN)'/>"),
		"style attribute":  multiplied(6, "pattern", "<path style=\"stroke: url('#pN')\"/>"),
		"style sheet":      styles + multiplied(6, "pattern", "<path class='cN'/>"),
		"inherited fill":   multiplied(6, "pattern", "<g fill='url(#pN)'><path/></g>"),
		"chain":            chain(2 * limit.DrawingDepth),
		"elements":         strings.Repeat("<g/>", limit.DrawnElements+1),
		"same class again": "<style>.a{fill:url(#p0)}</style>" + multiplied(6, "g", "<use href='#pN' class='a a a'/>"),
	} {
		if _, err := Read("a.svg", drawing(body)); err != errTooManyElements {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// chain returns elements of which each draws the next one.
func chain(length int) string {
	var b strings.Builder
	for i := range length {
		fmt.Fprintf(&b, "<g id='a%d'><use href='#a%d'/></g>", i, i+1)
	}

	return b.String()
}

func TestDrawingsThatRepeatPartsAreAccepted(t *testing.T) {
	clipped := "<clipPath id='c'><path/></clipPath>"
	for name, body := range map[string]string{
		"use":    multiplied(4, "g", "<use href='#pN'/>"),
		"itself": "<g id='a'><use href='#a'/><use href='#b'/></g><g id='b'><use href='#a'/></g>",
		"chain":  chain(100),
		"clip groups": clipped +
			strings.Repeat("<g clip-path='url(#c)'>", 100) + "<path/>" + strings.Repeat("</g>", 100),
		"clip class": "<style>.a{clip-path:url(#c)}</style>" + clipped +
			strings.Repeat("<g class='a'>", 100) + "<path/>" + strings.Repeat("</g>", 100),
		"gradients": "<linearGradient id='g'><stop/><stop/></linearGradient>" +
			strings.Repeat("<g fill='url(#g)'>", 100) + "<path/>" + strings.Repeat("</g>", 100),
		"many": strings.Repeat("<path/>", 100_000),
	} {
		if _, err := Read("a.svg", drawing(body)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Styles that select all elements for all parts must not take the square of the time.
func TestStylesAreCountedOnce(t *testing.T) {
	var styles, parts strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&styles, "path{fill:url(#p%d)} path{fill:url(#missing%d)}", i, i)
		parts.WriteString("<path class='a a a a a'/>")
	}

	gradients := strings.ReplaceAll(chain(20_000), "<g id='a", "<linearGradient id='p")
	gradients = strings.NewReplacer("<use", "<stop", "</g>", "</linearGradient>").Replace(gradients)
	if _, err := Read("a.svg", drawing("<style>"+styles.String()+"</style>"+parts.String()+gradients)); err != nil {
		t.Error(err)
	}
}

func TestDrawingDepth(t *testing.T) {
	nested := func(depth int) []byte {
		return drawing(strings.Repeat("<g>", depth) + strings.Repeat("</g>", depth))
	}

	if _, err := Read("a.svg", nested(limit.DrawingDepth-1)); err != nil {
		t.Error(err)
	}

	if _, err := Read("a.svg", nested(limit.DrawingDepth)); err == nil || !strings.Contains(err.Error(), "nested") {
		t.Errorf("got %v", err)
	}
}

func TestEntitiesAreCounted(t *testing.T) {
	withEntities := func(uses int) []byte {
		doctype := `<!DOCTYPE svg [<!ENTITY a "` + strings.Repeat("x", 1<<10) + `">]>`
		return append([]byte(doctype), drawing("<text>"+strings.Repeat("&a;", uses)+"</text>")...)
	}

	if _, err := Read("a.svg", withEntities(limit.Entities>>10)); err != nil {
		t.Error(err)
	}

	if _, err := Read("a.svg", withEntities(limit.Entities>>10+1)); err == nil ||
		!strings.Contains(err.Error(), "entities") {
		t.Errorf("got %v", err)
	}
}
