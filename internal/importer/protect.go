package importer

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// protect changes text that would have another meaning in Markdown.
func protect(doc *html.Node) {
	var texts, bold, cells []*html.Node
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.TextNode && strings.HasPrefix(n.Data, placeholderStart):
		case n.Type == html.TextNode && !isInside(n, "a", "code", "pre"):
			texts = append(texts, n)
		case isEmphasis[n.DataAtom]:
			bold = append(bold, n)
		case n.DataAtom == atom.Td || n.DataAtom == atom.Th:
			cells = append(cells, n)
		}
	}

	for _, n := range texts {
		n.Data = entity.ReplaceAllString(n.Data, backslash+"$0")
		escapeStart(n)
		linkAddresses(n)
	}

	bold = slices.DeleteFunc(bold, unwrapBlocks)
	for _, n := range bold {
		joinEmphasis(n)
	}

	for _, n := range bold {
		if n.Parent != nil {
			moveSignsOut(n)
		}
	}

	for _, n := range cells {
		escapeBars(n)
	}
}

// entity matches text that Markdown would take for a character reference.
var entity = regexp.MustCompile(`(?i)&(?:#[0-9]+|#x[0-9a-f]+|[a-z][a-z0-9]*);`)

// lineStart matches text that begins a block of signpost, or changes the line before it, at the start of a line. The
// converter escapes what does so in CommonMark.
var lineStart = regexp.MustCompile(`^\s*(?::::|: |!!!|\?\?\?|=|\{%|--8<|-+\s*$)`)

// escapeStart escapes the first character of a text that begins a line.
func escapeStart(n *html.Node) {
	if beginsLine(n) && lineStart.MatchString(n.Data) {
		n.Data = backslash + strings.TrimLeft(n.Data, " \t\r\n")
	}
}

// beginsLine reports whether nothing is before a node on its line.
func beginsLine(n *html.Node) bool {
	isBlock := func(n *html.Node) bool { return n.Type != html.TextNode && blockName.MatchString(n.Data) }
	for n.PrevSibling == nil && n.Parent != nil && !isBlock(n.Parent) {
		n = n.Parent
	}

	return n.PrevSibling == nil || isBlock(n.PrevSibling)
}

// webAddress matches addresses in text, which readers can follow: those of pages, and of mailboxes.
var webAddress = regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s<>"]+|` +
	`[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}`)

// linkAddresses makes links of the addresses in a text. Markdown would end them at an escaped character.
func linkAddresses(n *html.Node) {
	text := n.Data
	start := 0
	for _, match := range webAddress.FindAllStringIndex(text, -1) {
		address := trimAddress(text[match[0]:match[1]])
		end := match[0] + len(address)
		insertText(n, text[start:match[0]])

		link := newElement(atom.A)
		link.Attr = []html.Attribute{{Key: "href", Val: linkTarget(address)}}
		link.AppendChild(newText(address))
		n.Parent.InsertBefore(link, n)
		start = end
	}

	n.Data = text[start:]
}

func insertText(before *html.Node, text string) {
	if text != "" {
		before.Parent.InsertBefore(newText(text), before)
	}
}

// trimAddress removes the punctuation after an address, and the bracket that closes one before it.
func trimAddress(address string) string {
	for {
		trimmed := strings.TrimRight(address, "?!.,:;*_~'")
		if strings.HasSuffix(trimmed, ")") && strings.Count(trimmed, ")") > strings.Count(trimmed, "(") {
			trimmed = strings.TrimSuffix(trimmed, ")")
		}

		if trimmed == address {
			return address
		}

		address = trimmed
	}
}

func linkTarget(address string) string {
	switch lower := strings.ToLower(address); {
	case strings.HasPrefix(lower, "www."):
		return "http://" + address
	case strings.HasPrefix(lower, "http"):
		return address
	}

	return "mailto:" + address
}

// escapeBraces escapes the braces of a heading, which would be its attributes.
func escapeBraces(heading *html.Node) {
	for n := range heading.Descendants() {
		if n.Type == html.TextNode && !isInside(n, "code") {
			n.Data = strings.ReplaceAll(n.Data, "{", backslash+"{")
		}
	}
}

