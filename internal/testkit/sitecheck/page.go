package sitecheck

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"signpost/internal/sanitise"
)

// pageCheck is the check of one page.
type pageCheck struct {
	site   fs.FS
	name   string
	faults []error

	ids        map[string]bool
	references []string // IDs that must exist

	styles, scripts int
	isRedirect      bool
}

// page checks a page.
func page(site fs.FS, name string, data []byte) []error {
	c := &pageCheck{site: site, name: name, ids: map[string]bool{}}
	c.checkText(data)
	written := c.read(data)

	doc, err := html.ParseWithOptions(bytes.NewReader(data), html.ParseOptionEnableScripting(false))
	if err != nil {
		return append(c.faults, err)
	}

	c.compare(written, parsed(doc))
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			c.checkElement(n)
		}
	}

	for _, id := range c.references {
		if !c.ids[id] {
			c.report("refers to the missing ID %q", id)
		}
	}

	if !c.isRedirect && (c.styles == 0 || c.scripts == 0) {
		c.report("%d stylesheets and %d scripts", c.styles, c.scripts)
	}

	return c.faults
}

// maxFaults is the number of faults that are reported about a page.
const maxFaults = 8

func (c *pageCheck) report(format string, args ...any) {
	if len(c.faults) < maxFaults {
		c.faults = append(c.faults, fmt.Errorf(format, args...))
	}
}

// checkText checks that a page is UTF-8 without characters that HTML does not allow.
func (c *pageCheck) checkText(data []byte) {
	if !utf8.Valid(data) {
		c.report("invalid UTF-8")
	}

	if i := bytes.IndexFunc(data, isForbidden); i >= 0 {
		c.report("forbidden character in %q", data[max(0, i-20):min(len(data), i+20)])
	}
}

// isForbidden reports whether HTML does not allow a character: controls and noncharacters.
func isForbidden(r rune) bool {
	switch {
	case r == '\n' || r == '\t' || r == '\r' || r == '\f':
		return false
	case unicode.IsControl(r), r >= 0xfdd0 && r <= 0xfdef:
		return true
	}

	return r&0xfffe == 0xfffe
}

// element is an element with the number of those around it.
type element struct {
	depth int
	name  string
}

// voidElements have no end tag.
var voidElements = strings.Fields("area base br col embed hr img input link meta param source track wbr")

// read reads the tags of a page as they are written. It reports tags that do not match, and attributes that an element
// has twice.
func (c *pageCheck) read(data []byte) []element {
	var all []element
	var open []string
	z := html.NewTokenizer(bytes.NewReader(data))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				c.report("%q are not closed", open)
			}

			return all
		case html.StartTagToken, html.SelfClosingTagToken:
			raw := string(z.Raw())
			t := z.Token()
			c.checkAttributes(t)
			all = append(all, element{len(open), t.Data})
			if t.Data == "noscript" {
				z.NextIsNotRawText()
			}

			isForeign := slices.Contains(open, "svg") || t.Data == "svg"
			isSelfClosing := t.Type == html.SelfClosingTagToken && isForeign
			if !slices.Contains(voidElements, t.Data) && !isSelfClosing {
				open = append(open, t.Data)
			} else if strings.HasSuffix(raw, "/>") && !isForeign {
				c.report("%s is written as in XML", raw)
			}
		case html.EndTagToken:
			t := z.Token()
			if len(open) == 0 || open[len(open)-1] != t.Data {
				c.report("</%s> closes %q", t.Data, open[max(0, len(open)-3):])
				return all
			}

			open = open[:len(open)-1]
		}
	}
}

func (c *pageCheck) checkAttributes(t html.Token) {
	seen := map[string]bool{}
	for _, a := range t.Attr {
		if seen[a.Key] {
			c.report("<%s> has two attributes %s", t.Data, a.Key)
		}

		if strings.ContainsFunc(a.Key, isSpecial) {
			c.report("<%s> has the attribute %q", t.Data, a.Key)
		}

		if strings.ContainsFunc(a.Val, isForbidden) {
			c.report("<%s> has a forbidden character in %s=%q", t.Data, a.Key, a.Val)
		}

		seen[a.Key] = true
	}
}

func isSpecial(r rune) bool {
	return strings.ContainsRune("\"'<>=/` ", r)
}

// parsed returns the elements of a page as a browser sees them.
func parsed(n *html.Node) []element {
	var all []element
	var visit func(n *html.Node, depth int)
	visit = func(n *html.Node, depth int) {
		if n.Type == html.ElementNode {
			all = append(all, element{depth, n.Data})
			depth++
		}

		for child := range n.ChildNodes() {
			visit(child, depth)
		}
	}

	visit(n, 0)

	return all
}

// compare checks that a browser sees each element where it is written.
func (c *pageCheck) compare(written, seen []element) {
	for i := range max(len(written), len(seen)) {
		if i >= len(written) || i >= len(seen) || !strings.EqualFold(written[i].name, seen[i].name) ||
			written[i].depth != seen[i].depth {
			c.report("browsers move elements: %v is read as %v", window(written, i), window(seen, i))
			return
		}
	}
}

