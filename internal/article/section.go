package article

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"signpost/internal/codes"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// prepare walks the tree once before it is rendered: it marks callouts and aligned cells, and reports raw HTML.
func (p *parser) prepare(doc ast.Node) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Blockquote:
			p.markCallout(n)
		case *ast.Paragraph:
			markFigure(n)
		case *extast.TableCell:
			if n.Alignment != extast.AlignNone {
				n.SetAttributeString("class", []byte(n.Alignment.String()))
			}
		case *ast.FencedCodeBlock:
			p.checkLanguage(n)
		case *ast.Text:
			p.checkPlaceholder(n)
		case *variable:
			p.fill(n)
		case *ast.Link:
			n.Destination = p.fillAddress(n.Destination, n.Pos())
		case *ast.Image:
			n.Destination, n.Title = p.fillAddress(n.Destination, n.Pos()), p.fillAddress(n.Title, n.Pos())
		case *ast.HTMLBlock, *ast.RawHTML:
			p.checkRawHTML(n)
		case *ast.Heading:
			if n.Parent() != doc {
				n.Level = max(2, n.Level) // the title is the only h1
			}
			if n.Parent() != doc && n.Attributes() != nil {
				p.report(rules.BadAttribute, n.Pos(), "move the heading out, or take its attributes away",
					"a heading inside a list or a quotation cannot have attributes")
			}
		}
		return ast.WalkContinue, nil
	})
}

func shorten(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most-1]) + "…"
}

// split cuts the tree at its top-level headings and renders each piece.
func (p *parser) split(doc ast.Node) {
	p.article.Sections = make([]Section, 0, 1+headings(doc)) // no longer than it must be: it stays in memory
	p.article.Sections = append(p.article.Sections, Section{Level: 1, Title: p.article.Title, Line: 1, Content: new(Content)})
	var body []ast.Node
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if heading, ok := n.(*ast.Heading); ok {
			p.finish(body)
			body = body[:0]
			p.begin(heading)
			continue
		}
		body = append(body, n)
	}
	p.finish(body)
}

func headings(doc ast.Node) int {
	count := 0
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == ast.KindHeading {
			count++
		}
	}
	return count
}

// begin starts the section of a heading. A second heading of level 1 counts as level 2: the title is the only h1.
func (p *parser) begin(heading *ast.Heading) {
	section := Section{Level: max(2, heading.Level), Title: plainText(heading, p.source), Line: p.line(heading.Pos()), Content: new(Content)}
	p.attributes(heading, &section)
	p.note(heading)
	section.Heading = p.renderAll(children(heading))
	p.article.Sections = append(p.article.Sections, section)
}

func children(n ast.Node) []ast.Node {
	list := make([]ast.Node, 0, n.ChildCount())
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		list = append(list, c)
	}
	return list
}

// finish gives the blocks to the section begun last.
func (p *parser) finish(blocks []ast.Node) {
	s := &p.article.Sections[len(p.article.Sections)-1]
	for _, b := range blocks {
		p.note(b)
	}
	if list := p.sectionNotes(); list != nil {
		blocks = append(blocks, list)
	}
	steps := takeSteps(blocks)
	s.Explanation = unexplained
	if p.explains(s) {
		s.Explanation = &Explanation{Steps: texts(steps, p.source), Summary: p.summary(blocks)}
	}
	s.Body = p.renderAll(blocks)
	p.scratch = appendBlocks(p.scratch[:0], blocks, p.source, "\n")
	s.Text = string(p.scratch)
}

// explains reports whether what a section says in short is asked for: it is the article's first, declares a code, or stands below one that does.
// It is asked of each section in turn.
func (p *parser) explains(s *Section) bool {
	switch {
	case p.explained > 0 && s.Level > p.explained:
	case s.Code != "":
		p.explained = s.Level
	default:
		p.explained = 0
	}
	return p.explained > 0 || len(p.article.Sections) == 1
}

// summary is the first paragraph.
func (p *parser) summary(blocks []ast.Node) string {
	for _, b := range blocks {
		if _, ok := b.(*ast.Paragraph); ok && captionOf(b) == "" {
			if text := blockText(b, p.source); text != "" {
				return text
			}
		}
	}
	return ""
}

func (p *parser) renderAll(nodes []ast.Node) HTML {
	s := &sink{parser: p, html: HTML{source: p.scratch[:0]}}
	renderer := markdown.plain
	if p.options.Unsafe {
		renderer = markdown.unsafe
	}
	for _, n := range nodes {
		if err := renderer.Render(s, p.source, n); err != nil {
			panic(err) // a sink takes everything
		}
	}
	p.scratch = s.html.source
	s.html.source = bytes.Clone(p.scratch)
	return s.html
}

var headingAttributes = []string{"id", "code", "aliases"}

