package rules

import "signpost/internal/problem"

// maxParagraphLength is a limit in words.
const maxParagraphLength = 120

// LongParagraph reports paragraphs of more than 120 words, which readers skip.
var LongParagraph = Rule{
	Rule: problem.Rule{
		ID:       "SP057",
		Name:     "long-paragraph",
		Severity: problem.Warning,
	},
	Text: checkLongParagraphs,
}

func checkLongParagraphs(t *Text, r *Report) {
	for i := range t.Blocks {
		b := &t.Blocks[i]
		if b.Kind == BlockCell || len(b.tokens) <= maxParagraphLength {
			continue
		}

		count := 0
		for _, token := range b.tokens {
			if token.kind == word {
				count++
			}
		}

		if count > maxParagraphLength {
			hint := "make it a list, or start a new paragraph for each point"
			r.Add(t.place(b, 0, len(b.text)),
				hint,
				"the paragraph has %d words", count)
		}
	}
}
