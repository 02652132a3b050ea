package migrate

import (
	"fmt"
	"path"
	"strings"

	"signpost/internal/cli"
)

// inclusion is a place in a page at which another file is shown.
type inclusion struct {
	span

	// names are the files to try, in the folder of the project.
	names []string

	// part selects lines of the file. It may be nil.
	part func(text string) (lines string, first int, ok bool)

	// wrap returns what to write before and after the text, such as the fences of code. It may be nil.
	wrap func(name string) (before, after string)

	// inline is set if the text is inserted into a line.
	inline bool

	// keepFront is set for code, which has no front matter.
	keepFront bool
}

// maxIncludeDepth limits files that include others.
const maxIncludeDepth = 10

// include replaces inclusions with the text of their files, also those in included files. find returns the inclusions
// in a page. What cannot be included stays, and is noted.
func (p *Page) include(find func(*Page) []inclusion) {
	i := includer{
		page:  p,
		above: map[string]map[string]bool{},
	}

	for range maxIncludeDepth {
		if !i.pass(find(p)) {
			break
		}
	}

	for _, left := range find(p) {
		i.noteMissing(left)
	}
}

// spend reports whether a page may still show so many bytes from elsewhere.
func spend(p *Page, bytes int) bool {
	p.included += bytes
	return p.included <= maxIncluded
}

type includer struct {
	page  *Page
	above map[string]map[string]bool // the files that include a file, directly or not
}

// pass replaces all inclusions that it can, and reports whether there were any.
func (i *includer) pass(list []inclusion) bool {
	p := i.page
	var edits []Edit
	places := map[int][]place{}
	for _, one := range list {
		text, lines, ok := i.text(one)
		if ok {
			edits = append(edits, Edit{one.from, one.to, text})
			places[one.from] = lines
		}
	}

	p.apply(edits, func(e Edit) []place { return places[e.From] })

	return len(edits) > 0
}

// text returns the replacement of an inclusion, and the places of its lines.
func (i *includer) text(one inclusion) (string, []place, bool) {
	p := i.page
	at := p.placeOf(one.from)
	name, src, ok := i.readFirst(one.names)
	if !ok || i.isAbove(name, at.file) {
		return "", nil, false
	}

	first := 1
	if !one.keepFront {
		_, src, first, _ = splitFront(src)
	}

	if one.part != nil {
		var line int
		src, line, ok = one.part(src)
		first += line
	}

	if p.included += len(src) + 100; !ok || p.included > maxIncluded {
		return "", nil, false
	}

	i.setAbove(name, at.file)
	src = strings.Trim(src, "\n")
	if one.inline {
		return strings.Join(strings.Fields(src), " "), nil, true
	}

	lines := placesOf(name, src, first)
	if one.wrap != nil {
		before, after := one.wrap(name)
		src = before + src + after
		for range strings.Count(before, "\n") {
			lines = append([]place{at}, lines...)
		}
	}

	text := strings.ReplaceAll(src, "\n", "\n"+p.linePrefix(one.from))

	return text, lines, true
}

// readFirst reads the first file that exists.
func (i *includer) readFirst(names []string) (name, text string, ok bool) {
	p := i.page
	for _, name := range names {
		src, err := p.Project.Read(name)
		if err == nil {
			return name, p.decode(src), true
		}
	}

	return "", "", false
}

// isAbove reports whether a file includes the one that wants to include it.
func (i *includer) isAbove(name, from string) bool {
	return name == from || i.above[from][name]
}

func (i *includer) setAbove(name, from string) {
	if i.above[name] == nil {
		i.above[name] = map[string]bool{}
	}

	i.above[name][from] = true
	for file := range i.above[from] {
		i.above[name][file] = true
	}
}

// noteMissing notes an inclusion that was not replaced. If the whole folder of the file is missing, because only a part
// of the project is here, one note says so for all pages.
func (i *includer) noteMissing(one inclusion) {
	p := i.page
	if len(one.names) == 0 {
		return
	}

	if folder := p.Project.missing.folderOf(one.names[0], p.Project.HasDir); folder != nil {
		folder.count++
		folder.pages[p.Source] = true
		if folder.count == 1 {
			folder.first = p.placeOf(one.from)
		}

		return
	}

	p.Note(one.from, KindInclude, "%s: the file does not exist, includes itself, or is too large",
		p.Text[one.from:min(one.to, one.from+100)])
}

// missingFolder is a folder outside of what was imported.
type missingFolder struct {
	count int
	pages map[string]bool
	first place
}

// missingFolders are folders by name.
type missingFolders map[string]*missingFolder

// folderOf returns the outermost folder of a file that does not exist, or nil if only the file is missing.
func (m missingFolders) folderOf(name string, exists func(string) bool) *missingFolder {
	folder := path.Dir(name)
	if folder == "." || exists(folder) {
		return nil
	}

	for parent := path.Dir(folder); parent != "." && path.Base(parent) != ".." && !exists(parent); {
		folder = parent
		parent = path.Dir(parent)
	}

	if m[folder] == nil {
		m[folder] = &missingFolder{pages: map[string]bool{}}
	}

	return m[folder]
}

// notes returns a note for each folder that pages include files from, and that is not here.
func (m missingFolders) notes() []Note {
	var list []Note
	for name, folder := range m {
		list = append(list, Note{KindInclude, name + "/", 0, fmt.Sprintf(
			"the folder does not exist: %s on %s, the first at %s:%d", cli.Count(folder.count, "include"),
			cli.Count(len(folder.pages), "page"), folder.first.file, folder.first.line)})
	}

	return list
}
