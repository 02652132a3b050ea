package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Result is one section that was found.
type Result struct {
	URL     string `json:"url"`     // from the site's root, without a slash in front: "smartcards/resolve/#ods-code-not-present"
	Title   string `json:"title"`   // of the page
	Heading string `json:"heading"` // of the section; empty for what stands before the page's first heading
	Code    string `json:"code"`    // that the heading declares, or empty
	Excerpt string `json:"excerpt"` // the beginning of what answers

	entry int
	score float64
}

// What a word counts for in each field; in the body it counts by its impact.
const (
	headingWeight = 4.0
	titleWeight   = 2.0
	headingLength = 0.05 // how much each word of a heading thins the others out
	saturation    = 0.7  // BM25's k1: how soon a repeated word stops counting
)

const (
	mostWords  = 32   // of a query count: a pasted message may be longer
	candidates = 200  // sections, the best by their words, whose headings are compared with the query
	looked     = 12   // sections, the best so far, whose text is searched for the query
	textLooked = 8000 // letters of it
)

// A section needs this share of the best score to be shown at all, and more where one is exactly what was asked for.
const (
	enough            = 0.2
	enoughBesideExact = 0.5
)

// Rewards, each out of reach of what stands below it.
const (
	exactCode    = 1e6
	exactHeading = 1e4
	exactTitle   = 5e3
)

// Search finds at most limit sections, the best first.
func (s *Searcher) Search(query string, limit int) ([]Result, error) {
	all := written(words(query))
	typed := all[:min(len(all), mostWords)]
	distinct := slices.Clone(typed)[:0]
	for _, word := range typed {
		if !slices.Contains(distinct, word) {
			distinct = append(distinct, word)
		}
	}
	if len(distinct) == 0 || s.manifest.Entries == 0 {
		return nil, nil
	}
	slots := s.plan(finished(distinct))
	if err := s.lookUp(slots); err != nil {
		return nil, err
	}
	found := s.compare(s.weigh(slots), slots)
	found = found[:min(len(found), max(limit, looked))]
	found, err := s.readAll(found, typed)
	return found[:min(len(found), limit)], err
}

// finished leaves out the first letter of a word that is being typed: too much begins with it.
func finished(typed []string) []string {
	n := len(typed) - 1
	if n > 0 && single(typed[n]) {
		return typed[:n]
	}
	return typed
}

func single(word string) bool {
	return utf8.RuneCountInString(word) == 1 && !hasDigit(word) && !unspaced([]rune(word)[0])
}

// weigh adds up what the words are worth in each section, and lists the best.
func (s *Searcher) weigh(slots []slot) []Result {
	var touched []int
	total := 0.0
	for _, sl := range slots {
		own, worth := s.weighWord(&sl)
		total += worth
		for _, e := range own {
			if s.covered[e] == 0 {
				touched = append(touched, e)
			}
			s.score[e] += s.best[e]
			s.covered[e] += worth
			s.best[e] = 0
		}
	}
	list := make([]Result, 0, len(touched))
	for _, e := range touched {
		share := s.covered[e] / total
		list = append(list, Result{entry: e, score: s.score[e] * float64(share*share)})
		s.score[e], s.covered[e] = 0, 0
	}
	slices.SortFunc(list, better)
	return list[:min(len(list), candidates)]
}

func better(a, b Result) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.entry, b.entry))
}

// weighWord leaves in best what the best variant of a word is worth in each entry that it lists.
func (s *Searcher) weighWord(sl *slot) (touched []int, worth float64) {
	limit := math.Inf(1)
	if v, known := sl.variants[sl.word]; known {
		limit = v.rarity
	}
	for _, v := range sl.variants {
		rarity := v.worth * min(limit, v.rarity)
		worth = max(worth, rarity)
		own := s.weighTerm(v)
		for _, e := range own {
			if s.best[e] == 0 {
				touched = append(touched, e)
			}
			s.best[e] = max(s.best[e], rarity*(s.weight[e]/(saturation+s.weight[e])))
			s.weight[e] = 0
		}
	}
	return touched, worth
}

// weighTerm leaves in weight how much a term stands in each entry that it lists: in its heading, its body, the title of its page.
func (s *Searcher) weighTerm(p variant) (touched []int) {
	add := func(e int, weight float64) {
		if s.weight[e] == 0 {
			touched = append(touched, e)
		}
		s.weight[e] += weight
	}
	for i, e := range p.texts.entries {
		if p.onlyHeads {
			break
		}
		add(e, s.manifest.Impacts[p.texts.values[i]&31])
	}
	for i, e := range p.heads.entries {
		length := float64(p.heads.values[i] & 15)
		add(e, headingWeight/(1+float64(headingLength*length)))
		page := s.pageOf[e]
		if s.leads[page] != e {
			continue
		}
		for k := e + 1; k < s.end(page); k++ {
			add(k, titleWeight)
		}
	}
	return touched
}

