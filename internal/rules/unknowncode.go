package rules

import (
	"signpost/internal/codes"
	"signpost/internal/problem"
	"signpost/internal/strictyaml"
)

// UnknownCode reports codes in the text that no article explains.
//
// Many other things look like a code, so either the letters or the digits must be the ones of a code of the site.
var UnknownCode = Rule{
	Rule: problem.Rule{
		ID:       "SP070",
		Name:     "unknown-code",
		Severity: problem.Warning,
	},
	Site: checkMentions,
}

// Mention is a code in the text of an article.
type Mention struct {
	Code  codes.Code
	Place problem.Place
}

const codeLen = len("ID-201")

// Mentions returns the codes in the text. A word may start with one, as "ID-201's" does.
func (t *Text) Mentions() []Mention {
	var list []Mention
	for i := range t.Blocks {
		b := &t.Blocks[i]
		for _, token := range b.tokens {
			if code, ok := b.code(token); ok {
				list = append(list, Mention{Code: code, Place: t.Place(b.source(token.from))})
			}
		}
	}

	return list
}

// code returns the code at the start of a word.
func (b *Block) code(t token) (codes.Code, bool) {
	length := t.to - t.from
	if t.kind != word || length < codeLen || b.text[t.from+2] != '-' { // decides quickly for nearly every word
		return "", false
	}

	code := codes.Code(b.text[t.from : t.from+codeLen])
	if length > codeLen && isWordRune(rune(b.text[t.from+codeLen])) {
		return "", false
	}

	return code, code.Valid()
}

func checkMentions(s *Site, r *Report) {
	letters := map[codes.Code]bool{}
	digits := map[codes.Code]bool{}
	var known []string
	for _, e := range s.Registry.Codes {
		letters[e.Code[:2]] = true
		digits[e.Code[3:]] = true
		known = append(known, string(e.Code))
	}

	for a := range s.Articles {
		for _, m := range a.Mentions {
			if _, ok := s.Registry.Lookup(m.Code); ok || !letters[m.Code[:2]] && !digits[m.Code[3:]] {
				continue
			}

			r.Add(m.Place, strictyaml.Suggest(string(m.Code), known), "no article explains %s", m.Code)
		}
	}
}
