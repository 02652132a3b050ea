package site

import (
	"io/fs"
	"net/url"
	"path"
	"strings"
	"sync"

	"signpost/internal/library"
	"signpost/internal/markdown"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// fileTables find files that are not articles.
type fileTables struct {
	static map[string]bool // paths in the content folder

	// The following are made when they are needed first.
	folded  func() map[string]string // files by their path in lower case; "" for several
	tails   func() map[string]string // files by the last parts of that path; "" for several
	folders func() map[string]bool   // folders that contain files
}

func newFileTables(files listing) *fileTables {
	t := &fileTables{static: map[string]bool{}}
	for _, file := range files.static {
		t.static[file] = true
	}

	t.folded = sync.OnceValue(func() map[string]string {
		folded := make(map[string]string, len(files.others))
		for file := range files.others {
			lower := strings.ToLower(file)
			if _, several := folded[lower]; several {
				file = ""
			}

			folded[lower] = file
		}

		return folded
	})

	t.tails = sync.OnceValue(func() map[string]string {
		tails := make(map[string]string, len(files.others))
		for file := range files.others {
			addTails(tails, file)
		}

		return tails
	})

	t.folders = sync.OnceValue(func() map[string]bool {
		folders := map[string]bool{}
		for file := range files.others {
			for dir := path.Dir(file); dir != "." && !folders[dir]; dir = path.Dir(dir) {
				folders[dir] = true
			}
		}

		return folders
	})

	return t
}

// addTails adds a file by the ends of its path.
func addTails(tails map[string]string, file string) {
	parts := strings.Split(strings.ToLower(file), "/")
	for i := max(0, len(parts)-maxTail); i < len(parts); i++ {
		tail := strings.Join(parts[i:], "/")
		if first, ok := tails[tail]; ok && first != file {
			tails[tail] = ""
			continue
		}

		tails[tail] = file
	}
}

// findFile returns the file, other than articles, at a path in a link. If there is none, it is the file at this path in
// the folder of the article or in the content folder, or else the only one whose path ends like that: programs that
// keep files elsewhere publish them there.
func (f *finder) findFile(from *library.Article, name string) (file string, ok bool) {
	file = fileOf(from, name)
	if f.files.others[file] {
		return file, true
	}

	if static := path.Join(StaticFolder, file); strings.HasPrefix(name, "/") && f.tables.static[static] {
		return static, true
	}

	file = findMoved(f, from, name, file)

	return file, file != "" && f.site.audiences.includeFile(file) // only an exact path publishes an internal file
}

// findMoved returns the file whose path is similar to one in a link, or an empty string.
func findMoved(f *finder, from *library.Article, name, exact string) string {
	if file := f.tables.folded()[strings.ToLower(exact)]; file != "" {
		return file
	}

	tail := strings.ToLower(strings.TrimPrefix(path.Clean(name), "/"))
	for strings.HasPrefix(tail, "../") {
		tail = tail[len("../"):]
	}

	own := strings.ToLower(path.Join(path.Dir(from.File), tail))
	for _, name := range []string{own, tail} {
		if file := f.tables.folded()[name]; file != "" {
			return file
		}
	}

	return f.tables.tails()[tail]
}

// fileAt returns the file, other than articles, that is published at an address if an article links to it. It is not
// published if only articles for another audience do.
func (f *finder) fileAt(address string) (file string, ok bool) {
	if strings.HasSuffix(address, "/") {
		return "", false
	}

	name, err := url.PathUnescape(address)
	for _, file := range []string{name, strings.Replace(name, "/gitbook/", "/"+gitBookFolder+"/", 1)} {
		if file = strings.TrimPrefix(file, "/"); f.files.others[file] {
			return file, err == nil && !f.others.files()[file]
		}
	}

	return "", false
}

// resolveAttachment resolves a link to a file that is not a page or a picture, and reports whether there is one.
func (r *resolver) resolveAttachment(link *markdown.Link, place problem.Place, u *url.URL) bool {
	file, ok := r.finder.findFile(r.article, u.Path)
	if !ok || isMarkdown(file) {
		return false
	}

	r.checkPath(link, place, u, file)
	link.Target, ok = r.publish(file)
	if ok {
		r.file = file
	}

	link.Target = withQuery(link.Target, u.RawQuery)
	if u.Fragment != "" {
		link.Target += "#" + u.EscapedFragment() // such as the page of a PDF file
	}

	return true
}

// checkPath reports a link whose case or folder is not that of the file that it leads to.
func (r *resolver) checkPath(link *markdown.Link, place problem.Place, u *url.URL, file string) {
	meant := fileOf(r.article, u.Path)
	isStatic := strings.HasPrefix(file, StaticFolder+"/") // from the root of the site
	if file == meant || isStatic {
		return
	}

	text := "the link %q names another folder than that of its file"
	if strings.EqualFold(file, meant) {
		text = "the link %q differs from the name of its file in upper and lower case"
	}

	hint := "link to " + relativeFile(r.article.File, file)
	r.found.problems.report(rules.IndirectLink, place, hint, text, link.Dest)
}

// publish returns the address of a file, and reports whether it can be published.
func (r *resolver) publish(file string) (address string, ok bool) {
	r.found.hasFiles = true
	if published, isStatic := strings.CutPrefix(file, StaticFolder+"/"); isStatic {
		return fileAddress(published), true
	}

	return fileAddress(PublicName(file)), r.attachments.add(file)
}

// resolveMedia resolves a film or a sound that an article shows.
func (r *resolver) resolveMedia(link *markdown.Link, place problem.Place, u *url.URL) {
	file, ok := r.finder.findFile(r.article, u.Path)
	if !ok {
		r.found.hasFiles = true
		hint := r.finder.suggestFile(r.article, fileOf(r.article, u.Path), relativePaths)
		r.found.problems.report(rules.DeadPicture, place, hint, "the file %q does not exist", link.Dest)
		return
	}

	if link.Alt == "" {
		r.found.problems.report(rules.MissingAlt, place,
			"say in the square brackets what it shows: ![How to enter the passcode](...)",
			"%q has no alternative text", link.Dest)
	}

	r.checkPath(link, place, u, file)
	link.Target, _ = r.publish(file)
	captions := strings.TrimSuffix(file, path.Ext(file)) + ".vtt"
	if !r.finder.files.others[captions] && !r.finder.tables.static[captions] {
		return
	}

	if address, ok := r.publish(captions); ok {
		link.Image = &markdown.Image{Captions: address}
	}
}

// suggestTarget returns a hint for a link that leads neither to a page nor to a file.
func (f *finder) suggestTarget(from *library.Article, name string) string {
	if f.tables.folders()[fileOf(from, name)] {
		return "it is a folder without articles: link to a file in it, or add an index.md"
	}

	return f.suggestPage(from, name)
}

// setNote sets the type and size of the file to which the last link leads.
func (r *resolver) setNote(note *markdown.Link) {
	if r.file == "" {
		return
	}

	info, err := fs.Stat(r.finder.in.source.Content, r.file)
	if err != nil {
		return // it is reported where the file is checked
	}

	note.Alt = r.finder.labelsFor(r.article).FileNote(note.Note, r.file, info.Size())
}

// labelsFor returns the labels in the language of an article.
func (f *finder) labelsFor(a *library.Article) markdown.Labels {
	if labels, ok := f.labels[a.Lang]; ok {
		return labels
	}

	return f.labels[f.in.languageOf(a.File)]
}
