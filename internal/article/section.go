package article

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"signpost/internal/codes"
	"signpost/internal/limit"
	"signpost/internal/markdown"
	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// checkText reports an article without text. The page of a folder needs none.
func (p *parser) checkText(doc *markdown.Document) {
	isLeftOut := hasProblem(p.problems, rules.BadInclude) || hasProblem(p.problems, rules.Unreadable)
	if doc.Root.FirstChild() != nil || p.article.Index || isLeftOut {
		return
	}

	text := "the article has no text"
	if p.article.FrontMatter == "" && doc.TitleHeading == nil {
		text = "the file is empty"
	}

	p.report(rules.EmptyFile, -1, "write the article, or delete the file", "%s", text)
}

// buildSections renders the sections and fills in their explanations.
func (p *parser) buildSections(doc *markdown.Document) {
	p.article.Sections = make([]Section, 0, len(doc.Sections))
	explanations := make([]Explanation, 0, len(doc.Sections))
	codeLevel := 0 // of the outermost section with a code that the current section is, or is below
	for _, s := range doc.Sections {
		section := p.buildSection(doc, s)

		if section.Level <= codeLevel {
			codeLevel = 0
		}

		if section.Code != "" && codeLevel == 0 {
			codeLevel = section.Level
		}

		var e Explanation
		if codeLevel > 0 || s.Heading == nil {
			e.Summary = doc.Summary(s.Blocks)
			e.Steps = markdown.BlockTexts(s.Steps, p.source)
		}

		p.article.Sections = append(p.article.Sections, section)
		explanations = append(explanations, e)
	}

	p.article.Sections[0].Explanation = explanations[0]
	explainCodes(p.article.Sections, explanations)
}

func (p *parser) buildSection(doc *markdown.Document, s markdown.Section) Section {
	section := Section{
		Heading: Heading{
			Level: 1,
			Title: p.article.Title,
			Line:  1,
		},
	}
	if s.Heading != nil {
		section.Heading = p.readHeading(s.Heading)
		section.HeadingHTML = p.render(doc, childrenOf(s.Heading))
	}

	section.Body = p.render(doc, s.Blocks)
	section.Text = doc.Text(s.Blocks)

	if s.Heading == nil && doc.TitleHeading != nil {
		p.addTitleHeading(&section, doc)
	}

	return section
}

// addTitleHeading gives the first section the heading that is the title of the page. Its text is searched if it differs
// from the title.
func (p *parser) addTitleHeading(section *Section, doc *markdown.Document) {
	h := p.readHeading(doc.TitleHeading)
	section.Title = h.Title
	section.Line = h.Line
	section.Aliases = h.Aliases
	section.HeadingHTML = p.render(doc, childrenOf(doc.TitleHeading))

	if h.ID != "" {
		section.Aliases = append([]string{h.ID}, h.Aliases...)
	}

	if h.Title != p.article.Title {
		section.Text = strings.TrimSpace(h.Title + "\n" + section.Text)
	}
}

func childrenOf(n ast.Node) []ast.Node {
	list := make([]ast.Node, 0, n.ChildCount())
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		list = append(list, c)
	}

	return list
}

// render renders nodes. Links in snippets are rebased to the content folder.
func (p *parser) render(doc *markdown.Document, nodes []ast.Node) markdown.HTML {
	html := doc.Render(nodes)
	for i := range html.Links {
		l := &html.Links[i]
		if l.File == p.article.File {
			l.File = ""
		} else if l.Note == 0 {
			l.Dest = rebase(l.Dest, l.File)
		}
	}

	return html
}

// explainCodes gives each section with a code an explanation that covers the sections below it.
func explainCodes(sections []Section, explanations []Explanation) {
	for i := range sections {
		s := &sections[i]
		if s.Code == "" {
			continue
		}

		var fix []string
		for n, part := range Tree(sections, i) {
			own := explanations[i+n]
			s.Summary = cmp.Or(s.Summary, own.Summary)
			if s.Steps == nil {
				s.Steps = own.Steps
			}

			if n > 0 {
				fix = append(fix, part.Title)
			}

			fix = append(fix, part.Text)
		}

		s.Fix = strings.TrimSpace(strings.Join(fix, "\n\n"))
	}
}

