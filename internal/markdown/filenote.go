package markdown

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Note says which properties of a file are shown after a link to it. 0 is a link and not the place after one.
type Note int32

// Properties of a file. The note omits those that the writer states.
const (
	NoteType Note = 1 << iota
	NoteSize

	// notePlace marks the place after a link whose writer states everything.
	notePlace
)

// Keys of the labels of sizes.
const (
	kilobytesLabel = "kilobytes" // contains {number}
	megabytesLabel = "megabytes" // contains {number}
	gigabytesLabel = "gigabytes" // contains {number}
	decimalLabel   = "decimal"   // the character between 1 and 5 in one and a half
)

// noteAfter returns the note after a link, or 0 if the link cannot lead to a file that is not an article.
func noteAfter(link *ast.Link, dest string, source []byte) Note {
	if _, ok := fileName(dest); !ok {
		return 0
	}

	return noteFor(dest, textAround(link, source))
}

// noteFor returns the parts of the note that the text of a link does not contain, or 0 if it cannot lead to a file.
func noteFor(dest, written string) Note {
	name, ok := fileName(dest)
	if !ok {
		return 0
	}

	note := notePlace | NoteType | NoteSize
	extension := strings.TrimPrefix(path.Ext(name), ".")
	if extension == "" || slices.ContainsFunc(wordPattern.FindAllString(written, -1), func(word string) bool {
		return strings.EqualFold(word, extension)
	}) {
		note &^= NoteType
	}

	if sizePattern.MatchString(written) {
		note &^= NoteSize
	}

	return note
}

var (
	wordPattern = regexp.MustCompile(`[\pL\pN]+`)
	sizePattern = regexp.MustCompile(`(?i)\pN[\s\x{a0}\x{202f}]?(bytes|[kmg]i?[bo])\b`)
)

// fileName returns the name of the file that a link may lead to. Other links lead to a page or to another site.
func fileName(dest string) (name string, ok bool) {
	if strings.ContainsAny(dest, ":#") || strings.HasPrefix(dest, "//") {
		return "", false
	}

	dest, _, _ = strings.Cut(dest, "?")
	name = path.Base(dest)
	if dest == "" || strings.HasSuffix(dest, "/") || strings.Trim(name, ".") == "" {
		return "", false
	}

	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".mdx", ".markdown", ".html", ".htm":
		return "", false
	}

	return name, true
}

// maxBehind is how far behind a link its size may be stated.
const maxBehind = 80

// textAround returns the text of a link, and the text in brackets behind it.
func textAround(link *ast.Link, source []byte) string {
	text := PlainText(link, source)
	next, ok := link.NextSibling().(*ast.Text)
	if !ok {
		return text
	}

	behind := bytes.TrimLeft(next.Value(source), " ")
	if !bytes.HasPrefix(behind, []byte("(")) {
		return text
	}

	behind = behind[:min(len(behind), maxBehind)]
	if end := bytes.IndexByte(behind, ')'); end >= 0 {
		behind = behind[:end]
	}

	return text + " " + string(behind)
}

// FileNote returns the type and the size of a file, such as "PDF, 1.2 MB", without what the writer of the link states.
func (l Labels) FileNote(note Note, name string, size int64) string {
	var parts []string
	if extension := strings.TrimPrefix(path.Ext(name), "."); note&NoteType != 0 && extension != "" {
		parts = append(parts, strings.ToUpper(extension))
	}

	if note&NoteSize != 0 {
		parts = append(parts, l.size(size))
	}

	return strings.Join(parts, ", ")
}

// size returns a number of bytes in the unit that readers expect.
func (l Labels) size(bytes int64) string {
	const kilobyte, megabyte, gigabyte = 1e3, 1e6, 1e9

	n := float64(bytes)
	switch {
	case n < 999.5*kilobyte:
		return l.inUnit(kilobytesLabel, max(1, n/kilobyte), 0)
	case n < 999.95*megabyte:
		return l.inUnit(megabytesLabel, n/megabyte, 1)
	}

	return l.inUnit(gigabytesLabel, n/gigabyte, 1)
}

func (l Labels) inUnit(unit string, n float64, decimals int) string {
	number := strconv.FormatFloat(n, 'f', decimals, 64)
	number = strings.TrimSuffix(number, ".0")
	number = strings.Replace(number, ".", l.get(decimalLabel), 1)

	return strings.ReplaceAll(l.get(unit), "{number}", number)
}

// tagPattern matches the tags in HTML that was balanced.
var tagPattern = regexp.MustCompile(`<[^>]*>`)

// noteAfterTag returns the place after a link that was written as HTML, for its note. Its Note is 0 if there is none.
func noteAfterTag(l *Link, source []byte) Link {
	if _, ok := fileName(l.Dest); !ok || l.Picture {
		return Link{}
	}

	const end = "</a>"
	length := bytes.Index(source[l.Offset:], []byte(end))
	if length < 0 {
		return Link{}
	}

	text := source[l.Offset : int(l.Offset)+length]
	if tag := bytes.IndexByte(text, '>'); tag >= 0 {
		text = text[tag+1:] // the address is inserted in the tag
	}

	return Link{
		Note:   noteFor(l.Dest, string(tagPattern.ReplaceAll(text, nil))),
		Offset: l.Offset + int32(length+len(end)),
		File:   l.File,
	}
}
