package markdown

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// addLabelled adds an anchor for each element with a label that has no ID: details, and the terms of definitions. Tabs
// get none, because many pages have the same, nor do callouts with the title of their kind.
func (w *htmlWriter) addLabelled() {
	source := w.html.Source
	if !bytes.Contains(source, []byte("<dt")) && !bytes.Contains(source, []byte("<details")) {
		return
	}

	for _, a := range findLabelled(source) {
		if !w.isTitleOfKind(a.Label) {
			w.html.Anchors = append(w.html.Anchors, a)
		}
	}

	slices.SortStableFunc(w.html.Anchors, func(a, b Anchor) int { return a.Start - b.Start })
}

// isTitleOfKind reports whether a label is the title of a kind of callout.
func (w *htmlWriter) isTitleOfKind(label string) bool {
	return slices.ContainsFunc(callouts, func(c Callout) bool {
		return w.doc.options.Labels.get(c.Kind) == label
	})
}

// findLabelled returns an anchor for each element with a label, if neither it nor what its label contains has an ID.
func findLabelled(source []byte) []Anchor {
	r := labelReader{tokens: html.NewTokenizer(bytes.NewReader(source))}
	for offset := 0; ; {
		kind := r.tokens.Next()
		if kind == html.ErrorToken {
			return r.found
		}

		r.read(kind, offset)
		offset += len(r.tokens.Raw())
	}
}

// labelReader reads HTML and finds the labels of elements.
type labelReader struct {
	tokens *html.Tokenizer
	found  []Anchor

	open  *Anchor   // the element whose label is read, or nil
	end   atom.Atom // of the element that contains the label: a term, or a summary
	label strings.Builder
}

// read reads a token that begins at an offset.
func (r *labelReader) read(kind html.TokenType, offset int) {
	switch kind {
	case html.StartTagToken:
		r.start(offset)
	case html.EndTagToken:
		name, _ := r.tokens.TagName()
		if r.open != nil && atom.Lookup(name) == r.end {
			r.finish()
		}

	case html.TextToken:
		text := string(r.tokens.Text())
		switch {
		case r.open != nil && r.end != 0:
			r.label.WriteString(text)
		case strings.TrimSpace(text) != "":
			r.open = nil // details without a summary
		}
	}
}

// start reads a start tag.
func (r *labelReader) start(offset int) {
	tag, hasAttributes := r.tokens.TagName()
	name, length := atom.Lookup(tag), len(tag)
	isNamed := hasAttributes && r.isNamed()
	switch {
	case name == atom.Dt || name == atom.Details:
		at := offset + len("<") + length
		r.open, r.end = &Anchor{Start: at, End: at}, 0
		if name == atom.Dt {
			r.end = atom.Dt
		}

		r.label.Reset()
	case name == atom.Summary && r.open != nil && r.end == 0:
		r.end = atom.Summary
	case r.end == 0:
		r.open = nil
	}

	if isNamed {
		r.open = nil
	}
}

// isNamed reports whether the tag has an ID, or the name of a group of tabs.
func (r *labelReader) isNamed() bool {
	found := false
	for more := true; more; {
		var key []byte
		key, _, more = r.tokens.TagAttr()
		found = found || string(key) == "id" || string(key) == "name"
	}

	return found
}

// finish ends the label.
func (r *labelReader) finish() {
	r.open.Label = strings.Join(strings.Fields(r.label.String()), " ")
	if r.open.Label != "" {
		r.found = append(r.found, *r.open)
	}

	r.open, r.end = nil, 0
}
