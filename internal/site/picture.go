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

	"signpost/internal/article"
	"signpost/internal/picture"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// picture resolves the file that an article shows, or links to.
func (r *resolver) picture(ctx context.Context, link *article.Link, place problem.Place, u *url.URL) {
	r.illustrated = true
	file := path.Join(path.Dir(r.article.File), u.Path)
	if strings.HasPrefix(u.Path, "/") {
		file = strings.TrimPrefix(path.Clean(u.Path), "/")
	}
	if !r.files[file] {
		if link.Picture || !shown(r.article, link.Dest) {
			r.report(rules.DeadPicture, place, r.nearestFile(file, "it is read from the folder of the article, or from the content folder when it begins with /"), "the picture %q does not exist", link.Dest)
		}
		return
	}
	if link.Picture && link.Alt == "" {
		r.report(rules.MissingAlt, place, "say in the square brackets what to notice in it: ![the field ODS code](...)", "the picture %q has no text for those who cannot see it", link.Dest)
	}
	if pic := r.shownPicture(ctx, file); pic != nil {
		link.Target, link.Image = pic.Path, pic.image
	}
}

// icon finds the drawing that a collection's index.md names.
func (l *loader) icon(ctx context.Context, a *article.Article) {
	if a.Icon == "" {
		return
	}
	place := problem.Place{File: a.File, Line: a.LineOf("icon")}
	file := path.Join(path.Dir(a.File), a.Icon)
	switch {
	case !a.Index:
		l.report(rules.WrongValue, place, "name it in the index.md of the folder", "an article has no icon: collections have")
	case !strings.EqualFold(path.Ext(file), ".svg"):
		l.report(rules.BadPicture, place, "draw it as .svg: it is shown in several sizes", "the icon %q is no .svg", a.Icon)
	case !l.files[file]:
		l.report(rules.DeadPicture, place, l.nearestFile(file, "it is read from the folder of the index.md"), "the icon %q does not exist", a.Icon)
	default:
		l.site.folders[a.Path].Icon = l.shownPicture(ctx, file)
	}
}

// logo reads the pictures that the settings show. Whoever reads the settings tells of those that are not there.
func (l *loader) logo(ctx context.Context) {
	for _, file := range l.options.Logo {
		if l.files[file] {
			l.shownPicture(ctx, file)
		}
	}
}

// Picture is the one of a file in the content folder; nil where none is shown.
func (s *Site) Picture(file string) *Picture {
	i := slices.IndexFunc(s.Pictures, func(p *Picture) bool { return p.File == file })
	if i < 0 {
		return nil
	}
	return s.Pictures[i]
}

// Size is that of the picture in its own pixels.
func (p *Picture) Size() (width, height int) { return p.image.Width, p.image.Height }

// pictures are those that articles show, each read once.
type pictures struct {
	mu    sync.Mutex
	shown map[string]func() seen // by file
}

// seen is what was found when a picture was read.
type seen struct {
	picture *Picture // nil for one that cannot be shown
	problem *problem.Problem
}

func (l *loader) shownPicture(ctx context.Context, file string) *Picture {
	l.pictures.mu.Lock()
	read, known := l.pictures.shown[file]
	if !known {
		read = sync.OnceValue(func() seen { return l.readPicture(ctx, file) })
		l.pictures.shown[file] = read
	}
	l.pictures.mu.Unlock() // others read other pictures meanwhile
	return read().picture
}

// shown reports whether the article shows a picture by the same name, whose own problem then says it all.
func shown(a *article.Article, dest string) bool {
	return slices.ContainsFunc(a.Sections, func(s article.Section) bool {
		return slices.ContainsFunc(s.Body.Links, func(k article.Link) bool { return k.Picture && k.Dest == dest })
	})
}

// nearestFile says which file may have been meant, or else from where the path is read.
func (l *loader) nearestFile(missing, from string) string {
	file, ok := nearest(missing, l.files)
	if !ok {
		return "put the file there, or mend the path: " + from
	}
	hint := "did you mean " + l.name(file) + "?"
	if got, near := path.Base(missing), path.Base(file); near != got && strings.EqualFold(near, got) {
		hint += " Capital and small letters differ"
	}
	return hint
}

// readPicture reads a file and makes the smaller ones that show the same, where the options ask for them.
func (l *loader) readPicture(ctx context.Context, file string) seen {
	data, err := fs.ReadFile(l.content, file)
	if err != nil {
		p := unreadable(file, err)
		return seen{problem: &p}
	}
	p := &Picture{File: file, Path: (&url.URL{Path: "/" + file}).EscapedPath(), Data: data}
	size, err := picture.Read(file, data)
	switch {
	case err != nil:
	case l.options.Scaler != nil:
		p.Variants, err = l.options.Scaler.Variants(ctx, data)
	case l.options.Prose:
		err = picture.Check(data)
	}
	if flaw := new(picture.Flaw); errors.As(err, &flaw) {
		p := rules.BadPicture.At(problem.Place{File: file, Line: flaw.Line}, flaw.Hint, "the picture cannot be shown: %s", flaw.Text)
		return seen{problem: &p}
	}
	p.image = imageOf(size, p.Variants)
	return seen{picture: p}
}

// PressedFolder is where the files stand that are made of pictures: the path of each is its name in it.
const PressedFolder = "assets/pictures/"

func imageOf(size picture.Size, variants []picture.Variant) *article.Image {
	image := &article.Image{Width: size.Width, Height: size.Height, Column: picture.Column}
	for i := range variants {
		v := &variants[i]
		image.Type = v.Type
		image.Variants = append(image.Variants, article.Variant{Target: "/" + PressedFolder + v.Name(), Width: v.Width})
	}
	return image
}

// markdown are endings that articles have elsewhere. A page that is left out without a word would not be missed until somebody looks for it.
var markdown = map[string]bool{".mdx": true, ".markdown": true, ".mdown": true, ".mkd": true}

// finishPictures lists the pictures that are shown, and reports those that are not.
func (l *loader) finishPictures() {
	for _, file := range slices.Sorted(maps.Keys(l.files)) {
		read, used := l.pictures.shown[file]
		if !used && markdown[strings.ToLower(path.Ext(file))] {
			l.report(rules.Unreadable, problem.Place{File: file}, "rename it to end in .md; lint then says what in it is no Markdown", "the file is not read as an article: its name ends in %s", path.Ext(file))
			continue
		}
		if !used {
			l.report(rules.UnusedPicture, problem.Place{File: file}, "delete the file, or show it in an article", "no article shows the file")
			continue
		}
		found := read()
		if found.problem != nil {
			l.problems = append(l.problems, *found.problem)
		} else {
			l.site.Pictures = append(l.site.Pictures, found.picture)
		}
	}
}
