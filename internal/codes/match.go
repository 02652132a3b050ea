package codes

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Match is an entry that a text may mean.
type Match struct {
	Entry Entry
	Score float64 // how sure: 1 is the exact message or the code itself
	Found string  // the wording of the entry that fits best
}

// The scores by which matches are judged.
const (
	least  = 0.4  // below it, a likeness is chance
	sure   = 0.6  // from here, one match alone is an answer
	leader = 0.15 // by which the first must lead the second, to be the answer
)

// Match finds the entries whose message a text means, the likeliest first. The text may hold slips of typing, only
// part of a message, or a message in the midst of much else; a code in it counts as well. Plain wordings are
// compared word by word; a wording written /.../ is a regular expression, in which capitals don't matter.
func (r *Registry) Match(text string) []Match {
	words := split(text)
	var matches []Match
	for _, e := range r.Codes {
		if m := e.match(text, words); m.Score >= least {
			matches = append(matches, m)
		}
	}

	slices.SortStableFunc(matches, func(a, b Match) int { return cmp.Compare(b.Score, a.Score) })
	return matches
}

// Clear is the one entry that matches point to. It reports false when there is none, or when several come near.
func Clear(matches []Match) (Entry, bool) {
	if len(matches) == 0 || matches[0].Score < sure {
		return Entry{}, false
	}
	if len(matches) > 1 && matches[0].Score-matches[1].Score < leader {
		return Entry{}, false
	}
	return matches[0].Entry, true
}

// match finds the wording of the entry that fits the text best.
func (e Entry) match(text string, words []string) Match {
	best := Match{Entry: e}
	if mentions(words, e.Code) {
		return Match{Entry: e, Score: 1, Found: string(e.Code)}
	}

	for _, wording := range append([]string{e.Title}, e.Also...) {
		if score := likeness(wording, text, words); score > best.Score {
			best.Score, best.Found = score, wording
		}
	}
	return best
}

// mentions reports whether the code stands among the words, in one word or in two.
func mentions(words []string, c Code) bool {
	if !c.Valid() {
		return false
	}

	letters, number := strings.ToLower(string(c[:2])), string(c[3:])
	for i, w := range words {
		if w == letters+number || w == letters && i+1 < len(words) && words[i+1] == number {
			return true
		}
	}
	return false
}

func likeness(wording, text string, words []string) float64 {
	if pattern, ok := strings.CutPrefix(wording, "/"); ok && strings.HasSuffix(pattern, "/") {
		return matchPattern(strings.TrimSuffix(pattern, "/"), text)
	}
	return nearestWindow(split(wording), words)
}

// matchPattern gives a pattern slightly less than an exact message. A pattern that does not compile fits nothing:
// lint tells its author.
func matchPattern(pattern, text string) float64 {
	re, err := regexp.Compile("(?i)" + pattern)
	if err != nil || !re.MatchString(text) {
		return 0
	}
	return 0.95
}

// maxWords bounds the work on a text that somebody pasted.
const maxWords = 5000

// spelledOut makes "didn't" what messages say, and inHaste what is typed for it.
var (
	spelledOut = strings.NewReplacer("cannot", "can not", "can't", "can not", "can’t", "can not", "won't",
		"will not", "won’t", "will not", "n't", " not", "n’t", " not")
	inHaste = map[string]string{
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

// split takes a text apart into lower-case words of letters and digits.
func split(text string) []string {
	var words []string
	for w := range strings.FieldsFuncSeq(spelledOut.Replace(strings.ToLower(text)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) {
		if verb, ok := inHaste[w]; ok {
			words = append(words, verb)
			w = "not"
		}
		if words = append(words, w); len(words) >= maxWords {
			break
		}
	}
	return words
}

// nearestWindow slides a window of the phrase's length over the words and takes the best view.
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

// agreement says how far a window and a phrase are the same words in the same order, from 0 to 1. What the window
// says beyond the phrase weighs more than what it leaves out: people type the beginning of a message.
func agreement(phrase, window []string) float64 {
	common := longestCommon(phrase, window)
	said, meant := weigh(window), weigh(phrase)
	if common == 0 {
		return 0
	}
	precision, recall := common/said, common/meant
	return min(1, 1.25*precision*recall/(0.25*precision+recall))
}

// longestCommon is the weight of the heaviest run of words, gaps allowed, that both have in the same order.
func longestCommon(a, b []string) float64 {
	row := make([]float64, len(b)+1)
	for _, x := range a {
		diagonal := 0.0
		for j, y := range b {
			here := max(row[j+1], row[j])
			if alike := similarity(x, y); alike > 0 {
				here = max(here, diagonal+alike*min(weight(x), weight(y)))
			}
			diagonal, row[j+1] = row[j+1], here
		}
	}
	return row[len(b)]
}

// small words say little of what a message is about.
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

// similarity is 1 for the same word, a little less for a slip of typing, else 0. Long words may hold two slips.
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

	if d := slips(a, b, allowed); d <= allowed {
		return 1 - 0.15*float64(d)
	}

	return 0
}

// slips counts letters changed, left out, put in or swapped with their neighbour; above limit it stops counting.
func slips(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit || limit == 0 {
		return limit + 1
	}

	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
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
