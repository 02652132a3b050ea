package markdown

import (
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// taskParser parses the box of a task: [ ] or [x], and white space. Without white space, as in [x](a.md), it is a link
// or text.
type taskParser struct{ parser.InlineParser }

func newTaskParser() taskParser {
	return taskParser{extension.NewTaskCheckBoxParser()}
}

// Parse implements parser.InlineParser.
func (p taskParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	const box = len("[x]")
	if line, _ := block.PeekLine(); len(line) > box && !util.IsSpace(line[box]) {
		return nil
	}

	return p.InlineParser.Parse(parent, block, pc)
}

// Bare addresses are those of goldmark, and may also contain letters and digits beyond ASCII.
const (
	addressHost   = `[-a-zA-Z0-9@:%._\+~#=\p{L}\p{M}\p{N}]{1,256}\.[a-z\p{Ll}\p{Lo}\p{M}]+`
	addressPath   = "(?:[/#?][-a-zA-Z0-9@:%_+.~#$!?&/=\\(\\);,'\">\\^{}\\[\\]`\\p{L}\\p{M}\\p{N}]*)?"
	addressScheme = `(?:http|https|ftp)://`
)

var linkify = extension.NewLinkify(
	extension.WithLinkifyURLRegexp(regexp.MustCompile(`^`+addressScheme+addressHost+`(?::\d+)?`+addressPath)),
	extension.WithLinkifyWWWRegexp(regexp.MustCompile(`^www\.`+addressHost+addressPath)),
)
