package markdown

import (
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"signpost/internal/limit"
)

// container is a callout, details or plain container in the syntax of another program. It is the attribute of a
// quotation, so that the rest of the package treats it like one.
type container struct {
	name    string // as written, in lower case
	isKnown bool

	title    text.Segment
	hasTitle bool
	isBare   bool // the title is empty on purpose
	fold     fold

	fence    fence
	isClosed bool
	line     text.Segment // the first line
}

// fence is the run of colons or slashes that opens and closes a container. A tag such as {% hint %} counts as one of
// length 0. An indented container has no fence.
type fence struct {
	char byte // ':', '/', '%' for a tag, or 0
	size int
}

const containerAttribute = "container"

// containerOf returns the container of a quotation, or nil for one that was written with ">".
func containerOf(n ast.Node) *container {
	if n.Kind() != ast.KindBlockquote {
		return nil
	}

	value, _ := n.AttributeString(containerAttribute)
	c, _ := value.(*container)

	return c
}

// newContainer returns the quotation for a container that was opened.
func newContainer(c *container) *ast.Blockquote {
	n := ast.NewBlockquote()
	n.SetAttributeString(containerAttribute, c)
	n.SetAttributeString(foldAttribute, c.fold)
	word := c.name
	_, isCallout := calloutByKind(word)
	switch {
	case isCallout || word == details || word == tab && c.hasTitle:
		c.isKnown = true
	case slices.Contains(plainWords, word):
		word, c.isKnown = plain, true
	default:
		word = callouts[0].Kind
	}

	n.SetAttributeString(wordAttribute, word)
	if c.isBare {
		n.SetAttributeString(bareAttribute, true)
	}

	if c.hasTitle && word != plain {
		label := &foldLabel{}
		label.Lines().Append(c.title)
		n.AppendChild(n, label)
	}

	return n
}

// canNest reports whether another container can be opened in a block.
func canNest(parent ast.Node, offset int, pc parser.Context) bool {
	open := 0
	for _, b := range pc.OpenedBlocks() {
		if containerOf(b.Node) != nil {
			open++
		}
	}

	if open < limit.Containers && depth(parent) < limit.Depth {
		return true
	}

	boundsOf(pc).exceed(TooDeep, offset)

	return false
}

// releaseUnclosed puts the blocks of containers without a closing line where the container was, after its first line,
// because readers would not find the headings in it. It returns the containers.
func releaseUnclosed(pc parser.Context) []*ast.Blockquote {
	all, _ := pc.Get(fencedContainers).([]*ast.Blockquote)

	return slices.DeleteFunc(all, func(n *ast.Blockquote) bool {
		if containerOf(n).isClosed {
			return true
		}

		release(n)

		return false
	})
}

func release(n *ast.Blockquote) {
	line := ast.NewParagraph()
	line.Lines().Append(containerOf(n).line)
	line.AppendChild(line, ast.NewRawTextSegment(containerOf(n).line))
	line.SetPos(n.Pos())
	parent := n.Parent()
	parent.InsertBefore(parent, n, line)
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		if c.Kind() != kindFoldLabel {
			parent.InsertBefore(parent, n, c)
		}

		c = next
	}

	parent.RemoveChild(parent, n)
}