// isEmphasis has the elements that the converter writes with delimiters.
var isEmphasis = map[atom.Atom]bool{
	atom.B: true, atom.Strong: true, atom.I: true, atom.Em: true, atom.Del: true, atom.S: true, atom.Strike: true,
}

// unwrapBlocks replaces an element with its children if it is empty or has blocks in it, which Markdown cannot
// emphasise. It reports whether it did.
func unwrapBlocks(n *html.Node) bool {
	isBlock := func(d *html.Node) bool { return d.Type == html.ElementNode && blockName.MatchString(d.Data) }
	hasBlock := false
	for d := range n.Descendants() {
		hasBlock = hasBlock || isBlock(d)
	}

	if !hasBlock && strings.TrimSpace(textContent(n)) != "" {
		return false
	}

	for _, child := range removeChildren(n) {
		n.Parent.InsertBefore(child, n)
	}

	n.Parent.RemoveChild(n)

	return true
}

// joinEmphasis joins an element to the one before it if nothing is between them, since their delimiters would run
// together. A different kind of emphasis is lost.
func joinEmphasis(n *html.Node) {
	previous := n.PrevSibling
	if previous == nil || !isEmphasis[previous.DataAtom] {
		return
	}

	children := removeChildren(n)
	for _, child := range children {
		if previous.DataAtom == n.DataAtom {
			previous.AppendChild(child)
		} else {
			n.Parent.InsertBefore(child, n)
		}
	}

	n.Parent.RemoveChild(n)
}

// moveSignsOut moves punctuation at the ends of an element out of it where a letter follows or precedes: the delimiters
// would not count between a sign and a letter (CommonMark 0.31, section 6.2).
func moveSignsOut(n *html.Node) {
	if last := lastText(n); last != nil && startsWithLetter(n.NextSibling) {
		kept := strings.TrimRightFunc(last.Data, isSign)
		n.Parent.InsertBefore(newText(last.Data[len(kept):]), n.NextSibling)
		last.Data = kept
	}

	if first := firstText(n); first != nil && endsWithLetter(n.PrevSibling) {
		kept := strings.TrimLeftFunc(first.Data, isSign)
		n.Parent.InsertBefore(newText(first.Data[:len(first.Data)-len(kept)]), n)
		first.Data = kept
	}
}

// lastText returns the text at the end of an element, unless it is in code.
func lastText(n *html.Node) *html.Node {
	for n != nil && n.Type == html.ElementNode && n.DataAtom != atom.Code {
		n = n.LastChild
	}

	return textOrNil(n)
}

// firstText returns the text at the start of an element, unless it is in code.
func firstText(n *html.Node) *html.Node {
	for n != nil && n.Type == html.ElementNode && n.DataAtom != atom.Code {
		n = n.FirstChild
	}

	return textOrNil(n)
}

func textOrNil(n *html.Node) *html.Node {
	if n == nil || n.Type != html.TextNode {
		return nil
	}

	return n
}

// isSign reports whether a character is punctuation or a symbol.
func isSign(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }

func startsWithLetter(n *html.Node) bool {
	r, _ := utf8.DecodeRuneInString(edgeText(n))
	return isLetter(r)
}

func endsWithLetter(n *html.Node) bool {
	r, _ := utf8.DecodeLastRuneInString(edgeText(n))
	return isLetter(r)
}

func isLetter(r rune) bool {
	return r != utf8.RuneError && !isSign(r) && !unicode.IsSpace(r)
}

// edgeText returns the text next to an element, or "".
func edgeText(n *html.Node) string {
	switch {
	case n == nil || blockName.MatchString(n.Data) && n.Type == html.ElementNode:
		return ""
	case n.Type == html.TextNode:
		return n.Data
	}

	return textContent(n)
}

// escapeBars escapes the bars in code and in the texts of pictures, which would end a cell. The converter escapes
// those in other text.
func escapeBars(cell *html.Node) {
	for n := range cell.Descendants() {
		if n.Type == html.TextNode && isInside(n, "code", "pre") {
			n.Data = strings.ReplaceAll(n.Data, "|", bar)
		}

		for i, a := range n.Attr {
			switch a.Key {
			case "alt", "title":
				n.Attr[i].Val = strings.ReplaceAll(a.Val, "|", bar)
			case "href", "src":
				n.Attr[i].Val = strings.ReplaceAll(a.Val, "|", "%7C")
			}
		}
	}
}
