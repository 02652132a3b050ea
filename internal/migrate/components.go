package migrate

import (
	"path"
	"regexp"
	"strings"

	"signpost/internal/filename"
	"signpost/internal/migrate/component"
)

// components converts components in a page.
func (p *Page) components(d component.Dialect) {
	if d.JSX || d.Vue {
		p.nameHeadings()
	}

	front := p.Front.values()
	r := component.Convert(p.Text, component.Options{
		Dialect: d,
		File:    p.Source,
		Values: map[string]any{
			"frontMatter":  front,
			"frontmatter":  front,
			"$frontmatter": front,
			"page":         front,
			"metadata":     front,
		},
		Read:  importReader{p}.read,
		Pages: importReader{p}.list,
	})

	for _, n := range r.Notes {
		at := place{n.File, n.Line}
		if n.File == p.Source && n.Line <= len(p.lines) {
			at = p.lines[n.Line-1]
		}

		p.Project.note(Note{KindComponent, at.file, at.line, n.Text})
	}

	lines := make([]place, len(r.Lines))
	for i, line := range r.Lines {
		lines[i] = p.lines[min(line, len(p.lines)-1)]
	}

	p.Text, p.lines, p.starts = r.Text, lines, nil
}

var (
	moduleLine = regexp.MustCompile(
		`(?m)^(?:import .* from ["']|import ["'{]|export (?:const|default|function) )|\{/\*`)
	componentUse = regexp.MustCompile(`(?m)^[ \t]*</?[A-Z][A-Za-z.]*[\s/>]`)
)

// convertAnyComponents converts the components of a page whose generator is not known.
func convertAnyComponents(p *Page) {
	switch {
	case strings.HasSuffix(p.Source, ".mdx") || moduleLine.MatchString(p.Text):
		p.components(component.Dialect{JSX: true, Directives: true})
		p.replaceAddresses(importReader{p}.address)
	case strings.HasSuffix(p.Source, ".mdoc"):
		p.components(component.Dialect{Markdoc: true})
	case componentUse.MatchString(p.Text):
		p.components(component.Dialect{Directives: true})
	}
}

// values returns the front matter as plain values.
func (f *Front) values() map[string]any {
	values := map[string]any{}
	if f.node != nil {
		_ = f.node.Decode(&values)
	}

	return values
}

var (
	headingLine  = regexp.MustCompile(`(?m)^#{1,6}[ \t].*<.*$`)
	componentTag = regexp.MustCompile(`</?[A-Za-z][^<>]*>`)
)

// nameHeadings gives an ID to each heading that contains a component: text of a component is not part of its ID.
func (p *Page) nameHeadings() {
	code := FindCode(p.Text)
	seen := map[string]int{}
	var edits []Edit
	for _, m := range headingLine.FindAllStringIndex(p.Text, -1) {
		line := strings.TrimRight(p.Text[m[0]:m[1]], " \t")
		text := codeSpans.ReplaceAllString(line, "")
		if code.Contains(m[0]) || !componentTag.MatchString(text) || strings.HasSuffix(line, "}") {
			continue
		}

		// The space before a component at the end counts: "## Title <Badge />" is "title-" for github-slugger.
		words := headingMarks.Replace(componentTag.ReplaceAllString(line, ""))
		if id := p.Project.Anchors(strings.TrimLeft(words, "# "), seen); id != "" {
			edits = append(edits, Edit{m[0] + len(line), m[1], " {#" + id + "}"})
		}
	}

	p.Apply(edits)
}

