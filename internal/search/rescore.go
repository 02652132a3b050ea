package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// foundText is an entry with its text.
type foundText struct {
	found
	page    *textPage
	section *textSection
}

// results reads the texts of the best sections and sorts them again: a section whose text contains words of the query
// in the same order rises. Sections whose text cannot be read are left out, unless that leaves none.
func (x *index) results(
	ctx context.Context, list []found, words []queryWord, q *query, limit int,
) ([]Result, error) {
	texts, err := x.readTexts(ctx, x.selectByShard(list, q, limit))
	if err != nil {
		return nil, err
	}

	for i := range texts {
		t := &texts[i]
		t.score = rescore(t.score, t.page.title, t.section.heading, t.section.text, q)
	}

	sortTexts(texts)
	demoteRepeated(texts)

	terms := excerptTerms(words)
	var results []Result

	for i, t := range texts[:min(len(texts), limit)] {
		results = append(results, t.result(terms))
		results[i].Best = i == 0 && t.isAnswer(q)
	}

	return results, nil
}

// readTexts reads the texts of sections. It fails only if it can read none of them.
func (x *index) readTexts(ctx context.Context, list []found) ([]foundText, error) {
	var texts []foundText
	var lastErr error

	for _, f := range list {
		if err := ctx.Err(); err != nil {
			return nil, err
		}

		page, section, err := x.text(f.entry)
		if err != nil {
			lastErr = err
			continue
		}

		texts = append(texts, foundText{f, page, section})
	}

	if len(texts) == 0 {
		return nil, lastErr
	}

	return texts, nil
}

// isAnswer reports whether a section explains the error that the query names by its code or its message.
func (t *foundText) isAnswer(q *query) bool {
	isExact := t.score >= exactHeadingBonus && !q.shortened
	return t.section.code != "" && (t.score >= exactCodeBonus || isExact || t.isMessage)
}

func (t *foundText) result(terms map[string]bool) Result {
	r := Result{
		URL:     t.page.url,
		Title:   t.page.title,
		Heading: t.section.heading,
		Code:    t.section.code,
		Excerpt: excerpt(t.section.text, terms),
	}

	if t.section.id != "" {
		r.URL += "#" + t.section.id
	}

	return r
}

func sortTexts(list []foundText) {
	slices.SortFunc(list, func(a, b foundText) int { return compareFound(a.found, b.found) })
}

// demoteRepeated reduces the score of a section whose heading begins with the query if a better section has the same
// heading, so that other headings are among the results.
func demoteRepeated(list []foundText) {
	seen := map[string]float64{}
	for i := range list {
		t := &list[i]
		if !t.isPrefix {
			continue
		}

		heading := cmp.Or(t.section.heading, t.page.title)
		seen[heading]++
		n := seen[heading]
		t.score /= n * n * n
	}

	sortTexts(list)
}

// selectByShard returns the sections whose texts are in the first few shards, and those of other shards whose scores
// are near the best.
func (x *index) selectByShard(list []found, q *query, limit int) []found {
	maxShards := max(limit, maxTextShards)
	minShards := minTextShards

	if len(list) > 0 && list[0].score < exactTitleBonus && len(q.words) >= minMessageWords {
		minShards = minTextShardsForMessage
	}

	var selected []found
	shards := map[int]bool{}

	for _, f := range list {
		allowed := minShards
		if f.isPrefix || f.score >= list[0].score*textShardScoreShare {
			allowed = maxShards
		}

		shard := x.textShardOf(f.entry)
		if shards[shard] || len(shards) < allowed {
			shards[shard] = true
			selected = append(selected, f)
		}
	}

	return selected[:min(len(selected), max(limit, maxRescored))]
}

// rescore increases the score of a section whose heading equals the query or begins with it, or whose text contains a
// sequence of its words.
func rescore(score float64, title, heading, text string, q *query) float64 {
	if score < exactCodeBonus {
		score = rescoreHeading(score, title, heading, q)
	}

	if score >= exactTitleBonus || len(q.words) < 2 {
		return score
	}

	run := longestRun(q.words, splitWords(prefixOfLength(text, maxRescoredLength)))
	share := float64(run) / float64(len(q.words))

	if share == 1 && len(q.words) >= minMessageWords {
		score *= messageFactor
	}

	return score * (1 + float64(3*float64(share*share)))
}

func rescoreHeading(score float64, title, heading string, q *query) float64 {
	name := joinWords(cmp.Or(heading, title))
	asked := strings.Join(q.words, " ")

	switch {
	case name == asked:
		return score + (2+literalMatch(cmp.Or(heading, title), q.text))*exactHeadingBonus
	case heading != "" && joinWords(title)+" "+name == asked:
		return score + (exactHeadingBonus + exactTitleBonus)
	case strings.HasPrefix(name, asked):
		share := float64(utf8.RuneCountInString(asked)) / float64(utf8.RuneCountInString(name))
		return rescorePrefix(score, title, heading, share, q)
	}

	return score
}

// joinWords returns the words of a text, separated by spaces.
func joinWords(text string) string {
	return strings.Join(splitWords(text), " ")
}

// rescorePrefix increases the score of a heading that begins with the query. share is the part of the heading that the
// query makes up.
func rescorePrefix(score float64, title, heading string, share float64, q *query) float64 {
	score *= (1 + float64(8*share)) * literalMatch(cmp.Or(heading, title), q.text)
	if heading == "" {
		score *= pageTitleFactor
	}

	if q.shortened {
		score += 2 * exactHeadingBonus
	}

	return score
}

// literalMatch returns the factor for a heading that begins with the query exactly as the user typed it.
func literalMatch(heading, text string) float64 {
	switch {
	case strings.HasPrefix(heading, text):
		return literalCaseFactor
	case strings.HasPrefix(strings.ToLower(heading), strings.ToLower(text)):
		return literalFactor
	}

	return 1
}

// prefixOfLength returns the beginning of a text, up to a number of UTF-16 code units.
func prefixOfLength(text string, units int) string {
	for i, r := range text {
		units -= utf16.RuneLen(r)
		if units < 0 {
			return text[:i]
		}
	}

	return text
}

// longestRun returns the length of the longest sequence of words that a query and a text share.
func longestRun(query, text []string) int {
	longest := 0
	lengths := make([]int, len(query)+1) // of the sequence that ends with each word of the query

	for _, word := range text {
		for i := len(query); i > 0; i-- {
			if query[i-1] != word {
				lengths[i] = 0
				continue
			}

			lengths[i] = lengths[i-1] + 1
			longest = max(longest, lengths[i])
		}
	}

	return longest
}
