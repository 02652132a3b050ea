// Package migrate turns the Markdown documentation of other generators into the files of a help centre.
//
// A [Generator] describes one program: how it is recognised, its settings, its notation beyond Markdown, the
// addresses of its pages, and the IDs of its headings. [Open] finds the generator of a
// folder, and [Project.Convert] does the rest, in these steps, each in a file of its own:
//
//  1. find the settings, and by them the generator (locate.go)
//  2. read the settings (the file of the generator)
//  3. read the pages, each with its front matter (read.go, frontmatter.go)
//  4. give each page a file in the content folder, next to its neighbours (target.go)
//  5. convert the text (the file of the generator, and those of conversions that several share)
//  6. make links lead to the new files, and collect the pictures and attachments that are in use (links.go)
//  7. keep the published addresses: those of pages as aliases, those of headings as moves in the lock (keep.go,
//     headings.go, package anchors)
//  8. keep the order of the menu (navigation.go)
//  9. write the report (report.go)
//
// No text of a page may get lost: what a conversion does not understand stays in the text unchanged, and is listed in
// the report.
//
// Everything that is read may be hostile. Files are read through an os.Root, so that no name and no link leads out of
// the project. No code of the project is executed. Work is linear in the size of the input.
package migrate

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"signpost/internal/cli"
	"signpost/internal/lock"
	"signpost/internal/regular"
)

// Import is the result of a conversion.
type Import struct {
	// Files are the files of the new help centre by name: config.yaml, import-report.md and those below content/.
	Files map[string]File

	// Moved are the headings whose published ID differs from their new one.
	Moved []lock.Entry

	// Counts for the summary.
	Pages, Pictures, Attachments, Addresses int

	Notes []Note
}

// File is the content of a file: its text, or the name of a file of the project to copy.
type File struct {
	Text []byte
	Copy string
}

// Open finds the documentation in a folder, and reads the settings of its generator. from is the name of the generator,
// or "auto". The project must be closed.
func Open(ctx context.Context, dir, from string) (*Project, error) {
	wanted := generatorCalled(from)
	if wanted == nil && from != "auto" {
		return nil, cli.Usagef("use "+cli.OrList(Names()), "cannot import from %q", from)
	}

	full, err := filepath.Abs(dir)
	if err == nil {
		full, err = filepath.EvalSymlinks(full)
	}
	if err != nil {
		return nil, err
	}

	l, err := locate(ctx, full, wanted)
	if err != nil {
		return nil, err
	}

	p, err := l.read(full)
	if err != nil || hasDocs(p) || l.base == full || wanted != nil {
		return p, err
	}

	// The settings above the folder are those of other documentation.
	p.Close()
	if l, err = recognise(ctx, full); err != nil {
		return nil, err
	}

	return l.read(full)
}

// read reads the settings at a location.
func (l location) read(dir string) (*Project, error) {
	p, err := l.open(dir)
	if err != nil {
		return nil, err
	}

	if err := l.generator.Read(p); err != nil {
		p.Close()
		return nil, fmt.Errorf("%s: %w", l.base, err)
	}

	limitDocs(p, p.given)

	return p, nil
}

// hasDocs reports whether there is a folder with pages.
func hasDocs(p *Project) bool {
	return slices.ContainsFunc(p.Docs, func(d *Docs) bool { return !d.Static })
}

// open opens the folder that contains everything the documentation may include: the repository, or else the folder that
// was given and the one with the settings.
func (l location) open(dir string) (*Project, error) {
	outer := dir
	if len(l.base) < len(dir) {
		outer = l.base
	}

	for _, folder := range ancestors(outer) {
		if isFile(filepath.Join(folder, ".git")) {
			outer = folder
		}
	}

	folder, err := regular.OpenFolder(outer)
	if err != nil {
		return nil, err
	}

	return &Project{
		Folder:    &Folder{fsys: folder, close: folder.Close},
		Generator: l.generator,
		Base:      relativeTo(outer, l.base),
		Evidence:  filepath.ToSlash(filepath.Join(relativeTo(outer, l.base), l.evidence)),
		Anchors:   l.generator.Anchors,
		Variables: map[string]string{},
		Languages: map[string]string{},
		missing:   missingFolders{},
		given:     relativeTo(outer, dir),
	}, nil
}

func relativeTo(base, name string) string {
	rel, err := filepath.Rel(base, name)
	if err != nil {
		return "."
	}

	return filepath.ToSlash(rel)
}

// limitDocs leaves out the folders that have nothing to do with the one that was given.
func limitDocs(p *Project, given string) {
	if given == "." || contains(given, p.Base) {
		return
	}

	var kept []*Docs
	for _, d := range p.Docs {
		switch {
		case d.Static || contains(given, d.Dir):
			kept = append(kept, d)
		case contains(d.Dir, given):
			d.Prefix = joinPrefix(d.Prefix, strings.TrimPrefix(strings.TrimPrefix(given, d.Dir), "/"))
			d.moveTo(given)
			kept = append(kept, d)
		}
	}

	p.Docs = kept
}

// moveTo narrows a documentation folder to one inside.
func (d *Docs) moveTo(dir string) {
	if skip := d.Skip; skip != nil {
		inside := strings.TrimPrefix(strings.TrimPrefix(dir, d.Dir), "/")
		d.Skip = func(name string) bool { return skip(joinPrefix(inside, name)) }
	}

	d.Dir = dir
}

// contains reports whether a folder is another one or contains it.
func contains(outer, inner string) bool {
	return outer == "." || inner == outer || strings.HasPrefix(inner, outer+"/")
}

func joinPrefix(prefix, name string) string {
	return strings.Trim(prefix+"/"+name, "/")
}

// Close closes the folder of the project.
func (p *Project) Close() error {
	return p.close()
}

// Convert converts the documentation.
func (p *Project) Convert(ctx context.Context) (*Import, error) {
	if err := p.readPages(ctx); err != nil {
		return nil, err
	}

	if len(p.pages) == 0 {
		hint := "name the folder of the documentation, or its generator with --from: " + cli.OrList(Names())
		return nil, cli.WithHint(fmt.Errorf("no pages found as %s publishes them", p.Generator.Name), hint)
	}

	if p.Generator.Arrange != nil {
		p.Generator.Arrange(p)
	}

	p.assignTargets()
	p.indexPages()
	guessBaseURL(p)
	for _, page := range p.pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}

		for _, convert := range p.Generator.Conversions {
			convert(page)
		}
	}

	result := &Import{Files: map[string]File{}}
	p.rewriteLinks(result)
	p.orderPages(result)
	p.keepAddresses(result)
	if err := p.keepHeadings(ctx, result); err != nil {
		return nil, err
	}

	p.notes = append(p.notes, p.missing.notes()...)
	p.notes = append(p.notes, p.templates.notesOfFiles()...)
	p.writePages(result)
	p.writeSettings(result)
	result.Notes = p.sortedNotes()
	result.Files[ReportName] = File{Text: p.report(result)}

	return result, nil
}

// Content returns the content of a file.
func (p *Project) Content(f File) ([]byte, error) {
	if f.Copy == "" {
		return f.Text, nil
	}

	return p.readFile(f.Copy)
}

// Origin says how the generator was recognised: "mkdocs (docs/mkdocs.yml)".
func (p *Project) Origin() string {
	if p.Evidence == p.Base {
		return p.Generator.Name
	}

	return fmt.Sprintf("%s (%s)", p.Generator.Name, p.Evidence)
}