// attributes reads {#id code=ID-201} off a heading.
func (p *parser) attributes(heading *ast.Heading, s *Section) {
	for _, a := range heading.Attributes() {
		value := attributeText(a.Value)
		switch string(a.Name) {
		case "id":
			s.ID = value
		case "code":
			s.Code = codes.Code(value)
		case "aliases":
			s.Aliases = strings.Fields(value)
		default:
			p.report(rules.BadAttribute, heading.Pos(), strictyaml.Suggest(string(a.Name), headingAttributes), "a heading has no attribute %q", a.Name)
		}
	}
	if open := strings.LastIndexByte(s.Title, '{'); open >= 0 && strings.HasSuffix(s.Title, "}") && strings.ContainsAny(s.Title[open:], "#=") {
		p.report(rules.BadAttribute, heading.Pos(), "write them as {#the-id code=ID-201}", "the heading's attributes %s cannot be read", s.Title[open:])
	}
	p.checkCode(heading, s)
}

func attributeText(value any) string {
	if b, ok := value.([]byte); ok {
		return string(b)
	}
	return fmt.Sprint(value)
}

func (p *parser) checkCode(heading *ast.Heading, s *Section) {
	switch {
	case s.Code == "":
	case !s.Code.Valid():
		hint := "a code is two capital letters, a hyphen and three digits, as ID-201"
		if meant, ok := codes.Parse(string(s.Code)); ok {
			hint = fmt.Sprintf("write %s", meant)
		}
		p.report(rules.MalformedCode, heading.Pos(), hint, "%q is not a code", s.Code)
		s.Code = ""
	case s.ID == "":
		p.report(rules.CodeWithoutID, heading.Pos(), fmt.Sprintf("add one that will never change: {#%s code=%s}", Slug(s.Title), s.Code),
			"the heading declares %s and has no id of its own", s.Code)
	}
}

// identify gives an id to each heading that has none, reports ids that stand twice, and holds front matter's codes against the headings.
func (p *parser) identify() {
	lines, next := map[string]int{}, map[string]int{}
	p.explicitIDs(lines)
	for i := range p.article.Sections {
		s := &p.article.Sections[i]
		if s.ID != "" || i == 0 {
			continue
		}
		base := Slug(s.Title)
		if base == "" {
			base = "section"
		}
		s.ID = base
		for lines[s.ID] > 0 {
			next[base] = max(2, next[base]+1)
			s.ID = fmt.Sprintf("%s-%d", base, next[base])
		}
		lines[s.ID] = s.Line
	}
	p.checkSettings()
}

func (p *parser) explicitIDs(lines map[string]int) {
	for _, s := range p.article.Sections {
		if s.ID != "" {
			p.checkID(s.ID, s.Line, lines)
		}
		for _, id := range s.Aliases {
			p.checkID(id, s.Line, lines)
		}
	}
}

func (p *parser) checkID(id string, line int, lines map[string]int) {
	place := problem.Place{File: p.article.File, Line: line}
	switch {
	case strings.ContainsAny(id, " \t\"'<>#%&"):
		p.problems = append(p.problems, rules.BadAttribute.At(place, "use letters, digits and hyphens", "the id %q cannot stand in an address", id))
	case strings.HasPrefix(id, "sp:"):
		p.problems = append(p.problems, rules.BadAttribute.At(place, "begin it with a letter", "the id %q begins with sp:, as those of the theme do", id))
	case lines[id] > 0:
		p.problems = append(p.problems, rules.DuplicateAnchor.At(place, "give one of the two another id",
			"the id %q stands twice in the article, first on line %d", id, lines[id]))
	default:
		lines[id] = line
	}
}

var severities = []codes.Severity{codes.Blocking, codes.Degraded, codes.Advice, ""}

// checkSettings holds the codes of the front matter against those that headings declare.
func (p *parser) checkSettings() {
	for code, settings := range p.article.Codes {
		declared := slices.ContainsFunc(p.article.Sections, func(s Section) bool { return s.Code == code })
		place := problem.Place{File: p.article.File, Line: p.article.LineOf(string(code))}
		if !declared {
			p.problems = append(p.problems, rules.UnexplainedCode.At(place, fmt.Sprintf("declare it on a heading, as {#the-id code=%s}, or take it out", code),
				"front matter speaks of %s, and no heading of the article declares it", code))
		}
		if !slices.Contains(severities, settings.Severity) {
			p.problems = append(p.problems, rules.WrongValue.At(place, "write blocking, degraded or advice", "%s has the severity %q", code, settings.Severity))
		}
		for _, wording := range settings.Also {
			if _, err := codes.Pattern(wording); err != nil {
				p.problems = append(p.problems, rules.WrongValue.At(place, "mend the expression, or take its slashes away", "%s: %v", code, err))
			}
		}
	}
}

// LineOf finds the line of the front matter that sets key; 0 means that none does, or that it cannot be told any more: it may be read from a file, and is
// for problems.
func (a *Article) LineOf(key string) int {
	front := a.front
	if a.parked != nil {
		front = a.parked.frontMatter()
	}
	offset := strings.Index(front, key+":")
	if offset < 0 {
		return 0
	}
	return 2 + strings.Count(front[:offset], "\n")
}
