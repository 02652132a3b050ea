package rules

import (
	"slices"
	"strings"
	"unicode/utf8"

	"signpost/internal/problem"
)

// EmojiAsWords reports emoji that replace words: one alone in a cell or a list item, one in the middle of a sentence,
// or a mark for right and wrong before an instruction. An emoji next to words is decoration.
//
// A table is reported once, because cells repeat.
var EmojiAsWords = Rule{
	Rule: problem.Rule{
		ID:       "SP055",
		Name:     "telling-emoji",
		Severity: problem.Warning,
	},
	Text: checkEmoji,
}

const emojiHint = "use words: screen readers read out the name of an emoji, search cannot find it, " +
	"and each device draws it differently"

// verdicts are the emoji that writers put before what is right and what is wrong.
const verdicts = "✅❌❎✔✖☑🚫🔴🟢🟡🟠👍👎"

func checkEmoji(t *Text, r *Report) {
	table := 0 // the table reported last
	for i := range t.Blocks {
		b := &t.Blocks[i]
		if b.Kind == BlockCell && b.Table == table {
			continue
		}

		j := slices.IndexFunc(b.tokens, func(t token) bool { return t.kind == emoji })
		for j >= 0 && j < len(b.tokens) && !b.replacesWords(j) {
			j++
		}

		if j < 0 || j == len(b.tokens) {
			continue
		}

		token := b.tokens[j]
		r.Add(t.place(b, token.from, token.to),
			emojiHint,
			"the emoji %s replaces words", b.text[token.from:token.to])
		table = b.Table
	}
}

// replacesWords reports whether the token at i is an emoji with a meaning of its own.
func (b *Block) replacesWords(i int) bool {
	if b.tokens[i].kind != emoji {
		return false
	}

	if !b.hasWords() || b.word(i-1) != nil && b.word(i+1) != nil {
		return true
	}

	r, _ := utf8.DecodeRune(b.text[b.tokens[i].from:])
	return b.Kind != BlockCell && strings.ContainsRune(verdicts, r)
}

func (b *Block) hasWords() bool {
	return slices.ContainsFunc(b.tokens, func(t token) bool { return t.kind == word })
}
