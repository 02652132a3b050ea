package markdown

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"signpost/internal/sanitise"
)

// notes are the footnotes of a document. They are numbered in the order of their first references. Each is rendered at
// the end of the section with the first reference, because readers may be sent to that section. IDs of notes begin with
// "sp:"; IDs of headings never do.
//
// goldmark's own footnotes are not used because they search a list for every reference and are rendered at the end of
// the document.
type notes struct {
	// list contains all notes during parsing, because goldmark parses only content in the tree. Later it contains the
	// notes without a reference.
	list *noteList

	byLabel map[string]*extast.Footnote
	unknown []*noteRef         // references to notes that do not exist
	count   int                // of the notes with a number
	section []*extast.Footnote // notes of the current section
}

var notesKey = parser.NewContextKey()

func notesOf(pc parser.Context) *notes {
	n, ok := pc.Get(notesKey).(*notes)
	if !ok {
		n = &notes{byLabel: map[string]*extast.Footnote{}}
		pc.Set(notesKey, n)
	}

	return n
}

// noteParser parses "[^label]: text" as goldmark does.
type noteParser struct{ parser.BlockParser }

func newNoteParser() noteParser {
	return noteParser{boundedParser{extension.NewFootnoteBlockParser()}}
}

// Close implements parser.BlockParser. It moves the note from the text to the list.
func (noteParser) Close(node ast.Node, _ text.Reader, pc parser.Context) {
	n := notesOf(pc)
	if n.list == nil {
		n.list = &noteList{}
		root := node.OwnerDocument()
		root.InsertBefore(root, root.FirstChild(), n.list)
	}

	note := node.(*extast.Footnote)
	n.list.AppendChild(n.list, note)
	if label := string(note.Ref); n.byLabel[label] == nil {
		n.byLabel[label] = note
	}
}

// noteRefParser parses "[^label]".
type noteRefParser struct{}

// Trigger implements parser.InlineParser. Without the exclamation mark, "![^label]" would be read as a picture.
func (noteRefParser) Trigger() []byte {
	return []byte{'!', '['}
}

// Parse implements parser.InlineParser.
func (noteRefParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	inner, ok := bytes.CutPrefix(bytes.TrimPrefix(line, []byte("!")), []byte("[^"))
	end := bytes.IndexAny(inner, "[]")
	if !ok || end < 1 || inner[end] != ']' {
		return nil
	}

	n := notesOf(pc)
	label := string(inner[:end])
	innerAt := len(line) - len(inner)
	offset := segment.Start + innerAt - len("[^")
	ref := &noteRef{
		note:  n.byLabel[label],
		label: label,
	}
	ref.SetPos(offset)
	if ref.note == nil {
		n.unknown = append(n.unknown, ref)
		return nil
	}

	if line[0] == '!' {
		exclamationMark := text.NewSegment(segment.Start, offset)
		parent.AppendChild(parent, ast.NewTextSegment(exclamationMark))
	}

	block.Advance(innerAt + end + len("]"))

	return ref
}

// noteRef is a reference to a note.
type noteRef struct {
	ast.BaseInline
	note    *extast.Footnote
	label   string
	isFirst bool // reference to the note; the link back leads to it
}

// noteBack is the link from a note back to the first reference.
type noteBack struct {
	ast.BaseInline
	number int
}

// noteList is a list of notes.
type noteList struct {
	ast.BaseBlock
	start int // number of the first
}

var (
	kindNoteRef  = ast.NewNodeKind("NoteRef")
	kindNoteBack = ast.NewNodeKind("NoteBack")
	kindNoteList = ast.NewNodeKind("NoteList")
)

// Kind implements ast.Node.
func (*noteRef) Kind() ast.NodeKind {
	return kindNoteRef
}

// Kind implements ast.Node.
func (*noteBack) Kind() ast.NodeKind {
	return kindNoteBack
}

// Kind implements ast.Node.
func (*noteList) Kind() ast.NodeKind {
	return kindNoteList
}

// Dump implements ast.Node.
func (n *noteRef) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, nil, nil)
}

