package render

import (
	"html/template"
	"strconv"

	"signpost/internal/article"
	"signpost/internal/codes"
	"signpost/internal/library"
)

// sectionsHTML returns the HTML of an article, or of one section and the sections below it.
func sectionsHTML(sections []library.HTMLSection, t body) template.HTML {
	tree := sections
	if t.section > 0 {
		tree = article.Tree(sections, t.section)
	}

	return buildHTML(func(b *htmlBuffer) {
		w := sectionWriter{b: b, body: t, words: newWordMarker(t.terms, t.article)}
		for i := range tree {
			w.section(&tree[i], i == 0)
		}

		w.endCode()
		if t.section > 0 {
			b.linkNotes(t.article, t.from)
		}

		w.words.list(b, t)
	})
}

// sectionWriter adds the sections of an article, or some of them, to a buffer.
type sectionWriter struct {
	b     *htmlBuffer
	body  body
	top   int // level of the first section
	words *wordMarker

	// open is the last section that explains a code and has no link to the contact page yet.
	open library.HTMLSection
}

func (w *sectionWriter) section(s *library.HTMLSection, isFirst bool) {
	if isFirst {
		w.top = s.Level
	}

	if s.Code != "" || s.Level <= w.open.Level {
		w.endCode()
	}

	if s.Code != "" {
		w.open = *s
	}

	t := w.body
	switch {
	case !isFirst:
		w.b.heading(s, s.Level-w.top+1, t.from)
		w.b.facts(t.facts(s.Code))
	case t.section > 0: // its heading is the h1 of the page
		w.b.facts(t.facts(s.Code))
	default:
		w.b.title(*s, t)
	}

	start := len(*w.b)
	w.b.content(&s.Body, t.from)
	w.words.begin(s)
	w.words.mark(w.b, start)
}

// endCode adds what follows a section that explains a code.
func (w *sectionWriter) endCode() {
	if w.open.Code != "" {
		w.b.stuck(w.open.Code, w.body)
	}

	w.open = library.HTMLSection{}
}

// stuck adds a link to the contact page for readers whom the section about a code did not help.
func (b *htmlBuffer) stuck(code codes.Code, t body) {
	if t.contact == "" || t.article.Codes[code].Retired != nil {
		return
	}

	b.raw(`<p class="stuck">`)
	b.link(&link{t.contact + "?about=" + code.Slug(), fill(t.words.Contact.Stuck, "code", string(code))}, "")
	b.raw("</p>\n")
}

// facts returns the facts about a code of the article.
func (t body) facts(code codes.Code) []Fact {
	if code == "" {
		return nil
	}

	return t.words.factsOf(t.article.Codes[code])
}

// title adds the IDs of the heading that is the title of an article, or all of it if the h1 of the page is another one.
func (b *htmlBuffer) title(s library.HTMLSection, t body) {
	if t.titled && len(s.HeadingHTML.Source) > 0 {
		const level = 2
		b.heading(&s, level, t.from)

		return
	}

	b.formerIDs(s.Aliases)
}

// heading adds a heading with its earlier IDs, so that old links lead to it, and with its code, whose short link the
// copy button of the page uses.
func (b *htmlBuffer) heading(s *library.HTMLSection, level int, l linker) {
	name := "h" + strconv.Itoa(level)
	b.raw("<")
	b.raw(name)

	if s.ID != "" {
		b.attr("id", s.ID)
	}

	if s.Code != "" {
		b.attr("data-short", l.Address(codes.Path(s.Code)))
	}

	b.raw(">")

	b.formerIDs(s.Aliases)

	if s.Code != "" {
		b.raw(`<span class="code">`)
		b.text(string(s.Code))
		b.raw("</span> ")
	}

	b.content(&s.HeadingHTML, l)
	b.raw("</")
	b.raw(name)
	b.raw(">\n")
}

// formerIDs adds elements with the earlier IDs of a heading. Those of the title are at the beginning of the text.
func (b *htmlBuffer) formerIDs(ids []string) {
	for _, id := range ids {
		b.raw("<span")
		b.attr("id", id)
		b.raw("></span>")
	}
}
