package codes

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Match is an entry that a text may refer to.
type Match struct {
	Entry Entry
	Score float64 // 1 for the exact message or the code itself
	Found string  // the wording of the entry that fits best
}

// The thresholds for scores.
const (
	// minScore is the lowest score of a match: below it, the similarity is chance.
	minScore = 0.4
	// clearScore is the lowest score of a clear match.
	clearScore = 0.6
	// clearLead is the minimum lead of a clear match over the second.
	clearLead = 0.15
)

// Match returns the entries whose message a text contains, the most likely first. The text can have typos, contain
// only part of a message, or contain much else; a code in it counts too. Plain wordings are compared word by word;
// a wording of the form /.../ is a case-insensitive regular expression.
func (r *Registry) Match(text string) []Match {
	words := split(text)
	var matches []Match
	for _, e := range r.Codes {
		if m := e.match(text, words); m.Score >= minScore {
			matches = append(matches, m)
		}
	}

	slices.SortStableFunc(matches, func(a, b Match) int { return cmp.Compare(b.Score, a.Score) })

	return matches
}

// Clear returns the only entry that matches point to. It reports false if there is none, or if several are
// similarly likely.
func Clear(matches []Match) (Entry, bool) {
	if len(matches) == 0 || matches[0].Score < clearScore {
		return Entry{}, false
	}

	if len(matches) > 1 && matches[0].Score-matches[1].Score < clearLead {
		return Entry{}, false
	}

	return matches[0].Entry, true
}

// match returns the wording of the entry that fits the text best.
func (e Entry) match(text string, words []string) Match {
	best := Match{Entry: e}
	if mentions(words, Key(string(e.Code))) {
		return Match{Entry: e, Score: 1, Found: string(e.Code)}
	}

	for _, wording := range append([]string{e.Title}, e.Also...) {
		if score := scoreWording(wording, text, words); score > best.Score {
			best.Score, best.Found = score, wording
		}
	}

	return best
}

// mentions reports whether the words contain the code whose key is given, as one word or as several.
func mentions(words []string, key string) bool {
	for i := range words {
		if startsWithKey(words[i:], key) {
			return true
		}
	}

	return false
}

func startsWithKey(words []string, key string) bool {
	for i := 0; key != "" && i < len(words); i++ {
		rest, ok := strings.CutPrefix(key, words[i])
		if !ok {
			return false
		}

		if rest == "" {
			return true
		}

		key = rest
	}

	return false
}

// scoreWording returns the similarity of a wording and the text, from 0 to 1.
func scoreWording(wording, text string, words []string) float64 {
	pattern, ok := strings.CutPrefix(wording, "/")
	if ok && strings.HasSuffix(pattern, "/") {
		return matchPattern(strings.TrimSuffix(pattern, "/"), text)
	}

	return nearestWindow(split(wording), words)
}

// matchPattern scores a regular expression slightly lower than an exact message. An invalid expression matches
// nothing: lint reports it.
func matchPattern(pattern, text string) float64 {
	re, err := regexp.Compile("(?i)" + pattern)
	if err != nil || !re.MatchString(text) {
		return 0
	}

	return 0.95
}

// maxWords limits the work on a pasted text.
const maxWords = 5000

// contractions expands "didn't" to the words that messages use, and withoutApostrophe lists the verbs of
// contractions that are typed without an apostrophe.
var (
	contractions = strings.NewReplacer(
		"cannot", "can not",
		"can't", "can not",
		"can’t", "can not",
		"won't", "will not",
		"won’t", "will not",
		"n't", " not",
		"n’t", " not",
	)
	withoutApostrophe = map[string]string{
		"arent":  "are",
		"cant":   "can",
		"didnt":  "did",
		"doesnt": "does",
		"dont":   "do",
		"isnt":   "is",
		"wasnt":  "was",
		"wont":   "will",
	}
)

// split returns the lower-case words of a text, which consist of letters and digits.
func split(text string) []string {
	text = contractions.Replace(strings.ToLower(text))
	separator := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

	var words []string
	for w := range strings.FieldsFuncSeq(text, separator) {
		if verb, ok := withoutApostrophe[w]; ok {
			words = append(words, verb)
			w = "not"
		}

		words = append(words, w)
		if len(words) >= maxWords {
			break
		}
	}

	return words
}

// nearestWindow compares the phrase with each run of as many words, and returns the highest agreement.
func nearestWindow(phrase, words []string) float64 {
	if len(phrase) == 0 {
		return 0
	}

	best := 0.0
	for start := 0; start == 0 || start+len(phrase) <= len(words); start++ {
		window := words[start:min(start+len(phrase), len(words))]
		best = max(best, agreement(phrase, window))
	}

	return best
}

// agreement returns the share of words that window and phrase have in the same order, from 0 to 1. Additional words
// in the window count more than missing ones, because people type the beginning of a message.
func agreement(phrase, window []string) float64 {
	common := longestCommon(phrase, window)
	inWindow, inPhrase := weigh(window), weigh(phrase)
	if common == 0 {
		return 0
	}

	precision, recall := common/inWindow, common/inPhrase

	return min(1, 1.25*precision*recall/(0.25*precision+recall))
}

// longestCommon returns the weight of the heaviest common subsequence of words.
func longestCommon(a, b []string) float64 {
	row := make([]float64, len(b)+1)
	for _, x := range a {
		diagonal := 0.0
		for j, y := range b {
			here := max(row[j+1], row[j])
			if alike := similarity(x, y); alike > 0 {
				here = max(here, diagonal+alike*min(weight(x), weight(y)))
			}

			diagonal = row[j+1]
			row[j+1] = here
		}
	}

	return row[len(b)]
}

// small lists words that hardly distinguish messages.
var small = map[string]bool{
	"a": true, "an": true, "and": true, "at": true, "for": true, "from": true, "in": true, "is": true, "it": true,
	"of": true, "on": true, "or": true, "the": true, "to": true, "was": true, "with": true, "your": true,
}

func weight(word string) float64 {
	if small[word] {
		return 0.3
	}

	return 1
}

func weigh(words []string) float64 {
	sum := 0.0
	for _, w := range words {
		sum += weight(w)
	}

	return sum
}

// similarity returns 1 for the same word, slightly less for a typo, else 0. Long words may have two typos.
func similarity(a, b string) float64 {
	if a == b {
		return 1
	}

	length := min(len(a), len(b))
	allowed := 0
	switch {
	case length >= 8:
		allowed = 2
	case length >= 4:
		allowed = 1
	}

	if d := editDistance(a, b, allowed); d <= allowed {
		return 1 - 0.15*float64(d)
	}

	return 0
}

// editDistance counts the letters that were changed, omitted, inserted or swapped with their neighbour. Above limit
// it stops counting.
func editDistance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit || limit == 0 {
		return limit + 1
	}

	before := make([]int, len(b)+1)
	last := make([]int, len(b)+1)
	row := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}

	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			change := last[j]
			if a[i] != b[j] {
				change++
			}

			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}

		before, last, row = last, row, before
	}

	return last[len(b)]
}
