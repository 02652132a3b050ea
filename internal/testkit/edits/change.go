package edits

import (
	"fmt"
	"slices"
	"strings"
)

// change is one kind of edit.
type change struct {
	name  string
	share int // of all edits
	apply func(c *Centre)
}

var changes = []change{
	{"rename an article", 14, renameArticle},
	{"rename an article and edit it", 8, renameAndEdit},
	{"rename a folder", 6, renameFolder},
	{"move an article to another folder", 8, moveArticle},
	{"move a section", 14, moveSection},
	{"move a section and edit it", 7, moveAndEdit},
	{"reword a heading", 14, rewordHeading},
	{"reword a heading and edit its text", 6, rewordAndEdit},
	{"split an article", 6, split},
	{"merge two articles", 6, merge},
	{"append a section to another", 2, mergeSections},
	{"delete an article", 2, deleteArticle},
	{"delete a section", 3, deleteSection},
	{"delete an article and copy a similar one", 1, deleteAndCopy},
	{"reuse the path of a moved article", 2, reusePath},
	{"reuse the ID of a moved section", 2, reuseID},
	{"copy an article", 2, copyArticle},
}

// Edit makes one random edit, or sometimes two, and returns its name.
func (c *Centre) Edit() string {
	name := c.edit()
	if c.random.IntN(6) == 0 {
		name += " and " + c.edit()
	}

	for len(c.pages) < leastPages {
		c.pages = append(c.pages, c.newPage(c.folder()))
	}

	return name
}

const leastPages = 25

func (c *Centre) edit() string {
	sum := 0
	for _, change := range changes {
		sum += change.share
	}

	n := c.random.IntN(sum)
	for _, change := range changes {
		if n -= change.share; n < 0 {
			change.apply(c)
			return change.name
		}
	}

	return ""
}

// Chance reports whether something that happens once in n times happens now.
func (c *Centre) Chance(n int) bool {
	return c.random.IntN(n) == 0
}

func (c *Centre) anyPage() *page {
	return c.pages[c.random.IntN(len(c.pages))]
}

// folder returns an existing folder.
func (c *Centre) folder() string {
	return c.anyPage().folder
}

// anySection returns a section with a heading, and its page.
func (c *Centre) anySection() (*page, int) {
	for {
		p := c.anyPage()
		if len(p.sections) > 1 {
			return p, 1 + c.random.IntN(len(p.sections)-1)
		}
	}
}

// otherPage returns another page than p.
func (c *Centre) otherPage(p *page) *page {
	for {
		if other := c.anyPage(); other != p {
			return other
		}
	}
}

func renameArticle(c *Centre) {
	c.anyPage().name = c.name()
}

func renameAndEdit(c *Centre) {
	p := c.anyPage()
	p.name = c.name()
	for _, s := range p.sections {
		c.editText(s)
	}
}

func renameFolder(c *Centre) {
	old := c.folder()
	c.names++
	name := fmt.Sprintf("%s-%d", pick(&c.writer, folderNames), c.names)
	for _, p := range c.pages {
		if p.folder == old {
			p.folder = name
		}
	}
}

func moveArticle(c *Centre) {
	p := c.anyPage()
	p.folder = c.otherPage(p).folder
}

// take moves a section to a random place in a page. It keeps an explicit ID.
func (c *Centre) take(s *section, to *page) {
	at := 1 + c.random.IntN(len(to.sections))
	to.sections = slices.Insert(to.sections, at, s)
	c.avoidDuplicates(to, s)
}

// avoidDuplicates gives a section another title if its page has its ID twice.
func (c *Centre) avoidDuplicates(p *page, s *section) {
	for _, other := range p.sections[1:] {
		if other != s && p.idOf(other) == p.idOf(s) {
			s.title = c.heading()
			if s.code == "" {
				s.id = ""
			}
		}
	}
}

func moveSection(c *Centre) {
	from, i := c.anySection()
	s := from.sections[i]
	from.sections = slices.Delete(from.sections, i, i+1)
	c.take(s, c.otherPage(from))
}

