package rules

import "signpost/internal/problem"

// maxSentenceLength is a limit in words. GOV.UK advises at most 25; the rule reports only sentences that are too long
// without any doubt.
const maxSentenceLength = 40

// LongSentence reports sentences of more than 40 words: readers in a hurry lose track of them.
var LongSentence = Rule{
	Rule: problem.Rule{
		ID:       "SP056",
		Name:     "long-sentence",
		Severity: problem.Warning,
	},
	Text: checkLongSentences,
}

func checkLongSentences(t *Text, r *Report) {
	for i := range t.Blocks {
		checkSentences(t, &t.Blocks[i], r)
	}
}

func checkSentences(t *Text, b *Block, r *Report) {
	first, count := 0, 0
	end := func(at int) {
		if count > maxSentenceLength {
			r.Add(t.place(b, first, at),
				"split it into shorter sentences",
				"the sentence has %d words", count)
		}

		count = 0
	}

	for _, token := range b.tokens {
		switch token.kind {
		case word:
			if count == 0 {
				first = token.from
			}

			count++
		case stop:
			end(token.to)
		}
	}

	end(len(b.text))
}
