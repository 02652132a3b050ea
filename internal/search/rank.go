package search

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
)

// Result is a section found by a search.
type Result struct {
	// URL is relative to the root of the site and has no slash at its beginning: "smartcards/resolve/#ods-code".
	URL string `json:"url"`
	// Title is the title of the page.
	Title string `json:"title"`
	// Heading is the heading of the section. It is empty for the text before the first heading of a page.
	Heading string `json:"heading"`
	// Code is the code that the heading declares, or empty.
	Code string `json:"code"`
	// Excerpt is the best matching part of the text.
	Excerpt string `json:"excerpt"`
	// Best is set for the first result if it explains the error that the query names by its code or its message.
	Best bool `json:"best,omitempty"`
}

// Searcher searches an index. It must not be used by several goroutines at once.
type Searcher struct {
	index  *index
	scorer *scorer
}

// Open opens the index with the given first file, which [Index] and [Write] name [FirstFile]. It calls fetch for this
// and all other files.
func Open(first string, fetch func(path string) ([]byte, error)) (*Searcher, error) {
	x, err := openIndex(first, fetch)
	if err != nil {
		return nil, err
	}

	return &Searcher{index: x, scorer: newScorer(x)}, nil
}

// Search returns at most limit sections of the site, the best first. It fails if none of the files that the query needs
// can be read, or with ctx.Err().
func (s *Searcher) Search(ctx context.Context, text string, limit int) ([]Result, error) {
	return s.SearchIn(ctx, "", text, limit)
}

// SearchIn is like Search, but finds only sections of one collection and the collections below it. A collection is
// identified by its address without slashes around it: "smartcards". In an unknown collection, SearchIn finds nothing.
func (s *Searcher) SearchIn(ctx context.Context, collection, text string, limit int) ([]Result, error) {
	scope, ok := s.index.scope(collection)
	q, texts := parseQuery(text)
	if !ok || len(texts) == 0 || s.index.manifest.Entries == 0 {
		return nil, nil
	}

	selected := s.index.dropShortWords(texts)
	q.truncated = len(selected) < len(texts)

	words, err := planQuery(ctx, s.index, selected)
	if err != nil {
		return nil, err
	}

	list := s.scorer.score(words, scope)
	list = s.index.rerank(list, words, &q)

	return s.index.results(ctx, list, words, &q, limit)
}

// Collections returns the collections that [Searcher.SearchIn] accepts.
func (s *Searcher) Collections() []string {
	var names []string
	for i, scope := range s.index.manifest.Scopes {
		if i > 0 { // the first one is the whole site
			names = append(names, scope.In)
		}
	}

	return names
}

// query is the user's query.
type query struct {
	text      string   // without spaces around it
	words     []string // including repeated words
	shortened bool     // a last word of one letter was dropped
	truncated bool     // short words were dropped
}

// parseQuery splits a query into words. texts lists the distinct words to search for.
func parseQuery(text string) (q query, texts []string) {
	words := joinSpokenCodes(splitWords(text))
	words = words[:min(len(words), maxQueryWords)]
	var distinct []string

	for _, word := range words {
		if !slices.Contains(distinct, word) {
			distinct = append(distinct, word)
		}
	}

	texts = dropUnfinishedLetter(distinct)
	q = query{
		text:      strings.TrimSpace(text),
		words:     words,
		shortened: len(texts) < len(distinct),
	}

	return q, texts
}

// dropUnfinishedLetter drops a last word of one letter, which the user may still be typing: too many terms begin with
// it.
func dropUnfinishedLetter(words []string) []string {
	n := len(words) - 1
	if n > 0 && isSingleLetter(words[n]) {
		return words[:n]
	}

	return words
}

// dropShortWords drops the shorter words of a long query. Each of them would take a file and contribute little.
func (x *index) dropShortWords(words []string) []string {
	if len(x.manifest.Terms.Parts) == 0 || x.inline[kindTerms][0] != nil {
		return words // no word takes a file
	}

	fetched := slices.DeleteFunc(slices.Clone(words), func(word string) bool {
		return x.common.find(word) != nil
	})

	slices.SortStableFunc(fetched, func(a, b string) int {
		return cmp.Compare(utf16Length(b), utf16Length(a))
	})

	dropped := fetched[min(maxFetchedWords, len(fetched)):]

	return slices.DeleteFunc(slices.Clone(words), func(word string) bool {
		return slices.Contains(dropped, word)
	})
}

