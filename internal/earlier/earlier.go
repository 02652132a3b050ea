// Package earlier reads earlier versions of a site for package repair: from git, and from the last build.
//
// The versions are the last commit, the last commits of the lock, and the Markdown copies that a build leaves next to
// its pages. None of them has to exist: without git, or in a shallow clone, there are fewer.
package earlier

import (
	"context"
	"io"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"signpost/internal/address"
	"signpost/internal/article"
	"signpost/internal/history"
	"signpost/internal/library"
	"signpost/internal/regular"
	"signpost/internal/repair"
	"signpost/internal/revision"
	"signpost/internal/site"
)

// Source says where a site and its earlier versions are.
type Source struct {
	Site *site.Site

	// Content is the content folder, Lock the lock file, and Build the output folder of the last build.
	Content string
	Lock    string
	Build   string
}

// maxLocks is the number of commits of the lock that are read.
const maxLocks = 10

// Present returns the pages of the site.
func Present(s *site.Site) ([]repair.Page, error) {
	var reader library.Reader
	var pages []repair.Page
	articles := s.Articles()
	for _, address := range slices.Sorted(maps.Keys(articles)) {
		a := articles[address]
		sections, err := reader.Texts(a)
		if err != nil {
			return nil, err
		}

		page := repair.Page{Address: address, Edition: s.HomeOf(address), File: a.File}
		for _, section := range sections {
			page.Sections = append(page.Sections, sectionOf(section.Heading, section.Text))
		}

		pages = append(pages, page)
	}

	return pages, nil
}

func sectionOf(h article.Heading, text string) repair.Section {
	return repair.Section{
		ID:    h.ID,
		Other: slices.Concat(h.Aliases, h.Anchors),
		Title: h.Title,
		Text:  text,
		Code:  h.Code,
	}
}

// Versions returns functions that read the earlier versions, the one to try first at the beginning.
func Versions(ctx context.Context, s Source) []repair.Loader {
	v := &versions{Source: s, parsed: map[string]parsedPage{}}
	head := history.Commit(ctx, s.Content)
	var list []repair.Loader
	if head != "" {
		list = append(list, repair.Loader{Read: v.commit(head), Always: true})
	}

	last := head
	for i, commit := range history.Changes(ctx, filepath.Dir(s.Lock), filepath.Base(s.Lock), maxLocks) {
		if last == "" || !history.Same(ctx, s.Content, commit, last) {
			list = append(list, repair.Loader{Read: v.commit(commit), Always: i == 0})
		}

		last = commit
	}

	build := repair.Loader{Read: v.build, Always: head == ""}

	return slices.Insert(list, min(len(list), beforeBuild), build)
}

// beforeBuild is the number of commits that are read before the last build: the last one, and the last of the lock.
const beforeBuild = 2

// versions reads earlier versions. A file that is the same in several versions is parsed once.
type versions struct {
	Source
	parsed map[string]parsedPage // by file
}

// parsedPage is the last version of a file that was parsed.
type parsedPage struct {
	data string
	page repair.Page
}

// commit returns a function that reads a commit.
func (v *versions) commit(commit string) func(context.Context) (*repair.Version, error) {
	return func(ctx context.Context) (*repair.Version, error) {
		files, err := readCommit(ctx, v.Content, commit)
		if err != nil {
			return nil, ctx.Err() // the commit is not complete, as in a shallow clone
		}

		pages, err := v.parse(ctx, files, fileSystem(files))
		if err != nil {
			return nil, err
		}

		return &repair.Version{
			Name:    "commit " + commit[:min(len(commit), shortID)],
			Pages:   pages,
			Renamed: history.Renames(ctx, v.Content, commit),
		}, ctx.Err()
	}
}