var headingMarks = strings.NewReplacer("`", "", "**", "", `\`, "")

var codeSpans = regexp.MustCompile("`[^`\n]*`")

// loaders matches the loader that module bundlers allow before or after the name of a file.
var loaders = regexp.MustCompile(`^.*!|\?[\w&=-]*$`)

// importReader finds the files that a page imports.
type importReader struct{ *Page }

// read returns the file that a page or a partial imports.
func (p importReader) read(from, spec string) (component.Import, bool) {
	isRaw := strings.Contains(spec, "raw")
	name := p.file(from, loaders.ReplaceAllString(spec, ""))
	if name == "" {
		return component.Import{}, false
	}

	if !isRaw && mayPublish(name) {
		return component.Import{Asset: relativeSource(p.Source, name)}, true
	}

	src, err := p.Project.Read(name)
	if err != nil {
		return component.Import{}, false
	}

	if isRaw || !isPage(name) {
		return component.Import{File: name, Text: src, Raw: true}, true
	}

	_, text, first, _ := splitFront(p.decode(src))

	return component.Import{
		File: name,
		Text: text,
		Line: first,
		Move: func(text string) string { return moveLinks(text, path.Dir(name), p.Source) },
	}, true
}

// file returns the file that a module name means, or "".
func (p importReader) file(from, spec string) string {
	base := p.Project.Base
	var candidates []string
	switch rest, _ := strings.CutPrefix(spec, "@site/"); {
	case rest != spec:
		candidates = []string{path.Join(base, rest)}
	case strings.HasPrefix(spec, "."):
		candidates = []string{path.Join(path.Dir(from), spec)}
	case strings.HasPrefix(spec, "~/"):
		candidates = []string{path.Join(base, "src", spec[2:]), path.Join(base, spec[2:])}
	case strings.HasPrefix(spec, "@/"):
		name := spec[2:]
		candidates = []string{path.Join(base, "src", name), path.Join(p.Docs.Dir, name), path.Join(base, name)}
	case strings.HasPrefix(spec, "/"):
		candidates = []string{path.Join(base, spec), path.Join(p.Docs.Dir, spec), path.Join(base, "public", spec)}
	default:
		candidates = []string{path.Join(base, "src", spec), path.Join(base, spec)}
	}

	for _, name := range candidates {
		for _, end := range []string{"", ".mdx", ".md"} {
			if p.Project.Exists(name + end) {
				return name + end
			}
		}
	}

	return ""
}

// relativeSource returns the path from one file of the project to another one.
func relativeSource(from, name string) string {
	return escapeDestination(filename.Relative(from, name))
}

// moveLinks makes the relative links of text from another folder relative to a file.
func moveLinks(text, dir, file string) string {
	if dir == path.Dir(file) {
		return text
	}

	var b strings.Builder
	at := 0
	for _, d := range destinations(text, FindCode(text)) {
		if d.from < at || d.text == "" || scheme.MatchString(d.text) || strings.ContainsAny(d.text[:1], "/#@~") {
			continue
		}

		name, rest := splitAddress(d.text)
		b.WriteString(text[at:d.from] + relativeSource(file, path.Join(dir, name)) + rest)
		at = d.to
	}

	return b.String() + text[at:]
}

// list returns the pages in a folder. Those of the page's own folder are listed by signpost if the page describes
// the folder.
func (p importReader) list(dir string) ([]component.Link, bool) {
	folder := path.Dir(p.Source)
	if dir != "" {
		folder = path.Join(p.Docs.Dir, dir)
	}

	if folder == path.Dir(p.Source) && path.Base(p.Target) == "index.md" {
		return nil, false
	}

	var links []component.Link
	for _, page := range p.pagesIn(folder) {
		if page != p.Page {
			links = append(links, component.Link{
				Title:       page.title(),
				Target:      relativeSource(p.Source, page.Source),
				Description: page.Front.Get("description"),
			})
		}
	}

	return links, len(links) > 0
}

// pagesIn returns the pages in a folder, and those that describe the folders in it.
func (p importReader) pagesIn(folder string) []*Page {
	project := p.Project
	if project.inFolder == nil {
		project.inFolder = map[string][]*Page{}
		for _, page := range project.pages {
			dir := path.Dir(page.Source)
			if page.isIndex() {
				dir = path.Dir(dir)
			}

			project.inFolder[dir] = append(project.inFolder[dir], page)
		}
	}

	return project.inFolder[folder]
}

// title returns the title of a page that is not converted yet, or "".
func (p *Page) title() string {
	if title := p.Front.Get("title"); title != "" {
		return title
	}

	start := p.Text[:min(len(p.Text), 2000)]
	if title, line := titleHeading(strings.Split(start, "\n")); line >= 0 {
		title, _ = withoutAnchor(title)
		return plainText(explicitID.ReplaceAllString(title, ""))
	}

	return p.titleOfName()
}

// replaceAddresses replaces addresses in links and pictures.
func (p *Page) replaceAddresses(replace func(string) string) {
	var edits []Edit
	for _, d := range destinations(p.Text, FindCode(p.Text)) {
		if address := replace(d.text); address != d.text {
			edits = append(edits, Edit{d.from, d.to, address})
		}
	}

	p.Apply(edits)
}

// address returns an address that begins with the name of the project's folder ("@site/", "~/") relative to the
// page.
func (p importReader) address(address string) string {
	address = strings.TrimPrefix(address, "pathname://")
	if !strings.HasPrefix(address, "@site/") && !strings.HasPrefix(address, "~/") && !strings.HasPrefix(address, "@/") {
		return address
	}

	name, rest := splitAddress(address)
	if file := p.file(p.Source, name); file != "" {
		return relativeSource(p.Source, file) + rest
	}

	return address
}
