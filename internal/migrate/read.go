package migrate

import (
	"context"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// readPages reads the pages of all documentation folders.
func (p *Project) readPages(ctx context.Context) error {
	claimed := map[string]bool{} // folders can contain each other
	for _, d := range p.Docs {
		files, skipped, err := p.list(ctx, d.Dir)
		if err != nil {
			return err
		}

		for _, name := range skipped {
			p.Note(name, 0, KindFile, "this link leads out of the folder, or the file cannot be read")
		}

		for _, file := range files {
			if claimed[file] {
				continue
			}

			name := strings.TrimPrefix(file, d.Dir+"/")
			if d.Skip != nil && d.Skip(name) {
				continue
			}

			claimed[file] = true
			if d.Static || !isPage(file) {
				p.files = append(p.files, asset{file, name, d})
				continue
			}

			if page, ok := p.readPage(d, file, name); ok {
				p.pages = append(p.pages, page)
			}
		}
	}

	for _, page := range p.pages {
		if page.Address == "" {
			page.Address = p.Generator.Address(page)
		}
	}

	return ctx.Err()
}

// asset is a file that is not a page.
type asset struct {
	source string // in the folder of the project
	name   string // relative to its documentation folder
	docs   *Docs
}

func (p *Project) readPage(d *Docs, file, name string) (*Page, bool) {
	src, err := p.Read(file)
	if err != nil {
		p.Note(file, 0, KindFile, "it could not be read: %v", err)
		return nil, false
	}

	page := &Page{
		Project: p,
		Docs:    d,
		Source:  file,
		Name:    name,
	}

	front, text, first, err := splitFront(page.decode(src))
	if err != nil {
		p.Note(file, 1, KindFront, "it could not be read completely: %v", err)
	}

	page.Front = front
	page.setText(file, text, first)

	return page, true
}

// decode returns the text of a file in UTF-8 with Unix line ends.
func (p *Page) decode(src string) string {
	src = strings.TrimPrefix(src, "\ufeff")
	src = strings.ReplaceAll(src, "\r\n", "\n")
	src = strings.ReplaceAll(src, "\r", "\n")
	if !utf8.ValidString(src) {
		p.Project.Note(p.Source, 0, KindFile, "it is not UTF-8; invalid bytes were read as Windows-1252")
		src = fromWindows1252(src)
	}

	return strings.ReplaceAll(src, "\x00", "")
}

// fromWindows1252 decodes text in which bytes that are not UTF-8 are characters of Windows-1252.
func fromWindows1252(src string) string {
	var b strings.Builder
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRuneInString(src[i:])
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(src[i])
		}

		b.WriteRune(r)
		i += size
	}

	return b.String()
}

// stem returns the name of a file without its extension.
func stem(name string) string {
	return strings.TrimSuffix(name, path.Ext(name))
}

// isIndex reports whether the page describes its folder.
func (p *Page) isIndex() bool {
	return isIndexName(stem(p.Name))
}

// isIndexName reports whether a name without extension is that of the page of its folder.
func isIndexName(name string) bool {
	switch strings.ToLower(path.Base(name)) {
	case "index", "_index", "readme":
		return true
	}

	return false
}
