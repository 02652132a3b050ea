package migrate

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// addDocFXPages adds the pages that are written in YAML: questions with answers, and lists of links.
func addDocFXPages(p *Project) {
	for _, a := range p.files {
		if !strings.HasSuffix(a.source, ".yml") {
			continue
		}

		src, err := p.Read(a.source)
		kind, ok := strings.CutPrefix(src, "### YamlMime:")
		if err != nil || !ok {
			continue
		}

		kind, _, _ = strings.Cut(kind, "\n")
		var doc yaml.Node
		if err := yaml.Unmarshal([]byte(src), &doc); err != nil || len(doc.Content) == 0 {
			p.Note(a.source, 1, KindFile, "the page could not be read: %v", err)
			continue
		}

		y := yamlPage{file: a.source}
		switch strings.TrimSpace(kind) {
		case "FAQ":
			y.questions(doc.Content[0])
		case "Landing", "Hub":
			y.links(doc.Content[0])
		default:
			p.Note(a.source, 1, KindFile, "pages of the kind %s are not supported", strings.TrimSpace(kind))
			continue
		}

		front := Front{}
		front.Set("title", strings.TrimSpace(scalar(doc.Content[0], "title")))
		page := addPage(p, a.docs, a.source, a.name, front, "", "")
		page.Address = p.Generator.Address(page)
		page.setLines(y.lines)
	}
}

// yamlPage collects the text of a page.
type yamlPage struct {
	file  string
	lines []textLine
}

// add adds a block of text that was written at a node.
func (y *yamlPage) add(n *yaml.Node, prefix, text string) {
	text = strings.TrimSpace(text)
	if text == "" {
		return
	}

	for line := range strings.SplitSeq(prefix+text, "\n") {
		y.lines = append(y.lines, textLine{line, place{y.file, max(n.Line, 1)}})
	}

	y.lines = append(y.lines, textLine{"", place{y.file, max(n.Line, 1)}})
}

// questions adds questions as headings with their answers.
func (y *yamlPage) questions(n *yaml.Node) {
	y.add(n, "", scalar(n, "summary"))
	for _, section := range child(n, "sections").Content {
		y.add(section, "## ", oneHeading(scalar(section, "name")))
		for _, q := range child(section, "questions").Content {
			y.add(q, "### ", oneHeading(scalar(q, "question")))
			y.add(child(q, "answer"), "", scalar(q, "answer"))
		}
	}

	y.add(n, "", scalar(n, "additionalContent"))
}

// oneHeading returns a text as it can be in a heading.
func oneHeading(text string) string {
	return strings.Join(strings.Fields(text), " ")
}

// links adds headings with lists of links.
func (y *yamlPage) links(n *yaml.Node) {
	y.add(n, "", scalar(n, "summary"))
	for _, key := range []string{"landingContent", "productDirectory", "conceptualContent", "tools"} {
		section := child(n, key)
		y.add(section, "## ", oneHeading(scalar(section, "title")))
		cards := slices.Concat(child(section, "items").Content, child(section, "sections").Content)
		if section.Kind == yaml.SequenceNode {
			cards = section.Content
		}

		for _, card := range cards {
			y.card(card, 0)
		}
	}
}

// card adds the title of a card and its links.
func (y *yamlPage) card(n *yaml.Node, level int) {
	if n.Kind != yaml.MappingNode || level > maxLevels {
		return
	}

	title, url := firstOf(scalar(n, "text"), scalar(n, "title")), firstOf(scalar(n, "url"), scalar(n, "href"))
	switch {
	case url != "":
		y.add(n, "- ", "["+oneHeading(title)+"]("+url+")")
	default:
		y.add(n, "### ", oneHeading(title))
	}

	y.add(n, "", firstOf(scalar(n, "summary"), scalar(n, "note")))
	for _, key := range []string{"linkLists", "links", "items"} {
		for _, item := range child(n, key).Content {
			y.card(item, level+1)
		}
	}
}
