package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	looked          = 20   // sections, the best so far, whose text is searched for the query, or as many as results are wanted
	textLooked      = 8000 // letters of a text that are searched for the query
	mostFiles       = 10   // shards of texts that are fetched, or as many as results are wanted where those are more
	fewFiles        = 2    // shards of texts that are fetched whatever the scores
	filesOfMessage  = 5    // the same where a message may have been pasted, which is in the text alone
	worthFile       = 0.25 // of the best score is worth one file more: a text can make it four times as much
	messageWords    = 4    // a query of so many words that stands in a text whole is a message that was pasted
	wholeMessage    = 3.0
	letterForLetter = 2.0 // a heading begins with the query, signs and all: "-Compl"
	caseForCase     = 2.5 // and in the same case
	ofPage          = 1.25
)

// readAll gets the texts of sections, and ranks those that say the query in the same order higher. Sections whose text cannot be had, or
// would take one file more than is worth it, are left out.
func (s *Searcher) readAll(list []Result, q *query, telling map[string]bool, limit int) ([]Result, error) {
	var out []Result
	var wrong error
	for _, r := range s.within(list, q, limit) {
		page, row, err := s.text(r.entry)
		if err != nil {
			wrong = err
			continue
		}
		r.Title, r.URL, r.Heading, r.Code, r.Excerpt = page.title, page.url, row[1], row[2], excerpt(row[3], telling)
		if row[0] != "" {
			r.URL += "#" + row[0]
		}
		r.score = reread(r.score, page.title, row[1], row[3], q)
		out = append(out, r)
	}
	if len(out) == 0 {
		return nil, wrong
	}
	slices.SortFunc(out, better)
	spread(out)
	return out, nil
}

// spread lets a section sink whose heading begins with the query where the same heading has come before: there are others to choose from.
func spread(list []Result) {
	seen := map[string]float64{}
	for i := range list {
		if r := &list[i]; r.begins {
			name := cmp.Or(r.Heading, r.Title)
			seen[name]++
			r.score /= seen[name] * seen[name] * seen[name]
		}
	}
	slices.SortFunc(list, better)
}

// within takes the best of the sections whose texts stand in the first few shards, and of the others of those that are near the best.
func (s *Searcher) within(list []Result, q *query, limit int) []Result {
	few, most := fewFiles, max(limit, mostFiles)
	if len(list) > 0 && list[0].score < exactTitle && len(q.typed) >= messageWords {
		few = filesOfMessage
	}
	shards := map[int]bool{}
	list = slices.DeleteFunc(list, func(r Result) bool {
		allowed := few
		if r.begins || r.score >= list[0].score*worthFile {
			allowed = most
		}
		shard := s.textShardOf(s.pageOf[r.entry])
		if !shards[shard] && len(shards) >= allowed {
			return true
		}
		shards[shard] = true
		return false
	})
	return list[:min(len(list), max(limit, looked))]
}

// reread rewards a section whose heading is or begins with the query, letter for letter, or whose text holds a run of its words.
func reread(score float64, title, heading, text string, q *query) float64 {
	name, asked := strings.Join(words(cmp.Or(heading, title)), " "), strings.Join(q.typed, " ")
	switch {
	case score >= exactCode:
	case name == asked:
		score += (2 + alike(cmp.Or(heading, title), q.text)) * exactHeading
	case heading != "" && strings.Join(words(title), " ")+" "+name == asked:
		score += exactHeading + exactTitle
	case strings.HasPrefix(name, asked):
		score = begun(score, title, heading, float64(utf8.RuneCountInString(asked))/float64(utf8.RuneCountInString(name)), q)
	}
	if score >= exactTitle || len(q.typed) < 2 {
		return score
	}
	share := float64(longestRun(q.typed, words(beginning(text, textLooked)))) / float64(len(q.typed))
	if share == 1 && len(q.typed) >= messageWords {
		score *= wholeMessage
	}
	return score * (1 + float64(3*float64(share*share)))
}

// begun rewards a heading that begins with the query, more for each letter that is there already.
func begun(score float64, title, heading string, share float64, q *query) float64 {
	score *= (1 + float64(8*share)) * alike(cmp.Or(heading, title), q.text)
	if heading == "" {
		score *= ofPage
	}
	if q.shortened {
		score += 2 * exactHeading
	}
	return score
}

// alike is what it counts for that a heading begins with a query as it was typed.
func alike(heading, typed string) float64 {
	switch {
	case strings.HasPrefix(heading, typed):
		return caseForCase
	case strings.HasPrefix(strings.ToLower(heading), strings.ToLower(typed)):
		return letterForLetter
	}
	return 1
}

// beginning is the first letters of a text, counted as JavaScript counts them.
func beginning(text string, letters int) string {
	for i, r := range text {
		if letters -= utf16.RuneLen(r); letters < 0 {
			return text[:i]
		}
	}
	return text
}

// longestRun is the most words of a query that stand in a text one after the other.
func longestRun(query, text []string) int {
	best := 0
	row := make([]int, len(query)+1)
	for _, word := range text {
		for i := len(query); i > 0; i-- {
			if query[i-1] == word {
				row[i] = row[i-1] + 1
				best = max(best, row[i])
			} else {
				row[i] = 0
			}
		}
	}
	return best
}

// text finds the page and the section of an entry.
func (s *Searcher) text(entry int) (*textPage, []string, error) {
	page := s.pageOf[entry]
	i := s.textShardOf(page)
	if s.texts[i] == nil {
		data, err := s.part("texts", i)
		if err == nil {
			s.texts[i], err = readTexts(data)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	n := page - s.manifest.Texts.First[i]
	if n >= len(s.texts[i]) {
		return nil, nil, errDamaged
	}
	p, at := &s.texts[i][n], 0
	for e := s.leads[page]; e < entry; e++ {
		if s.real[e+1] == e+1 {
			at++
		}
	}
	if at >= len(p.sections) {
		return nil, nil, errDamaged
	}
	return p, p.sections[at], nil
}

// textShardOf is the number of the shard that has the texts of a page, or -1.
func (s *Searcher) textShardOf(page int) int {
	i, found := slices.BinarySearch(s.manifest.Texts.First, page)
	if !found {
		i--
	}
	return i
}