// window returns the elements around an index.
func window(list []element, i int) []element {
	return list[min(len(list), max(0, i-3)):min(len(list), i+2)]
}

// foreign are elements that no page contains.
var foreign = strings.Fields(`style iframe frame frameset object embed applet base template portal math marquee
	plaintext xmp`)

// checkElement checks an element with its attributes.
func (c *pageCheck) checkElement(n *html.Node) {
	switch {
	case slices.Contains(foreign, n.Data):
		c.report("element <%s>", n.Data)
	case n.Data == "script":
		c.checkScript(n)
	case (n.Data == "link" || n.Data == "meta") && n.Parent.Data != "head":
		c.report("<%s> in <%s>", n.Data, n.Parent.Data)
	case n.Data == "link" && attribute(n, "rel") == "stylesheet":
		c.styles++
		c.checkFile(attribute(n, "href"))
	case n.Data == "meta" && strings.EqualFold(attribute(n, "http-equiv"), "refresh"):
		c.isRedirect = true
		_, target, _ := strings.Cut(attribute(n, "content"), "=")
		c.add(address(target))
	}

	for _, a := range n.Attr {
		c.checkAttribute(n, a)
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}

	return ""
}

// checkScript checks that a script is a file of the theme, and that what it needs exists.
func (c *pageCheck) checkScript(n *html.Node) {
	if isData := attribute(n, "type") == "application/ld+json"; isData {
		if n.FirstChild == nil || !json.Valid([]byte(n.FirstChild.Data)) {
			c.report("invalid JSON in a script")
		}

		return
	}

	c.scripts++
	src := attribute(n, "src")
	if n.FirstChild != nil || src == "" || n.Parent.Data != "head" {
		c.report("a script that is not of the theme: src=%q", src)
	}

	for _, name := range []string{"src", "data-index", "data-search"} {
		if file := attribute(n, name); file != "" {
			c.checkFile(file)
		}
	}
}

// checkFile checks that a file of the theme or of the search exists.
func (c *pageCheck) checkFile(address string) {
	u, err := url.Parse(address)
	if err != nil {
		c.add(err)
		return
	}

	name := path.Join(path.Dir(c.name), u.Path)
	if c.name == "404.html" {
		_, name = c.below(u.Path) // its addresses begin with the path of the site
	}

	if _, err := fs.Stat(c.site, name); u.Host != "" || err != nil {
		c.report("%s does not exist", address)
	}
}

// below cuts an absolute path in front of the folders that signpost writes.
func (c *pageCheck) below(address string) (before, name string) {
	for _, folder := range []string{"assets/", "search/"} {
		if i := strings.LastIndex(address, folder); i >= 0 {
			return address[:i], address[i:]
		}
	}

	return "", address
}

func (c *pageCheck) add(err error) {
	if err != nil {
		c.report("%w", err)
	}
}

// addressAttributes contain an address.
var addressAttributes = strings.Fields(`href src action formaction poster cite data background longdesc ping
	xlink:href`)

func (c *pageCheck) checkAttribute(n *html.Node, a html.Attribute) {
	switch {
	case len(a.Key) > 2 && strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc":
		c.report("<%s %s=%q>", n.Data, a.Key, a.Val)
	case a.Key == "id":
		if a.Val == "" || strings.ContainsFunc(a.Val, unicode.IsSpace) {
			c.report("<%s> has the ID %q", n.Data, a.Val)
		}

		if c.ids[a.Val] {
			c.report("two elements have the ID %q", a.Val)
		}

		c.ids[a.Val] = true
	case a.Key == "for", strings.HasPrefix(a.Key, "aria-labelledby"), strings.HasPrefix(a.Key, "aria-describedby"):
		c.references = append(c.references, strings.Fields(a.Val)...)
	case a.Key == "srcset":
		for part := range strings.SplitSeq(a.Val, ",") {
			c.add(address(strings.TrimSpace(part)))
		}
	case slices.Contains(addressAttributes, a.Key):
		c.add(address(a.Val))
	}
}

var schemes = regexp.MustCompile(`^[a-z][a-z0-9+.-]*$`)

// address checks that an address can neither run a script nor open a file, and has a scheme that is known. Browsers
// ignore controls and spaces at its ends, and tabs and line breaks in it: https://url.spec.whatwg.org.
func address(text string) error {
	cleaned := strings.TrimFunc(text, func(r rune) bool { return r <= ' ' })
	cleaned = strings.ToLower(strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(cleaned))
	scheme, _, ok := strings.Cut(cleaned, ":")
	if !ok || !schemes.MatchString(scheme) {
		return nil
	}

	switch scheme {
	case "javascript", "vbscript", "data", "file", "blob", "filesystem", "view-source":
		return fmt.Errorf("leads to %q", text)
	}

	if !sanitise.IsKnownScheme(scheme) {
		return fmt.Errorf("leads to the unknown scheme of %q", text)
	}

	return nil
}
