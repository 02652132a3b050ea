package render

import (
	"signpost/internal/article"
	"signpost/internal/codes"
	"signpost/internal/library"
)

// Fact is something that readers want to know about an error before they follow its steps.
type Fact struct{ Label, Value string }

// Facts returns what an article says about one of its codes, with labels in the language of the theme. A retired code
// has none: the error no longer occurs.
func (t *Theme) Facts(a *library.Article, code codes.Code) []Fact {
	return t.strings.factsOf(a.Codes[code])
}

func (t *themeStrings) factsOf(s article.Settings) []Fact {
	if s.Retired != nil {
		return nil
	}

	var list []Fact
	for _, f := range []Fact{
		{t.Facts.Who, s.Facts.Who},
		{t.Facts.Time, s.Facts.Time},
		{t.Facts.Needs, s.Facts.Needs},
		{t.Facts.Severity, t.severity(s.Severity)},
	} {
		if f.Value != "" {
			list = append(list, f)
		}
	}

	return list
}

// severity returns a severity in words, or nothing if the writer gave none.
func (t *themeStrings) severity(s codes.Severity) string {
	switch s {
	case codes.Blocking:
		return t.Facts.Blocking
	case codes.Degraded:
		return t.Facts.Degraded
	case codes.Advice:
		return t.Facts.Advice
	}

	return ""
}

// facts adds a list of facts, or nothing if there are none.
func (b *htmlBuffer) facts(list []Fact) {
	if len(list) == 0 {
		return
	}

	b.raw(`<dl class="facts">`)

	for _, f := range list {
		b.raw(`<div><dt class="small">`)
		b.text(f.Label)
		b.raw("</dt><dd>")
		b.text(f.Value)
		b.raw("</dd></div>")
	}

	b.raw("</dl>\n")
}
