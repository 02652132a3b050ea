package site

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // the formats whose size is read
	_ "image/jpeg"
	_ "image/png"
	"io"
	"io/fs"
	"maps"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"signpost/internal/article"
	"signpost/internal/problem"
	"signpost/internal/strictyaml"
)

// pictureType tells the pictures that every browser shows by their extension.
var pictureType = map[string]bool{".png": true, ".jpg": true, ".jpeg": true, ".gif": true, ".svg": true}

// largest is the size in bytes above which a picture is refused: a page with it would not load on a slow line.
const largest = 5 << 20

// picture resolves the file that an article shows, or links to.
func (r *resolver) picture(link *article.Link, place problem.Place, u *url.URL) {
	file := path.Join(path.Dir(r.article.File), u.Path)
	if strings.HasPrefix(u.Path, "/") {
		file = strings.TrimPrefix(path.Clean(u.Path), "/")
	}
	if !r.files[file] {
		if link.Picture || !shown(r.article, link.Dest) {
			r.report(problem.DeadPicture, place, r.nearestFile(file), "the picture %q does not exist", link.Dest)
		}
		return
	}
	if link.Picture && link.Alt == "" {
		r.report(problem.MissingAlt, place, "say in the square brackets what to notice in it: ![the field ODS code](...)", "the picture %q has no text for those who cannot see it", link.Dest)
	}
	if pic := r.shownPicture(file); pic != nil {
		link.Target, link.Width, link.Height = pic.Path, pic.Width, pic.Height
	}
}

// pictures are those that articles show, each read once.
type pictures struct {
	mu    sync.Mutex
	shown map[string]*Picture // by file; nil for one that cannot be shown
}

func (l *loader) shownPicture(file string) *Picture {
	l.pictures.mu.Lock()
	defer l.pictures.mu.Unlock()
	pic, known := l.pictures.shown[file]
	if !known {
		pic = l.readPicture(file)
		l.pictures.shown[file] = pic
	}
	return pic
}

// shown reports whether the article shows a picture by the same name, whose own problem then says it all.
func shown(a *article.Article, dest string) bool {
	return slices.ContainsFunc(a.Sections, func(s article.Section) bool {
		return slices.ContainsFunc(s.Body.Links, func(k article.Link) bool { return k.Picture && k.Dest == dest })
	})
}

func (l *loader) nearestFile(file string) string {
	names := map[string]string{}
	for f := range l.files {
		names[strings.ToLower(path.Base(f))] = f
	}
	if nearest, ok := strictyaml.Nearest(path.Base(file), slices.Sorted(maps.Keys(names))); ok {
		return fmt.Sprintf("did you mean %s? Capital and small letters differ", l.name(names[nearest]))
	}
	return "put the file there, or mend the path: it is read from the folder of the article"
}

// readPicture returns nil, and says why, for a file that cannot be shown.
func (l *loader) readPicture(file string) *Picture {
	place := problem.Place{File: file}
	data, err := fs.ReadFile(l.content, file)
	if err != nil {
		l.unreadable(file, err)
		return nil
	}
	p := &Picture{File: file, Path: (&url.URL{Path: "/" + file}).EscapedPath(), Data: data}
	ext := strings.ToLower(path.Ext(file))
	switch {
	case !pictureType[ext]:
		err = errors.New("only .svg, .png, .jpg and .gif are shown")
	case len(data) > largest:
		err = fmt.Errorf("it has %d MB, more than the %d that a page can carry", len(data)>>20, largest>>20)
	case ext == ".svg":
		p.Width, p.Height, err = readSVG(data)
	default:
		var c image.Config
		c, _, err = image.DecodeConfig(bytes.NewReader(data))
		p.Width, p.Height = c.Width, c.Height
	}
	if err != nil {
		l.report(problem.BadPicture, place, "save the picture anew as PNG, JPEG or plain SVG", "the picture cannot be shown: %v", err)
		return nil
	}
	return p
}

// readSVG finds a drawing's size, and refuses one that runs scripts or loads something from elsewhere.
func readSVG(data []byte) (width, height int, err error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	root := true
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) && !root {
			return width, height, nil
		}
		if err != nil {
			return 0, 0, fmt.Errorf("it is not well-formed SVG: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := checkElement(t); err != nil {
				return 0, 0, err
			}
			if root {
				width, height = svgSize(t)
			}
			root = false
		case xml.ProcInst:
			if t.Target != "xml" {
				return 0, 0, fmt.Errorf("it holds the processing instruction %q", t.Target)
			}
		case xml.CharData:
			if bytes.Contains(t, []byte("@import")) || loads(string(t)) {
				return 0, 0, errors.New("its style loads something from elsewhere")
			}
		}
	}
}

func checkElement(t xml.StartElement) error {
	switch name := strings.ToLower(t.Name.Local); name {
	case "script", "foreignobject", "iframe", "embed", "object", "handler", "set", "animate":
		return fmt.Errorf("it holds the element <%s>", t.Name.Local)
	}
	for _, a := range t.Attr {
		name, value := strings.ToLower(a.Name.Local), strings.TrimSpace(a.Value)
		switch {
		case strings.HasPrefix(name, "on"):
			return fmt.Errorf("it runs a script (%s)", a.Name.Local)
		case name == "href" && !strings.HasPrefix(value, "#"):
			return fmt.Errorf("it refers to %q", value)
		case loads(value):
			return fmt.Errorf("it loads %q", value)
		}
	}
	return nil
}

// loads reports whether CSS refers to anything but a part of the drawing itself.
func loads(css string) bool { return strings.Count(css, "url(") != strings.Count(css, "url(#") }

// svgSize is the drawing's width and height, or those of its viewBox.
func svgSize(root xml.StartElement) (width, height int) {
	attribute := map[string]string{}
	for _, a := range root.Attr {
		attribute[a.Name.Local] = a.Value
	}
	box := strings.FieldsFunc(attribute["viewBox"], func(r rune) bool { return r == ' ' || r == ',' })
	if len(box) != 4 {
		box = make([]string, 4)
	}
	return cmp.Or(pixels(attribute["width"]), pixels(box[2])), cmp.Or(pixels(attribute["height"]), pixels(box[3]))
}

func pixels(s string) int {
	f, err := strconv.ParseFloat(strings.TrimSuffix(s, "px"), 64)
	if err != nil || !(f > 0 && f < 1e5) {
		return 0
	}
	return int(f + .5)
}

// finishPictures lists the pictures that are shown, and reports those that are not.
func (l *loader) finishPictures() {
	for _, file := range slices.Sorted(maps.Keys(l.files)) {
		pic, used := l.pictures.shown[file]
		if pic != nil {
			l.site.Pictures = append(l.site.Pictures, pic)
		}
		if !used {
			l.report(problem.UnusedPicture, problem.Place{File: file}, "delete the file, or show it in an article", "no article shows the file")
		}
	}
}
