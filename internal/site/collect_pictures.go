package site

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"

	"signpost/internal/glossary"
	"signpost/internal/library"
	"signpost/internal/markdown"
	"signpost/internal/picture"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// VariantFolder is the folder of smaller variants of pictures. The path of each variant is its name in this folder.
const VariantFolder = "assets/pictures/"

// Picture returns the picture of a content file, or nil if no page shows it.
func (s *Site) Picture(file string) *Picture {
	i := slices.IndexFunc(s.Pictures, func(p *Picture) bool {
		return p.File == file
	})

	if i < 0 {
		return nil
	}

	return s.Pictures[i]
}

// Size returns the size in pixels.
func (p *Picture) Size() (width, height int) {
	return p.image.Width, p.image.Height
}

// resolvePicture resolves the file that an article shows or links to.
func (r *resolver) resolvePicture(ctx context.Context, link *markdown.Link, place problem.Place, u *url.URL) {
	r.found.hasFiles = true
	file, ok := r.finder.findFile(r.article, u.Path)
	if !ok {
		if link.Picture || !shows(r.sections, link.Dest) {
			hint := r.finder.suggestFile(r.article, u.Path, relativePaths)
			r.found.problems.report(rules.DeadPicture, place, hint, "the picture %q does not exist", link.Dest)
		}

		return
	}

	if link.Picture {
		r.checkPath(link, place, u, file)
	} else {
		r.file = file
	}

	if link.Picture && link.Alt == "" {
		r.found.problems.report(rules.MissingAlt, place,
			"describe the picture in the square brackets: ![the field ODS code](...)",
			"the picture %q has no alternative text", link.Dest)
	}

	if strings.HasPrefix(file, StaticFolder+"/") {
		link.Target, _ = r.publish(file)
		return
	}

	if p := r.pictures.get(ctx, file); p != nil {
		link.Target, link.Image = p.Path, p.image
	}
}

// shows reports whether an article with these sections shows a picture with this path, so that a link to it needs no
// second problem.
func shows(sections []library.LinkSection, dest string) bool {
	isShown := func(link markdown.Link) bool {
		return link.Picture && link.Dest == dest
	}
	return slices.ContainsFunc(sections, func(s library.LinkSection) bool {
		return slices.ContainsFunc(s.BodyLinks, isShown)
	})
}

// resolveIcon sets the icon of a collection that the page of its folder names.
func resolveIcon(
	ctx context.Context, f *finder, problems *problemList, a *library.Article, pictures *pictureSet,
) {
	if a.Icon == "" {
		return
	}

	place := problem.Place{File: a.File, Line: a.LineOf("icon")}
	file := path.Join(path.Dir(a.File), a.Icon)
	switch {
	case !a.Index:
		problems.report(rules.WrongValue, place,
			"set it in the index.md of the folder",
			"only collections have an icon")

	case !strings.EqualFold(path.Ext(file), ".svg"):
		problems.report(rules.BadPicture, place,
			"use an .svg file: icons are shown in several sizes",
			"the icon %q is not an .svg file", a.Icon)

	case !f.files.others[file]:
		hint := f.suggestFile(a, file, "it is relative to the article")
		problems.report(rules.DeadPicture, place, hint, "the icon %q does not exist", a.Icon)

	default:
		f.site.folders[a.Path].Icon = pictures.get(ctx, file)
	}
}

// pictureSet is the pictures that pages show. Each is read once, and different ones at the same time.
type pictureSet struct {
	in *input

	mu     sync.Mutex
	byFile map[string]func() pictureFile
}

// pictureFile is the result of reading a picture: either the picture or a problem.
type pictureFile struct {
	picture *Picture
	problem *problem.Problem
}

func newPictureSet(in *input) *pictureSet {
	return &pictureSet{in: in, byFile: map[string]func() pictureFile{}}
}

// get returns the picture of a file, or nil if it cannot be shown.
func (s *pictureSet) get(ctx context.Context, file string) *Picture {
	return s.reader(ctx, file)().picture
}

// reader returns a function that reads the file when it is called first.
func (s *pictureSet) reader(ctx context.Context, file string) func() pictureFile {
	s.mu.Lock()
	defer s.mu.Unlock()

	read, ok := s.byFile[file]
	if !ok {
		read = sync.OnceValue(func() pictureFile {
			return s.in.readPicture(ctx, file)
		})

		s.byFile[file] = read
	}

	return read
}

// readPicture reads the size of a picture. Only lint decodes it: a build does that when it makes the variants.
func (in *input) readPicture(ctx context.Context, file string) pictureFile {
	data, err := fs.ReadFile(in.source.Content, file)
	if err != nil {
		p := unreadable(file, err)
		return pictureFile{problem: &p}
	}

	p := &Picture{
		File: file,
		Path: fileAddress(PublicName(file)),
	}

	size, err := picture.Read(file, data)
	if err == nil && in.options.Lint {
		err = picture.Check(ctx, data)
	}

	if rejected := new(picture.Error); errors.As(err, &rejected) {
		p := badPicture(file, rejected)
		return pictureFile{problem: &p}
	}

	p.image = &markdown.Image{
		Width:  size.Width,
		Height: size.Height,
		Column: picture.Column,
	}

	return pictureFile{picture: p}
}

// badPicture returns the problem of a picture that cannot be shown.
func badPicture(file string, rejected *picture.Error) problem.Problem {
	place := problem.Place{File: file, Line: rejected.Line}
	return rules.BadPicture.At(place, rejected.Hint, "the picture cannot be shown: %s", rejected.Text)
}

// collectPictures returns the pictures that pages show, including the logo, sorted. It reports files that no page
// shows.
func collectPictures(
	ctx context.Context, f *finder, problems *problemList, files listing, links linkResult,
) []*Picture {
	pictures := links.pictures
	for _, file := range f.in.source.Config.Logo.Files() {
		if files.others[file] { // generate reports a missing logo
			pictures.get(ctx, file)
		}
	}

	brand := slices.Collect(maps.Values(f.in.source.Config.Brand.Files()))
	var list []*Picture
	for _, file := range slices.Sorted(maps.Keys(files.others)) {
		read, ok := pictures.byFile[file]
		if !ok {
			_, isAttached := links.attachments.checked[file]
			if !isAttached && !f.others.isUsed(file) && !slices.Contains(brand, file) {
				reportUnused(problems, file)
			}

			continue
		}

		found := read()
		if found.problem != nil {
			problems.add(*found.problem)
			continue
		}

		list = append(list, found.picture)
	}

	return list
}

// reportUnused reports a file that is neither an article nor a file that a page shows or links to.
func reportUnused(problems *problemList, file string) {
	place := problem.Place{File: file}
	if isMarkdown(file) { // readers would miss the page
		problems.report(rules.Unreadable, place,
			"rename it to end in .md; lint then reports syntax that is not supported",
			"the file is not read as an article: its name ends in %s", path.Ext(file))
		return
	}

	hint := "delete the file, or use it in an article"
	if path.Base(file) == glossary.File {
		hint = "move it to the content folder, or to the folder of a language: collections have no glossary"
	}

	problems.report(rules.UnusedPicture, place, hint,
		"no article shows or links to the file")
}

// isMarkdown reports whether other programs would read a file as Markdown.
func isMarkdown(file string) bool {
	switch strings.ToLower(path.Ext(file)) {
	case ".mdx", ".markdown", ".mdown", ".mkd":
		return true
	}

	return false
}
