// Package markdown turns the Markdown of an article into a tree and the tree into HTML.
//
// The language is CommonMark with GitHub's tables, task lists and strikethrough, and with definition lists, heading
// attributes, footnotes, callouts, details, tabs, captions and variables. docs/writing.md describes it for writers.
//
// [Parse] works in three steps. goldmark parses the source into a tree; block parsers of this package recognise
// callouts in the syntax of other programs (:::note, !!! note, {% hint %}), and inline parsers variables ({{ name }})
// and references to notes ([^label]). A walk over the tree then handles the syntax that goldmark does not have: it
// turns quotations that begin with [!WORD] into callouts, details and tabs, and paragraphs that consist of one titled
// picture into figures, fills in variables, and collects [Mistake] values. Finally it cuts the tree at its headings
// into sections, numbers the notes and moves each into the section that refers to it first. Parse never fails.
//
// Package sanitise makes raw HTML safe: Parse reads each piece of it, and Render writes what is allowed.
//
// [Document.Render] writes nodes as [HTML], in which the address of each link and picture is still missing: a file can
// be parsed and rendered before its links are resolved. The position of each address is a link placeholder.
//
// The HTML differs from goldmark's own in these elements:
//
//   - a callout is <div class="callout note" role="note"> and begins with <p class="callout-title">; one that readers
//     can open and close is <details class="callout note">
//   - details and tabs are <details>; the tabs of a group are in <div class="tabs">
//   - a picture links to its own file; with a caption it is a <figure>
//   - the first numbered list of a section is <ol class="steps">
//   - the notes of a section are <ol class="notes"> at its end
//   - tables are in <div class="table">, and tables and code blocks can be reached with the Tab key
//   - a paragraph that is only a link is <p class="action">
//   - the text of a task is the <label> of its box
//   - tokens of code in some languages are in <span class="k"> and the like
package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"signpost/internal/limit"
	"signpost/internal/problem"
	"signpost/internal/sanitise"
)

// Options configure how Markdown is parsed and rendered.
type Options struct {
	// RawHTML is the HTML that is allowed. Other HTML is a mistake and is left out.
	RawHTML sanitise.Mode

	// Variables are the values of {{ name }}.
	Variables map[string]string

	// Labels are the texts that callouts and notes show. Missing ones are in English.
	Labels Labels

	// TakeTitle removes the heading that is the title of the page from the text. It is the first one, if it is the only
	// one of level 1 or has the same text as Title. Without a Title, it may have a lower level.
	TakeTitle bool

	// Title is the title that the writer gave outside of the Markdown, or empty.
	Title string

	// Locate returns the place at which the source between two offsets was written. An end of 0 is unknown. It sets the
	// place of links.
	Locate func(start, end int) problem.Place
}

// Document is parsed Markdown.
type Document struct {
	// Title is Options.Title. If that is empty, it is the text of the first heading, unless that is only one of several
	// in the middle of the text.
	Title string

	// TitleHeading is the heading that is the title of the page, or nil. Its text may differ from Title. Root does not
	// contain it.
	TitleHeading *ast.Heading

	Root     ast.Node
	Sections []Section // never empty
	Source   []byte
	Mistakes []Mistake

	options     Options
	notes       *notes
	bounds      *bounds
	depth       int               // of the node that is being resolved
	tabGroups   int               // so far
	unknown     []*sanitise.Token // tags of elements that do not exist
	refused     map[string]bool   // names of HTML elements that are already reported
	highlighted int               // bytes of code so far
	buffer      []byte            // of the section that is being rendered
}

// Parse parses src. Offsets in the document and its mistakes refer to src, which the document retains.
func Parse(src []byte, opts Options) *Document {
	root, pc := dialect.parse(src)
	d := &Document{
		Title:   strings.TrimSpace(opts.Title),
		Root:    root,
		Source:  src,
		options: opts,
		notes:   notesOf(pc),
		bounds:  boundsOf(pc),
	}

	for _, n := range releaseUnclosed(pc) {
		d.report(UnclosedContainer, n.Pos(), string(containerOf(n).line.Value(src)))
	}

	d.resolve()
	d.detachNotes()
	d.takeTitle()
	d.splitSections()
	d.checkNotes()
	d.bounds.report(d)

	return d
}

// resolve walks the tree once and resolves everything that goldmark has no syntax for.
func (d *Document) resolve() {
	_ = ast.Walk(d.Root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			d.depth--
			if paragraph, ok := n.(*ast.Paragraph); ok {
				markFigure(paragraph, d.Source)
			}

			return ast.WalkContinue, nil
		}

		if d.depth++; d.depth > limit.Depth+2 { // with the document, and text in the innermost element
			d.bounds.exceed(TooDeep, positionOf(n))
		}

		d.resolveNode(n)

		return ast.WalkContinue, nil
	})
	decideUnknown(d)
}

func (d *Document) resolveNode(n ast.Node) {
	switch n := n.(type) {
	case *ast.Blockquote:
		d.markCallout(n)
	case *extast.TableCell:
		markAlignment(n)
	case *ast.FencedCodeBlock:
		d.checkLanguage(n)
	case *ast.Text:
		d.checkPlaceholder(n)
	case *variable:
		d.fillVariable(n)
	case *ast.Link:
		if !d.bounds.mayRefer(n, n.Reference, n.Destination, n.Title) {
			n.Destination, n.Title = nil, nil
		}

		n.Destination = d.fillAddress(n.Destination, n.Pos())
	case *ast.Image:
		if !d.bounds.mayRefer(n, n.Reference, n.Destination, n.Title) {
			n.Destination, n.Title = nil, nil
		}

		n.Destination = d.fillAddress(n.Destination, n.Pos())
		n.Title = d.fillAddress(n.Title, n.Pos())
	case *ast.HTMLBlock, *ast.RawHTML:
		d.readRawHTML(n)
	case *ast.Heading:
		d.checkNestedHeading(n)
	}
}

// markAlignment aligns a cell by a class: a style attribute would need 'unsafe-inline' in the security policy.
func markAlignment(cell *extast.TableCell) {
	if cell.Alignment != extast.AlignNone {
		cell.SetAttributeString("class", []byte(cell.Alignment.String()))
	}
}

// checkNestedHeading handles a heading in a list or a quotation, which begins no section and has no attributes.
func (d *Document) checkNestedHeading(heading *ast.Heading) {
	if heading.Parent() == d.Root {
		return
	}

	heading.Level = max(2, heading.Level) // the title is the only h1
	if heading.Attributes() != nil {
		d.report(NestedAttributes, heading.Pos(), "")
		heading.RemoveAttributes()
	}
}