// end is the entry after the last of a page.
func (s *Searcher) end(page int) int {
	if page+1 < len(s.leads) {
		return s.leads[page+1]
	}
	return s.manifest.Entries
}

// compare rewards entries whose heading is what was asked for, and puts those that are names of one section together.
func (s *Searcher) compare(list []Result, slots []slot) []Result {
	if len(list) == 0 {
		return nil
	}
	least := list[0].score * enough
	best := map[int]float64{}
	for _, r := range list {
		own, above := placesIn(slots, r.entry), heading{}
		if lead := s.leads[s.pageOf[r.entry]]; lead != r.entry {
			above = placesIn(slots, lead)
		}
		score := float64(r.score*(1+likeness(&own, &above))) + s.exact(&own, &above, slots, r.entry)
		if real := s.real[r.entry]; score >= least && score > best[real] {
			best[real] = score
		}
	}
	out := make([]Result, 0, len(best))
	for entry, score := range best {
		out = append(out, Result{entry: entry, score: score})
	}
	slices.SortFunc(out, better)
	return trimmed(out)
}

// trimmed leaves out what is far below a section that is exactly what was asked for.
func trimmed(list []Result) []Result {
	if len(list) == 0 || list[0].score < exactTitle {
		return list
	}
	rest := slices.IndexFunc(list, func(r Result) bool { return r.score < exactTitle })
	if rest < 0 {
		return list
	}
	least := list[rest].score * enoughBesideExact
	return slices.DeleteFunc(list, func(r Result) bool { return r.score < least })
}

// exact is the reward of a heading that is the query itself, and of a code that is in it.
func (s *Searcher) exact(own, above *heading, slots []slot, entry int) float64 {
	n := len(slots)
	switch {
	case own.length == 1 && s.real[entry] != entry && isCode(slots, entry):
		return exactCode
	case own.typed == n && own.worth == float64(n) && own.different >= own.length && own.run == n:
		return exactHeading
	case above.length == 0 || own.typed == n || own.different < own.length:
		return 0
	}
	if worth, count := together(own, above); count == n && worth == float64(n) && above.different >= above.length {
		return exactTitle
	}
	return 0
}

// isCode reports whether a word of the query, or two together, are the one word of an entry.
func isCode(slots []slot, entry int) bool {
	for i := range slots {
		for _, v := range slots[i].variants {
			if _, found := slices.BinarySearch(v.heads.entries, entry); found && v.worth >= joinedWorth && hasDigit(v.name) {
				return true
			}
		}
	}
	return false
}

// readAll gets the texts of sections, and ranks those that say the query in the same order higher. Sections whose text cannot be had are left out.
func (s *Searcher) readAll(list []Result, typed []string) ([]Result, error) {
	var out []Result
	var wrong error
	for _, r := range list {
		page, row, err := s.text(r.entry)
		if err != nil {
			wrong = err
			continue
		}
		r.Title, r.URL, r.Heading, r.Code, r.Excerpt = page.title, page.url, row[1], row[2], excerpt(row[3])
		if row[0] != "" {
			r.URL += "#" + row[0]
		}
		r.score = reread(r.score, page.title, row[1], row[3], typed)
		out = append(out, r)
	}
	if len(out) == 0 {
		return nil, wrong
	}
	slices.SortFunc(out, better)
	return out, nil
}

// reread rewards a section whose heading is or begins with the query, letter for letter, or whose text holds a run of its words.
func reread(score float64, title, heading, text string, typed []string) float64 {
	name, asked := strings.Join(words(cmp.Or(heading, title)), " "), strings.Join(typed, " ")
	switch {
	case score >= exactCode:
	case name == asked:
		score += 3 * exactHeading
	case heading != "" && strings.Join(words(title), " ")+" "+name == asked:
		score += exactHeading + exactTitle
	case strings.HasPrefix(name, asked):
		score *= 1 + float64(8*float64(utf8.RuneCountInString(asked))/float64(utf8.RuneCountInString(name)))
		if single(typed[len(typed)-1]) {
			score += 2 * exactHeading
		}
	}
	if score >= exactTitle || len(typed) < 2 {
		return score
	}
	share := float64(longestRun(typed, words(beginning(text, textLooked)))) / float64(len(typed))
	return score * (1 + float64(3*float64(share*share)))
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

const excerptLength = 160

// excerpt is the beginning of a text on one line.
func excerpt(text string) string {
	flat := strings.Join(strings.Fields(text), " ")
	cut := beginning(flat, excerptLength)
	if len(cut) == len(flat) {
		return flat
	}
	if end := strings.LastIndexByte(cut, ' '); end > 0 {
		cut = cut[:end]
	}
	return cut + "\u00a0…"
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
	i, found := slices.BinarySearch(s.manifest.Texts.First, page)
	if !found {
		i--
	}
	if s.texts[i] == nil {
		data, err := s.part("x", i)
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