func moveAndEdit(c *Centre) {
	from, i := c.anySection()
	s := from.sections[i]
	from.sections = slices.Delete(from.sections, i, i+1)
	c.editText(s)
	c.take(s, c.otherPage(from))
}

func rewordHeading(c *Centre) {
	p, i := c.anySection()
	s := p.sections[i]
	words := strings.Fields(s.title)
	words[c.random.IntN(len(words))] = pick(&c.writer, objects)
	s.title = strings.Join(words, " ")
	if c.random.IntN(3) == 0 {
		s.title = c.heading()
	}

	c.avoidDuplicates(p, s)
}

func rewordAndEdit(c *Centre) {
	p, i := c.anySection()
	p.sections[i].title = c.heading()
	c.editText(p.sections[i])
}

// split moves the second part of an article to a new one. Sometimes the first part gets a new name, too.
func split(c *Centre) {
	p := c.anyPage()
	if len(p.sections) < 4 {
		return
	}

	at := 2 + c.random.IntN(len(p.sections)-2)
	rest := p.sections[at:]
	p.sections = slices.Clone(p.sections[:at])
	part := &page{folder: p.folder, name: c.name(), title: c.heading()}
	part.sections = append([]*section{{text: c.sentences(1)}}, rest...)
	c.pages = append(c.pages, part)
	if c.random.IntN(2) == 0 {
		p.name = c.name()
	}
}

// merge moves all sections of an article to the end of another.
func merge(c *Centre) {
	from := c.anyPage()
	to := c.otherPage(from)
	first := from.sections[0]
	if first.text != "" {
		first.title = from.title
		to.sections = append(to.sections, first)
		c.avoidDuplicates(to, first)
	}

	for _, s := range from.sections[1:] {
		to.sections = append(to.sections, s)
		c.avoidDuplicates(to, s)
	}

	c.remove(from)
}

func (c *Centre) remove(p *page) {
	c.pages = slices.DeleteFunc(c.pages, func(other *page) bool { return other == p })
}

// mergeSections appends the text of a section to another one.
func mergeSections(c *Centre) {
	from, i := c.anySection()
	s := from.sections[i]
	if s.code != "" {
		return
	}

	from.sections = slices.Delete(from.sections, i, i+1)
	to, j := c.anySection()
	into := to.sections[j]
	into.text += "\n\n" + s.text
	s.into = into
}

func deleteArticle(c *Centre) {
	p := c.anyPage()
	c.remove(p)
	for _, s := range p.sections {
		s.gone = true
	}
}

func deleteSection(c *Centre) {
	p, i := c.anySection()
	p.sections[i].gone = true
	p.sections = slices.Delete(p.sections, i, i+1)
}

// copyArticle writes an article that differs from another in some words.
func copyArticle(c *Centre) {
	c.addCopy(c.anyPage())
}

func (c *Centre) addCopy(p *page) {
	other := &page{folder: p.folder, name: c.name(), title: c.heading()}
	for _, s := range p.sections {
		same := &section{title: s.title, text: s.text}
		if s.text != beforeYouStart && s.text != ifThisDoesNotHelp {
			c.editText(same)
		}

		other.sections = append(other.sections, same)
	}

	c.pages = append(c.pages, other)
}

// deleteAndCopy deletes an article that resembles another, which is copied.
func deleteAndCopy(c *Centre) {
	p := c.anyPage()
	deleteArticle(c)
	if slices.Contains(c.pages, p) {
		c.addCopy(p)
	}
}

// reusePath moves an article away and writes a new one with its old path.
func reusePath(c *Centre) {
	p := c.anyPage()
	folder, name := p.folder, p.name
	p.name = c.name()
	next := c.newPage(folder)
	next.name = name
	c.pages = append(c.pages, next)
}

// reuseID moves a section away and writes a new one with its heading.
func reuseID(c *Centre) {
	from, i := c.anySection()
	s := from.sections[i]
	if s.code != "" {
		return
	}

	next := c.newSection()
	next.title, next.id, next.code = s.title, s.id, ""
	from.sections[i] = next
	c.take(s, c.otherPage(from))
}
