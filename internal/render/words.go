package render

import (
	"slices"
	"strconv"

	"signpost/internal/library"
	"signpost/internal/site"
)

// wordMarker marks words of the glossary in the HTML of an article, and lists them at its end. Each mark is a link to
// the list, so that it works without scripts. Its zero value marks nothing.
type wordMarker struct {
	glossary *site.Glossary // nil if there are none
	article  *library.Article

	marked  map[int]bool // words of this section
	numbers map[int]int  // of the words of the page
	listed  []int        // words of the page, by number
}

func newWordMarker(g *site.Glossary, a *library.Article) *wordMarker {
	return &wordMarker{glossary: g, article: a, marked: map[int]bool{}, numbers: map[int]int{}}
}

// begin begins a section. Readers come to a section from elsewhere, so each explains its words.
func (w *wordMarker) begin(s *library.HTMLSection) {
	const title = 2
	if s.Code != "" || s.Level <= title {
		clear(w.marked)
	}
}

// mark marks the words in the HTML that a buffer contains from an offset on.
func (w *wordMarker) mark(b *htmlBuffer, start int) {
	if w.glossary == nil {
		return
	}

	marks := w.glossary.Find((*b)[start:], w.isKnown)
	if len(marks) == 0 {
		return
	}

	source := slices.Clone((*b)[start:])
	*b = (*b)[:start]
	done := 0
	for _, m := range marks {
		w.marked[m.Word] = true
		id := w.id(m.Word)
		b.raw(string(source[done:m.Start]))
		b.raw(`<a class="term"`)
		b.attr("href", "#"+id)
		b.attr("aria-describedby", id)
		b.raw(">")
		b.raw(string(source[m.Start:m.End]))
		b.raw("</a>")
		done = m.End
	}

	b.raw(string(source[done:]))
}

// isKnown reports whether a word needs no mark: the section has one already, or the article is about the word.
func (w *wordMarker) isKnown(word int) bool {
	return w.marked[word] || w.glossary.Articles[word] == w.article
}

// id returns the ID of the explanation of a word, which the page lists from now on.
func (w *wordMarker) id(word int) string {
	if w.numbers[word] == 0 {
		w.listed = append(w.listed, word)
		w.numbers[word] = len(w.listed)
	}

	return "sp:word-" + strconv.Itoa(w.numbers[word])
}

// list adds the explanations of the words that were marked.
func (w *wordMarker) list(b *htmlBuffer, t body) {
	if len(w.listed) == 0 {
		return
	}

	b.raw(`<div class="notes"><h2 class="small">`)
	b.text(t.words.Article.Words)
	b.raw("</h2>\n<dl>")

	for _, word := range w.listed {
		explained := &w.glossary.Words[word]
		b.raw("<dt>")
		b.text(explained.Name)
		b.raw("</dt><dd")
		b.attr("id", w.id(word))
		b.raw(">")
		b.text(explained.Explanation)
		b.raw("</dd>")

		if about := w.glossary.Articles[word]; about != nil {
			b.raw("<dd>")
			b.link(&link{t.from.Address(about.Path), about.Title}, "")
			b.raw("</dd>")
		}
	}

	b.raw("</dl></div>\n")
}
