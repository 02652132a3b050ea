package markdown

import "github.com/yuin/goldmark/ast"

const captionAttribute = "caption"

// markFigure marks a paragraph that consists of one picture with a title, which is its caption, and the key of a
// picture after it.
func markFigure(paragraph *ast.Paragraph, source []byte) {
	n := paragraph.FirstChild()
	if n != nil && n.NextSibling() != nil {
		return
	}

	if link, ok := n.(*ast.Link); ok {
		n = link.FirstChild()
	}

	picture, ok := n.(*ast.Image)
	if !ok || picture.NextSibling() != nil {
		return
	}

	markKey(paragraph, source)

	if len(picture.Title) > 0 {
		paragraph.SetAttributeString(captionAttribute, unescape(picture.Title))
	}
}

// captionOf returns the caption of a figure, or "".
func captionOf(n ast.Node) string {
	value, _ := n.AttributeString(captionAttribute)
	caption, _ := value.(string)

	return caption
}
