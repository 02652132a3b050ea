package article

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

const captionAttribute = "caption"

// markFigure finds a paragraph that holds one picture with a title and nothing else: the title is its caption.
func markFigure(paragraph *ast.Paragraph) {
	n := paragraph.FirstChild()
	if n != nil && n.NextSibling() != nil {
		return
	}
	if link, ok := n.(*ast.Link); ok {
		n = link.FirstChild()
	}
	picture, ok := n.(*ast.Image)
	if ok && picture.NextSibling() == nil && len(picture.Title) > 0 {
		paragraph.SetAttributeString(captionAttribute, unescape(picture.Title))
	}
}

// captionOf is the caption of a paragraph that is a figure, else empty.
func captionOf(n ast.Node) string {
	value, _ := n.AttributeString(captionAttribute)
	caption, _ := value.(string)
	return caption
}

func renderParagraph(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if caption := captionOf(node); caption != "" {
		caption = string(util.EscapeHTML([]byte(caption)))
		return ast.WalkContinue, tag(w, entering, "<figure>\n", "\n<figcaption>"+caption+"</figcaption>\n</figure>\n")
	}
	if isTask(node) {
		return ast.WalkContinue, tag(w, entering, "<p><label>", "</label></p>\n")
	}
	return ast.WalkContinue, tag(w, entering, "<p>", "</p>\n")
}
