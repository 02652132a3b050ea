// Package component converts components in Markdown (MDX, Vue, Markdoc and directives) to Markdown that signpost
// understands.
//
// It executes nothing. A component that it knows becomes its equivalent: tabs, steps, a callout, a link. Of one that it
// does not know, everything that its author wrote for readers stays in the text, and a [Note] says where it was.
package component

import (
	"slices"
	"strings"
)

// Dialect says which constructs a text contains besides Markdown and components.
type Dialect struct {
	// JSX is MDX: import and export, {expressions}, and HTML elements whose content is Markdown.
	JSX bool

	// Vue replaces {{ expressions }}.
	Vue bool

	// Markdoc has {% tags %}, as GitBook has them, too.
	Markdoc bool

	// Directives are ":::note".
	Directives bool
}

// Options says how a text is read. All functions may be nil.
type Options struct {
	Dialect

	// File is the name of the text's file in notes.
	File string

	// Values are the values of names in expressions: strings, numbers, lists and maps, such as the front matter
	// below "frontMatter".
	Values map[string]any

	// Read returns the file that an import or a component names: "./_partial.mdx", "!!raw-loader!./x.go".
	// from is the name of the file that does so.
	Read func(from, spec string) (Import, bool)

	// Pages returns the pages of a folder, for components that list them. An empty name is the folder of the page.
	// With ok false the list is shown elsewhere on the page.
	Pages func(dir string) (links []Link, ok bool)
}

// Import is a file that a text imports.
type Import struct {
	File string // its name in notes
	Text string // without front matter

	// Line is the number of the first line of Text in File.
	Line int

	// Raw files are shown as code, others are Markdown.
	Raw bool

	// Asset is the address of a picture or of another file to link to.
	Asset string

	// Move returns the address of a link or picture in Text relative to the importing page. It may be nil.
	Move func(text string) string
}

// Link is a link to a page.
type Link struct{ Title, Target, Description string }

// Note describes a construct that was not understood.
type Note struct {
	File string
	Line int // from 1
	Text string
}

// Result is a converted text.
type Result struct {
	Text string

	// Lines contains, for each line of Text, the index of the line that it was made from.
	Lines []int

	Notes []Note
}

// Limits of one text. What exceeds them stays as it is.
const (
	maxDepth    = 30
	maxWasted   = 1 << 20 // bytes read in search of an end that is not there
	maxIncluded = 1 << 20
	maxNested   = 6 // how often the text is read again because it is inside components
)

// Convert converts a text. It takes time proportional to the length of the text, and never fails.
func Convert(text string, o Options) Result {
	c := &converter{
		options: o,
		dialect: o.Dialect,
		file:    o.File,
		imports: map[string]string{},
		values:  map[string]value{},
		rereads: maxNested * (len(text) + 50_000),
	}

	for name, v := range o.Values {
		c.values[name] = valueOf(v, 0)
	}

	out := c.level(strings.ReplaceAll(text, "\r\n", "\n"), 1)

	return Result{
		Text:  out.String(),
		Lines: out.lines,
		Notes: slices.Compact(c.notes),
	}
}

// converter is the state of a conversion.
type converter struct {
	options Options
	dialect Dialect
	file    string

	imports  map[string]string // local name to the file that it is imported from
	values   map[string]value  // constants that were given or exported
	parents  []*element
	wasted   int
	included int
	rereads  int // bytes that may be read again
	notes    []Note
}

func (c *converter) note(line int, text string) {
	c.notes = append(c.notes, Note{File: c.file, Line: line, Text: text})
}

// markdown converts a text inside a component.
func (c *converter) markdown(text string, line int) string {
	c.rereads -= len(text)
	if len(c.parents) > maxDepth || c.rereads < 0 {
		return strings.Trim(text, "\n")
	}

	return strings.Trim(c.level(text, line).String(), "\n")
}

// level converts one level of components; their content is converted by the functions that render them.
func (c *converter) level(text string, line int) *writer {
	tokens := scan(text, c)
	w := &writer{first: line}
	at := 0
	counted, number := 0, line
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		number += strings.Count(text[counted:t.start], "\n")
		counted = t.start
		w.line = number

		w.text(text[at:t.start])
		end := t.end
		last := i
		if t.closedBy > 0 {
			last = t.closedBy
			end = tokens[last].end
		}

		out, isBlock := c.token(text, t, tokens[last], w, number)
		at = end
		i = last
		switch {
		case isBlock:
			at = w.block(out, text, end)
		case out == "":
			at = w.nothing(text, end)
		default:
			w.inline(out)
		}
	}

	w.line = number + strings.Count(text[counted:], "\n")
	w.text(text[at:])

	return w
}

// token converts one token, with everything up to its end.
func (c *converter) token(text string, t, last token, w *writer, line int) (out string, isBlock bool) {
	switch t.kind {
	case verbatim:
		return text[t.start:t.end], false
	case placeholder:
		return c.placeholder(text, t), false
	case code:
		return c.fence(text, t, w)
	case statement:
		c.statement(text[t.start:t.end], line)
		return "", false
	case comment, closing:
		return "", false
	case headingID:
		return "{#" + t.name + "}", false
	case expression:
		return c.expression(t.name, line)
	case interpolation:
		return c.interpolation(t.name, line), false
	}

	return c.elementToken(text, t, last, w, line)
}

func (c *converter) elementToken(text string, t, last token, w *writer, line int) (out string, isBlock bool) {
	e := &element{
		c:     c,
		token: t,
		key:   keyOf(t.name),
		line:  line,
	}

	e.innerLine = line + strings.Count(text[t.start:t.end], "\n")
	e.isQuoted = strings.Contains(w.head()[:containerPrefix(w.head())], ">")

	end := t.end
	if t.closedBy > 0 {
		e.inner = text[t.end:last.start]
		e.source = text[t.start:last.end]
		end = last.end
	} else {
		e.source = text[t.start:t.end]
	}

	next, endsLine := skipBlank(text, end)
	endsLine = endsLine || text[next] == '<'
	e.block = w.startsLine() && (endsLine || strings.Contains(e.inner, "\n")) || strings.Contains(e.inner, "\n\n")

	if w.inRow() && e.isBlockOfHTML() {
		return oneLine(e.source), false
	}

	c.parents = append(c.parents, e)
	out, isBlock = e.render()
	c.parents = c.parents[:len(c.parents)-1]

	return out, isBlock
}
