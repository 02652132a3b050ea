package rules

import (
	"slices"

	"signpost/internal/problem"
)

// BlockKind is the kind of a [Block].
type BlockKind byte

// The kinds of blocks.
const (
	BlockParagraph BlockKind = iota // a paragraph or a list item
	BlockHeading
	BlockCell
	BlockOther
)

// Block is a paragraph, a heading, a table cell or a list item, as prose: code and addresses are replaced by a
// placeholder, pictures and tags are left out.
type Block struct {
	Kind   BlockKind
	Table  int // number of the table that a cell belongs to, from 1
	Offset int // in the source

	text     []byte
	lower    []byte // text with ASCII letters in lower case
	segments []segment
	strong   []span
	tokens   []token
}

// span is a range of the text of a block.
type span struct {
	from int
	to   int
}

// segment is a range of the text that is also contiguous in the source.
type segment struct {
	at     int // offset in the text
	source int // offset in the source
}

// codeWord replaces code, an address, or anything else that counts as one word of a sentence and is not prose.
const codeWord = '\x01'

// starts are the lengths of the shared buffers at the start of the current block.
type starts struct {
	text     int
	segments int
	strong   int
}

// StartBlock starts a block. table is the number of the table that a cell belongs to, from 1, and offset the position
// of the block in the source.
func (t *Text) StartBlock(kind BlockKind, table, offset int) {
	t.Blocks = append(t.Blocks, Block{
		Kind:   kind,
		Table:  table,
		Offset: offset,
	})

	t.starts = starts{
		text:     len(t.text),
		segments: len(t.segments),
		strong:   len(t.strong),
	}
}

// AddText appends text that is at an offset in the source. It may contain entities: a rule that counts words does not
// have to resolve them.
func (t *Text) AddText(text []byte, offset int) {
	t.segments = append(t.segments, segment{at: t.BlockLen(), source: offset})
	t.text = append(t.text, text...)
}

// AddCode appends the placeholder for code or an address between two offsets in the source. An end of 0 is unknown.
func (t *Text) AddCode(offset, end int) {
	t.segments = append(t.segments, segment{at: t.BlockLen(), source: offset})
	t.text = append(t.text, codeWord)
	if end > offset {
		t.segments = append(t.segments, segment{at: t.BlockLen(), source: end})
	}
}

// AddBreak appends the end of a line; a hard one also ends the sentence.
func (t *Text) AddBreak(hard bool) {
	separator := byte(' ')
	if hard {
		separator = '\n'
	}

	t.text = append(t.text, separator)
}

// BlockLen returns the length of the current block so far, for [Text.AddStrong].
func (t *Text) BlockLen() int { return len(t.text) - t.starts.text }

// AddStrong marks the text of the current block from an earlier [Text.BlockLen] on as bold.
func (t *Text) AddStrong(from int) {
	t.strong = append(t.strong, span{from: from, to: t.BlockLen()})
}

// EndBlock ends the current block and splits it into tokens.
func (t *Text) EndBlock() {
	b := &t.Blocks[len(t.Blocks)-1]
	b.text = t.text[t.starts.text:]
	b.segments = t.segments[t.starts.segments:]
	b.strong = t.strong[t.starts.strong:]

	lower := len(t.lower)
	t.lower = appendLower(t.lower, b.text)
	b.lower = t.lower[lower:]

	tokens := len(t.tokens)
	t.tokens = appendTokens(t.tokens, b.text)
	b.tokens = t.tokens[tokens:]
}

// appendLower appends text with ASCII letters in lower case.
func appendLower(dst, text []byte) []byte {
	for _, c := range text {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}

		dst = append(dst, c)
	}

	return dst
}

// source returns the offset in the source of an offset in the text of the block.
func (b *Block) source(at int) int {
	for _, s := range slices.Backward(b.segments) {
		if s.at <= at {
			return s.source + at - s.at
		}
	}

	return b.Offset
}

// place returns the place of a range of the text of a block. It ends with the last byte of the range, or with the code
// that is there.
func (t *Text) place(b *Block, from, to int) problem.Place {
	to = max(from+1, min(to, len(b.text)))
	end := b.source(to-1) + 1
	if to <= len(b.text) && b.text[to-1] == codeWord {
		end = b.source(to)
	}

	return t.Place(b.source(from), end)
}

// word returns the token at i in lower case, and nil if there is none or it is not a word.
func (b *Block) word(i int) []byte {
	if i < 0 || i >= len(b.tokens) || b.tokens[i].kind != word {
		return nil
	}

	t := b.tokens[i]
	return b.lower[t.from:t.to]
}

// in reports whether the token at i is a word of the set.
func (b *Block) in(i int, set wordSet) bool { return set[string(b.word(i))] }

// lastWord reports whether no word follows the token at i directly.
func (b *Block) lastWord(i int) bool { return b.word(i+1) == nil }