// readCommit returns the articles and snippets of a commit, by their names in the content folder.
func readCommit(ctx context.Context, content, commit string) (map[string][]byte, error) {
	rev, err := revision.Find(ctx, content, commit)
	if err != nil {
		return nil, err
	}

	var paths []string
	if rev.Prefix != "" {
		paths = []string{rev.Prefix}
	}

	list, err := rev.List(ctx, paths...)
	if err != nil {
		return nil, err
	}

	list = slices.DeleteFunc(list, func(f revision.File) bool {
		return f.IsLink || !isSource(strings.TrimPrefix(f.Path, rev.Prefix))
	})

	files := make(map[string][]byte, len(list))
	err = rev.Read(ctx, list, func(f revision.File, size int64, content io.Reader) error {
		if size > maxSource {
			return nil
		}

		data, err := io.ReadAll(content)
		files[strings.TrimPrefix(f.Path, rev.Prefix)] = data

		return err
	})

	return files, err
}

// shortID is the length of a commit in messages.
const shortID = 10

// isSource reports whether a file is an article or a snippet.
func isSource(name string) bool {
	isHidden := strings.HasPrefix(name, ".") || strings.Contains(name, "/.")
	isStatic := strings.HasPrefix(name, site.StaticFolder+"/")

	return strings.EqualFold(path.Ext(name), ".md") && !isHidden && !isStatic
}

func isSnippet(name string) bool {
	return strings.HasPrefix(name, article.SnippetFolder+"/")
}

// fileSystem are the files of a version, from which snippets are read.
type fileSystem map[string][]byte

// Open returns an error: snippets are read with ReadFile.
func (f fileSystem) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// ReadFile returns a copy of a file.
func (f fileSystem) ReadFile(name string) ([]byte, error) {
	data, ok := f[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}

	return slices.Clone(data), nil
}

// maxSource is the size above which a file is ignored.
const maxSource = 8 << 20

// build reads the Markdown copies of the last build. They have no front matter, so an article whose address is not that
// of its file is left out.
func (v *versions) build(ctx context.Context) (*repair.Version, error) {
	files := map[string][]byte{}
	root, err := regular.OpenFolder(v.Build)
	if err != nil {
		return nil, ctx.Err()
	}
	defer root.Close()

	err = fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || !isSource(name) || ctx.Err() != nil {
			return ctx.Err()
		}

		info, err := entry.Info()
		if err != nil || info.Size() > maxSource {
			return nil
		}

		if data, err := fs.ReadFile(root, name); err == nil {
			files[name] = data
		}

		return nil
	})
	if err != nil || len(files) == 0 {
		return nil, ctx.Err()
	}

	var snippets fs.FS
	if content, err := regular.OpenFolder(v.Content); err == nil {
		defer content.Close()
		snippets = content
	}

	pages, err := v.parse(ctx, files, snippets)
	if err != nil {
		return nil, err
	}

	pages = slices.DeleteFunc(pages, func(p repair.Page) bool {
		_, err := fs.Stat(root, path.Join(strings.Trim(p.Address, "/"), "index.html"))
		return err != nil
	})

	return &repair.Version{Name: "the last build in " + filepath.ToSlash(v.Build), Pages: pages}, nil
}

// parse parses the articles among files.
func (v *versions) parse(
	ctx context.Context, files map[string][]byte, snippets fs.FS,
) ([]repair.Page, error) {
	var pages []repair.Page
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}

		if !isSnippet(name) {
			pages = append(pages, v.page(snippets, name, files[name]))
		}
	}

	return pages, nil
}

// page parses an article.
func (v *versions) page(snippets fs.FS, name string, data []byte) repair.Page {
	text := string(data)
	includes := article.HasInclude(data)
	if last, ok := v.parsed[name]; ok && last.data == text && !includes {
		return last.page
	}

	a := v.Site.ParseEarlier(snippets, name, slices.Clone(data))
	page := repair.Page{Address: a.Path, Edition: v.Site.HomeOf(a.Path), File: name, Aliases: aliasesOf(a)}
	for _, section := range a.Sections {
		page.Sections = append(page.Sections, sectionOf(section.Heading, section.Text))
	}

	v.parsed[name] = parsedPage{text, page}

	return page
}

// aliasesOf returns the earlier addresses of an article in the form of the lock.
func aliasesOf(a *article.Article) []string {
	var list []string
	for _, alias := range slices.Concat(a.Aliases, a.FormerSlugs) {
		if clean, err := address.Clean(alias); err == nil {
			list = append(list, clean)
		}
	}

	return list
}
