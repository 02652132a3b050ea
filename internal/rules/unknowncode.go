package rules

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"signpost/internal/codes"
	"signpost/internal/problem"
	"signpost/internal/strictyaml"
)

// UnknownCode reports codes in the text that no article explains.
//
// Many other things look like a code, so only words with the same shape as a code of the site count: the same letters,
// the same punctuation and as many digits. A number must also be called an error or a code.
var UnknownCode = Rule{
	Rule: problem.Rule{
		ID:       "SP070",
		Name:     "unknown-code",
		Severity: problem.Warning,
	},
	Site: checkMentions,
}

// Mention is a word in the text of an article that may be a code.
type Mention struct {
	Code  codes.Code
	Place problem.Place
}

// Mentions returns the words in the text that may be codes. A word may start with one, as "ID-201's" does.
func (t *Text) Mentions() []Mention {
	var list []Mention
	for i := range t.Blocks {
		b := &t.Blocks[i]
		for n, token := range b.tokens {
			code, ok := b.code(token)
			if ok && (!code.IsNumber() || n > 0 && b.callsCode(b.tokens[n-1])) {
				place := t.place(b, token.from, min(token.from+len(code), token.to))
				list = append(list, Mention{Code: code, Place: place})
			}
		}
	}

	return list
}

// code returns the code at the start of a word. Without a digit, a word is not taken for one.
func (b *Block) code(t token) (codes.Code, bool) {
	text := b.text[t.from:t.to]
	if t.kind != word || !bytes.ContainsAny(text, "0123456789") {
		return "", false
	}

	if end := bytes.IndexAny(text, "'’/"); end >= 0 {
		text = text[:end]
	}

	if len(text) > codes.MaxLen { // no code, and not worth copying
		return "", false
	}

	code := codes.Code(text)

	return code, code.Valid()
}

// callsCode reports whether a word says that the next one is a code.
func (b *Block) callsCode(t token) bool {
	if t.kind != word {
		return false
	}

	switch strings.ToLower(string(b.text[t.from:t.to])) {
	case "error", "code":
		return true
	}

	return false
}

// maxComparisons limits the comparisons of unknown codes with those of the site, for hints.
const maxComparisons = 1_000_000

func checkMentions(s *Site, r *Report) {
	if len(s.Registry.Codes) == 0 {
		return
	}

	shapes := map[string]bool{}
	var known []string
	for _, e := range s.Registry.Codes {
		shapes[e.Code.Shape()] = true
		known = append(known, string(e.Code))
	}

	comparisons := 0
	for a := range s.Articles {
		for _, m := range a.Mentions {
			if _, ok := s.Registry.Lookup(m.Code); ok || !shapes[m.Code.Shape()] {
				continue
			}

			hint := ""
			if comparisons += len(known); comparisons <= maxComparisons {
				hint = codeHint(m.Code, known)
			}

			r.Add(m.Place, hint, "no article explains %s", m.Code)
		}
	}
}

// codeHint returns the most similar code of the site, or how to explain the one that is missing.
func codeHint(code codes.Code, known []string) string {
	lower := make([]string, len(known))
	for i, k := range known {
		lower[i] = strings.ToLower(k)
	}

	if nearest, ok := strictyaml.Nearest(string(code), lower); ok {
		return fmt.Sprintf("did you mean %q?", known[slices.Index(lower, nearest)])
	}

	return fmt.Sprintf("to explain it, run: signpost new error %s \"MESSAGE\" ARTICLE", code)
}
