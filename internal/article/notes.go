package article

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	gm "github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"signpost/internal/rules"
)

// notes are the footnotes of a file. Each is numbered when it is first referred to, and stands at the end of the section that does so:
// there it is found by those who were led to the section. Their ids begin with sp:, which those of headings never do.
//
// goldmark's own footnotes look every reference up in a list, and stand at the end of the last section.
type notes struct {
	list    *noteList // holds all of them while the file is parsed, so that what is in them is parsed too
	byLabel map[string]*extast.Footnote
	lost    []*noteRef // those that lead to no note
	count   int        // of those that are numbered
	section []ast.Node // those of the section begun last
}

var notesKey = gm.NewContextKey()

func notesIn(pc gm.Context) *notes {
	n, ok := pc.Get(notesKey).(*notes)
	if !ok {
		n = &notes{byLabel: map[string]*extast.Footnote{}}
		pc.Set(notesKey, n)
	}
	return n
}

// noteBlock reads "[^label]: text" as goldmark does, and puts the note where references find it.
type noteBlock struct{ gm.BlockParser }

func newNoteBlock() noteBlock { return noteBlock{extension.NewFootnoteBlockParser()} }

// Close takes the note out of the text.
func (noteBlock) Close(node ast.Node, _ text.Reader, pc gm.Context) {
	n := notesIn(pc)
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

// noteInline reads "[^label]".
type noteInline struct{}

// Trigger implements parser.InlineParser. An exclamation mark before a reference would else begin a picture.
func (noteInline) Trigger() []byte { return []byte{'!', '['} }

// Parse implements parser.InlineParser.
func (noteInline) Parse(parent ast.Node, block text.Reader, pc gm.Context) ast.Node {
	line, segment := block.PeekLine()
	exclaims := line[0] == '!'
	inner, ok := bytes.CutPrefix(bytes.TrimPrefix(line, []byte("!")), []byte("[^"))
	end := bytes.IndexAny(inner, "[]")
	if !ok || end < 1 || inner[end] != ']' {
		return nil
	}
	n := notesIn(pc)
	label := string(inner[:end])
	ref := &noteRef{note: n.byLabel[label], label: label}
	at := segment.Start + len(line) - len(inner) - len("[^")
	ref.SetPos(at)
	if ref.note == nil {
		n.lost = append(n.lost, ref)
		return nil
	}
	if exclaims {
		parent.AppendChild(parent, ast.NewTextSegment(text.NewSegment(segment.Start, at)))
	}
	block.Advance(len(line) - len(inner) + end + 1)
	return ref
}

// noteRef is a reference to a note.
type noteRef struct {
	ast.BaseInline
	note  *extast.Footnote
	label string
	index int // among the references to the note, from 1
}

// noteBack leads from a note to the first reference to it.
type noteBack struct {
	ast.BaseInline
	number int
}

// noteList holds notes.
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
func (*noteRef) Kind() ast.NodeKind { return kindNoteRef }

// Kind implements ast.Node.
func (*noteBack) Kind() ast.NodeKind { return kindNoteBack }

// Kind implements ast.Node.
func (*noteList) Kind() ast.NodeKind { return kindNoteList }

// Dump implements ast.Node.
func (n *noteRef) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// Dump implements ast.Node.
func (n *noteBack) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// Dump implements ast.Node.
func (n *noteList) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// takeNotes takes the notes out of the tree, so that each can be put below the section that refers to it.
func (p *parser) takeNotes(doc ast.Node) {
	if p.notes.list != nil {
		doc.RemoveChild(doc, p.notes.list)
	}
}

// note numbers the notes that n refers to for the first time, and gives them to the section begun last.
func (p *parser) note(n ast.Node) {
	if p.notes.list == nil {
		return
	}
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		ref, ok := n.(*noteRef)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		ref.index = 2 // the anchor to come back to is that of the first alone
		if ref.note.Index < 0 {
			p.notes.count++
			ref.note.Index, ref.index = p.notes.count, 1
			p.notes.section = append(p.notes.section, ref.note)
		}
		return ast.WalkContinue, nil
	})
}

// sectionNotes is the list of the notes that the section begun last refers to, and those that these refer to; nil where there are none.
func (p *parser) sectionNotes() ast.Node {
	if len(p.notes.section) == 0 {
		return nil
	}
	list := &noteList{start: p.notes.section[0].(*extast.Footnote).Index}
	for i := 0; i < len(p.notes.section); i++ {
		note := p.notes.section[i].(*extast.Footnote)
		p.note(note)
		leadBack(note)
		list.AppendChild(list, note)
	}
	p.notes.section = nil
	return list
}

// leadBack ends a note with the link to where it is referred to.
func leadBack(note *extast.Footnote) {
	var end ast.Node = note
	if last := note.LastChild(); last != nil && ast.IsParagraph(last) {
		end = last
	}
	end.AppendChild(end, &noteBack{number: note.Index})
}

// checkNotes reports references that lead nowhere, and notes that nothing refers to: no reader would see them.
func (p *parser) checkNotes() {
	for _, ref := range p.notes.lost {
		p.report(rules.LostNote, ref.Pos(), fmt.Sprintf("write the note on a line of its own, as [^%s]: text; or write \\[^ if no note is meant", ref.label),
			"there is no note %q", ref.label)
	}
	if p.notes.list == nil {
		return
	}
	for n := p.notes.list.FirstChild(); n != nil; n = n.NextSibling() {
		note := n.(*extast.Footnote)
		if first := p.notes.byLabel[string(note.Ref)]; first != note {
			p.report(rules.LostNote, note.Pos(), "give one of the two another label", "the note %q is written twice", note.Ref)
			continue
		}
		p.report(rules.LostNote, note.Pos(), fmt.Sprintf("write [^%s] where it belongs, or take the note out", note.Ref), "nothing refers to the note %q", note.Ref)
	}
}

func renderNoteRef(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	ref := node.(*noteRef)
	number := strconv.Itoa(ref.note.Index)
	id := ""
	if ref.index == 1 {
		id = ` id="sp:ref-` + number + `"`
	}
	mark := `<a` + id + ` href="#sp:note-` + number + `" role="doc-noteref" aria-label="` + labelled(wordsOf(w).Reference, number) + `">` + number + `</a>`
	if inLink(node) {
		mark = number
	}
	_, _ = w.WriteString("<sup>" + mark + "</sup>")
	return ast.WalkContinue, nil
}

func renderNoteBack(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	number := strconv.Itoa(node.(*noteBack).number)
	_, _ = w.WriteString(` <a href="#sp:ref-` + number + `" role="doc-backlink" aria-label="` + labelled(wordsOf(w).Back, number) + `">↩︎</a>`)
	return ast.WalkContinue, nil
}

func renderNoteList(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	start := ""
	if n := node.(*noteList).start; n > 1 {
		start = ` start="` + strconv.Itoa(n) + `"`
	}
	return ast.WalkContinue, tag(w, entering, `<ol class="notes" aria-label="`+labelled(wordsOf(w).Notes, "")+`"`+start+">\n", "</ol>\n")
}

func renderNote(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	number := strconv.Itoa(node.(*extast.Footnote).Index)
	return ast.WalkContinue, tag(w, entering, `<li id="sp:note-`+number+`">`+"\n", "</li>\n")
}