// Dump implements ast.Node.
func (n *noteBack) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, nil, nil)
}

// Dump implements ast.Node.
func (n *noteList) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, nil, nil)
}

// detachNotes removes the list of notes from the tree.
func (d *Document) detachNotes() {
	if d.notes.list != nil {
		d.Root.RemoveChild(d.Root, d.notes.list)
	}
}

// collectNotes numbers the notes whose first reference is in n, and adds them to the current section.
func (d *Document) collectNotes(n ast.Node) {
	if d.notes.list == nil {
		return
	}

	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		ref, ok := n.(*noteRef)
		if ok && entering && ref.note.Index < 0 {
			d.notes.count++
			ref.note.Index = d.notes.count
			ref.isFirst = true
			d.notes.section = append(d.notes.section, ref.note)
		}

		return ast.WalkContinue, nil
	})
}

// takeNoteList returns the list of the notes of the current section, including notes to which only these refer, or nil.
// It begins the next section.
func (d *Document) takeNoteList() ast.Node {
	if len(d.notes.section) == 0 {
		return nil
	}

	list := &noteList{start: d.notes.section[0].Index}
	for i := 0; i < len(d.notes.section); i++ { // the list grows
		note := d.notes.section[i]
		d.collectNotes(note)
		addBackLink(note)
		list.AppendChild(list, note)
	}

	d.notes.section = nil

	return list
}

// addBackLink appends the link back to the last paragraph of a note.
func addBackLink(note *extast.Footnote) {
	var end ast.Node = note
	if last := note.LastChild(); last != nil && ast.IsParagraph(last) {
		end = last
	}

	end.AppendChild(end, &noteBack{number: note.Index})
}

// checkNotes reports references to missing notes, and notes without a reference, which are on no page.
func (d *Document) checkNotes() {
	for _, ref := range d.notes.unknown {
		d.report(UnknownNote, ref.Pos(), ref.label)
	}

	if d.notes.list == nil {
		return
	}

	for n := d.notes.list.FirstChild(); n != nil; n = n.NextSibling() {
		label := string(n.(*extast.Footnote).Ref)
		kind := UnusedNote
		if d.notes.byLabel[label] != n {
			kind = DuplicateNote
		}

		d.report(kind, n.Pos(), label)
	}
}

func renderNoteRef(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}

	ref := node.(*noteRef)
	number := strconv.Itoa(ref.note.Index)
	if isInLink(node) {
		_, _ = w.WriteString("<sup>" + number + "</sup>")
		return ast.WalkContinue, nil
	}

	id := ""
	if ref.isFirst {
		id = ` id="sp:ref-` + number + `"`
	}

	label := labelsOf(w).numbered(referenceLabel, number)
	_, _ = w.WriteString(`<sup><a` + id + ` href="#sp:note-` + number + `"` +
		` role="doc-noteref" aria-label="` + label + `">` + number + `</a></sup>`)

	return ast.WalkContinue, nil
}

func renderNoteBack(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}

	back := node.(*noteBack)
	number := strconv.Itoa(back.number)
	label := labelsOf(w).numbered(backLabel, number)
	_, _ = w.WriteString(` <a href="#sp:ref-` + number + `"` +
		` role="doc-backlink" aria-label="` + label + `">↩︎</a>`)

	return ast.WalkContinue, nil
}

func renderNoteList(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if writer := w.(*htmlWriter); entering && writer.inserts != nil {
		writer.insert(sanitise.Insert{EndAll: true})
	}

	start := ""
	if n := node.(*noteList).start; n > 1 {
		start = ` start="` + strconv.Itoa(n) + `"`
	}

	label := labelsOf(w).numbered(notesLabel, "")

	open := `<ol class="notes" aria-label="` + label + `"` + start + ">\n"

	return element(w, entering, open, "</ol>\n")
}

func renderNote(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	note := node.(*extast.Footnote)
	number := strconv.Itoa(note.Index)
	open := `<li id="sp:note-` + number + `">` + "\n"

	return element(w, entering, open, "</li>\n")
}