// found is an entry that matches a query.
type found struct {
	entry     int
	score     float64
	isPrefix  bool // the heading begins with the query
	isMessage bool // the query contains the heading
}

// compareFound sorts by score, the best first.
func compareFound(a, b found) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.entry, b.entry))
}

// rerank increases the scores of entries whose heading is similar to the query, and merges the entries of a section.
func (x *index) rerank(list []found, words []queryWord, q *query) []found {
	if len(list) == 0 {
		return nil
	}

	minScore := list[0].score * minScoreShare
	best := map[int]found{}

	for _, f := range list {
		own, title := x.matchHeadings(words, f.entry)
		score := float64(f.score * (1 + similarity(&own, &title, q.shortened)))

		if !q.shortened {
			score += x.exactBonus(&own, &title, words, f.entry, q.truncated)
		}

		section := x.sectionOf[f.entry]
		if score >= minScore && score > best[section].score {
			best[section] = found{section, score, own.isPrefix, own.isInQuery()}
		}
	}

	return dropWeak(slices.SortedFunc(maps.Values(best), compareFound), words)
}

// matchHeadings compares the query with the heading of an entry and with the title of its page. For the title itself,
// title is empty.
func (x *index) matchHeadings(words []queryWord, entry int) (own, title headingMatch) {
	own = matchHeading(words, entry)
	if lead := x.leads[x.pageOf[entry]]; lead != entry {
		title = matchHeading(words, lead)
	}

	return own, title
}

// exactBonus returns the bonus for a heading that equals the query and for a code that the query contains. If the query
// was truncated, it is enough that the heading and the title contain the remaining words: the text will be compared
// with the whole query.
func (x *index) exactBonus(own, title *headingMatch, words []queryWord, entry int, truncated bool) float64 {
	n := len(words)
	isAlternative := x.sectionOf[entry] != entry

	switch {
	case own.length == 1 && isAlternative && matchesCode(words, entry):
		return exactCodeBonus
	case truncated && own.matched > 0 && combinedWeight(own, title) == float64(n):
		return exactTitleBonus
	case own.weight == float64(n) && own.share >= 1 && own.run == n:
		return exactHeadingBonus
	case title.share < 1 || own.share < 1 || own.matched == n: // one has other words, or the heading has all
		return 0
	case combinedWeight(own, title) == float64(n):
		return exactTitleBonus
	}

	return 0
}

// matchesCode reports whether a word of the query, or two words together, are the only word of an entry.
func matchesCode(words []queryWord, entry int) bool {
	for i := range words {
		for _, v := range words[i].variants {
			_, occurs := slices.BinarySearch(v.headings.entries, entry)
			if occurs && v.weight >= joinedWeight && hasDigit(v.text) {
				return true
			}
		}
	}

	return false
}

// mentionsNumber reports whether a heading or a text contains a word of the query with a digit, or two words together.
func mentionsNumber(words []queryWord, entry int) bool {
	for i := range words {
		for _, v := range words[i].variants {
			if v.weight < joinedWeight || !hasDigit(v.text) {
				continue
			}

			_, inHeading := slices.BinarySearch(v.headings.entries, entry)
			_, inBody := slices.BinarySearch(v.bodies.entries, entry)
			if inHeading || inBody {
				return true
			}
		}
	}

	return false
}

// dropWeak drops sections that are much worse than an exact match. Beside a code, only sections that mention it remain.
func dropWeak(list []found, words []queryWord) []found {
	if len(list) == 0 || list[0].score < exactTitleBonus {
		return list
	}

	if list[0].score >= exactCodeBonus {
		return slices.DeleteFunc(list, func(f found) bool {
			return f.score < exactCodeBonus && !mentionsNumber(words, f.entry)
		})
	}

	i := slices.IndexFunc(list, func(f found) bool { return f.score < exactTitleBonus })
	if i < 0 {
		return list
	}

	minScore := list[i].score * minScoreShareBesideExact

	return slices.DeleteFunc(list, func(f found) bool { return f.score < minScore })
}
