package migrate

import "fmt"

// Page is a Markdown file that is being converted.
type Page struct {
	Project *Project

	// Source is the name of the file in the folder of the project, Name the same relative to its documentation folder.
	Source string
	Name   string

	// Docs is the documentation folder that contains it.
	Docs *Docs

	// Target is the name of the file in the content folder of the new site.
	Target string

	// Address is where the page was published, relative to the address of the site, or empty.
	Address string

	Front Front

	body

	included int // bytes that were included so far
	aliases  []string
}

// Kind groups the notes of the report.
type Kind string

// Note is something that the import did not understand, or that its user should know.
type Note struct {
	Kind Kind
	File string // in the folder of the project
	Line int    // or 0
	Text string
}

// Note records what is at an offset of the text and was not understood.
func (p *Page) Note(offset int, kind Kind, format string, args ...any) {
	at := p.placeOf(offset)
	p.Project.note(Note{kind, at.file, at.line, fmt.Sprintf(format, args...)})
}
