package migrate

import (
	"fmt"

	"signpost/internal/cli"
)

// noteTemplate notes that a page uses a template that is not here. There is one note for all uses.
func (p *Page) noteTemplate(name string, at place) {
	if p.Project.templates == nil {
		p.Project.templates = missingFolders{}
	}

	m := p.Project.templates[name]
	if m == nil {
		m = &missingFolder{pages: map[string]bool{}, first: at}
		p.Project.templates[name] = m
	}

	m.count++
	m.pages[p.Source] = true
}

// notesOfFiles returns a note for each template that is not here.
func (m missingFolders) notesOfFiles() []Note {
	var list []Note
	for name, file := range m {
		list = append(list, Note{KindComponent, name, 0, fmt.Sprintf(
			"the template does not exist: %s on %s, shown as text, the first at %s:%d", cli.Count(file.count, "use"),
			cli.Count(len(file.pages), "page"), file.first.file, file.first.line)})
	}

	return list
}