// readHeading reads a heading with its attributes: {#id code=ID-201}.
func (p *parser) readHeading(heading *ast.Heading) Heading {
	h := Heading{
		Level: heading.Level,
		Title: markdown.PlainText(heading, p.source),
		Line:  p.positions.articleLine(heading.Pos()),
	}
	p.readAttributes(heading, &h)

	if attributes, found := brokenAttributes(plainEnd(heading, p.source)); found {
		p.report(rules.BadAttribute, heading.Pos(), "write them as {#the-id code=ID-201}",
			"the attributes %s of the heading cannot be read", attributes)
	}

	p.checkCode(heading, &h)

	return h
}

var headingAttributes = []string{"id", "code", "aliases"}

func (p *parser) readAttributes(heading *ast.Heading, h *Heading) {
	for _, a := range heading.Attributes() {
		value := attributeText(a.Value)
		name := string(a.Name)
		switch name {
		case "id":
			h.ID = value
		case "code":
			h.Code = codes.Code(value)
		case "aliases":
			h.Aliases = strings.Fields(value)
		default:
			hint := strictyaml.Suggest(name, headingAttributes)
			p.report(rules.BadAttribute, heading.Pos(), hint, "headings have no attribute %q", name)
		}
	}
}

func attributeText(value any) string {
	if b, ok := value.([]byte); ok {
		return string(b)
	}

	return fmt.Sprint(value)
}

// plainEnd returns the source of the text at the end of a heading, without markup such as code before it.
func plainEnd(heading *ast.Heading, source []byte) string {
	var parts []string
	for n := heading.LastChild(); n != nil; n = n.PreviousSibling() {
		part, ok := n.(*ast.Text)
		if !ok {
			break
		}

		parts = append(parts, string(part.Segment.Value(source)))
	}

	slices.Reverse(parts)

	return strings.Join(parts, "")
}

// brokenAttributes finds attributes that remained in the source of a text because goldmark could not read them. A
// backslash before the brace says that it is text.
func brokenAttributes(source string) (attributes string, found bool) {
	open := strings.LastIndexByte(source, '{')
	if open < 0 || !strings.HasSuffix(source, "}") || !strings.ContainsAny(source[open:], "#=") {
		return "", false
	}

	return source[open:], open == 0 || source[open-1] != '\\'
}

// reportExcessCodes reports the first heading that declares more codes than an article may have.
func reportExcessCodes(p *parser, heading *ast.Heading) {
	if p.codes == limit.Codes+1 {
		p.report(rules.Unreadable, heading.Pos(), "move some of them to another article",
			"the article declares more than %d error codes", limit.Codes)
	}
}

// checkCode reports a malformed code, a code on a heading without an explicit ID, and too many codes.
func (p *parser) checkCode(heading *ast.Heading, h *Heading) {
	if h.Code == "" {
		return
	}

	if hint := malformed(h.Code, p.options.CodePattern); hint != "" {
		p.report(rules.MalformedCode, heading.Pos(), hint, "%q is not a code", h.Code)
		h.Code = ""

		return
	}

	if p.codes++; p.codes > limit.Codes {
		reportExcessCodes(p, heading)
		h.Code = ""

		return
	}

	if h.ID == "" {
		hint := fmt.Sprintf("add an ID that will never change: {#%s code=%s}", Slug(h.Title), h.Code)
		p.report(rules.CodeWithoutID, heading.Pos(), hint, "the heading declares %s and has no ID", h.Code)
	}
}

// malformed returns a hint how to write a code, or nothing if it is valid.
func malformed(code codes.Code, pattern *regexp.Regexp) (hint string) {
	if !code.Valid() {
		return codes.Form
	}

	if pattern == nil || pattern.MatchString(string(code)) {
		return ""
	}

	if meant, ok := codes.ParseShort(string(code)); ok && pattern.MatchString(string(meant)) {
		return fmt.Sprintf("write %s", meant)
	}

	asWritten := strings.TrimSuffix(strings.TrimPrefix(pattern.String(), "^(?:"), ")$")

	return "the setting codes.pattern says what the codes of this site look like: " + asWritten
}
