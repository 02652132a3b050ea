package site

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync"

	"signpost/internal/article"
	"signpost/internal/parallel"
)

// relatedCount is how many related articles are named.
const relatedCount = 3

// common is how many articles may share a feature before it says nothing of any two of them.
const common = 25

// relations finds articles that belong together by what they share: tags, words of the title, links between them.
type relations struct {
	features *features
	of       map[*article.Article][]uint32
	holders  []uint32  // for one feature after the other, the articles that have it, by their places in the sorted list of all
	begins   []uint32  // by feature: where in holders these begin; the end of the last follows
	tallies  sync.Pool // of *tally
}

// tally is the scores of articles, by their places, while those related to one are looked for.
type tally struct {
	scores []float64
	scored []uint32 // those with a score
}

func (t *tally) add(place uint32, score float64) {
	if t.scores[place] == 0 {
		t.scored = append(t.scored, place)
	}
	t.scores[place] += score
}

// features numbers what articles may share, and remembers what each has, from one load of the same content to the next.
type features struct {
	mu      sync.Mutex
	numbers map[string]uint32
	of      map[*article.Article][]uint32
}

// number lists what each article has, and how many features there are.
func (f *features) number(ctx context.Context, articles []*article.Article) (of map[*article.Article][]uint32, count int, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	names := make([][]string, len(articles))
	err = parallel.Each(ctx, 0, len(articles), func(i int) {
		if _, known := f.of[articles[i]]; !known {
			names[i] = featuresOf(articles[i])
		}
	})
	if err != nil {
		return nil, 0, err
	}
	if f.numbers == nil {
		f.numbers = map[string]uint32{}
	}
	of = make(map[*article.Article][]uint32, len(articles))
	for i, a := range articles {
		list := slices.Grow(f.of[a], len(names[i]))
		for _, name := range names[i] {
			n, known := f.numbers[name]
			if !known {
				n = uint32(len(f.numbers))
				f.numbers[name] = n
			}
			list = append(list, n)
		}
		of[a] = list
	}
	f.of = of
	return of, len(f.numbers), nil
}

// gather finds the articles that have each feature.
func (r *relations) gather(ctx context.Context, articles []*article.Article) error {
	var count int
	var err error
	if r.of, count, err = r.features.number(ctx, articles); err != nil {
		return err
	}
	r.begins = make([]uint32, count+1)
	for _, a := range articles {
		for _, f := range r.of[a] {
			r.begins[f+1]++
		}
	}
	for f := range count {
		r.begins[f+1] = r.begins[f] + min(r.begins[f+1], common+1) // more say no more
	}
	r.holders = make([]uint32, r.begins[count])
	next := slices.Clone(r.begins)
	for i, a := range articles {
		for _, f := range r.of[a] {
			if next[f] < r.begins[f+1] {
				r.holders[next[f]] = uint32(i)
				next[f]++
			}
		}
	}
	r.tallies.New = func() any { return &tally{scores: make([]float64, len(articles))} }
	return nil
}

// relate finds what the articles of each language have in common. Lint has no use for it.
func (l *loader) relate(ctx context.Context) error {
	if l.options.Prose {
		return nil
	}
	for _, e := range l.site.Editions {
		if err := e.relations.gather(ctx, e.Articles); err != nil {
			return err
		}
	}
	return nil
}

// Related names articles that a reader of a may want next: those that its front matter gives, else the nearest by tags, words of the
// title and links.
func (s *Site) Related(a *article.Article) []*article.Article {
	if given := s.given[a]; given != nil {
		return given
	}
	r := &s.relations
	if r.of == nil {
		return nil
	}
	t := r.tallies.Get().(*tally)
	defer r.tallies.Put(t)
	for _, f := range r.of[a] {
		holders := r.holders[r.begins[f]:r.begins[f+1]]
		if len(holders) > common {
			continue
		}
		weight := math.Log(1 + float64(len(s.Articles))/float64(len(holders)))
		for _, other := range holders {
			t.add(other, weight)
		}
	}
	return s.best(t, a)
}

// best picks the few with the highest scores, but for the article itself; of equal ones, those whose addresses come first. It leaves the
// tally empty.
func (s *Site) best(t *tally, own *article.Article) []*article.Article {
	list := make([]uint32, 0, relatedCount+1)
	for _, place := range t.scored {
		if s.Articles[place] == own {
			continue
		}
		at := len(list)
		for at > 0 && t.before(place, list[at-1]) {
			at--
		}
		if at < relatedCount {
			list = slices.Insert(list, at, place)[:min(len(list)+1, relatedCount)]
		}
	}
	articles := make([]*article.Article, len(list))
	for i, place := range list {
		articles[i] = s.Articles[place]
	}
	for _, place := range t.scored {
		t.scores[place] = 0
	}
	t.scored = t.scored[:0]
	return articles
}

func (t *tally) before(a, b uint32) bool {
	return t.scores[a] > t.scores[b] || t.scores[a] == t.scores[b] && a < b
}

// featuresOf lists what an article may share with another, each once.
func featuresOf(a *article.Article) []string {
	list := []string{a.Path} // links to it are shared with those it links to
	for _, tag := range a.Tags {
		list = append(list, "tag:"+strings.ToLower(tag))
	}
	for word := range strings.FieldsFuncSeq(strings.ToLower(a.Title), func(r rune) bool { return r == ' ' || r == ':' || r == ',' || r == '?' }) {
		if len(word) > 3 {
			list = append(list, "word:"+word)
		}
	}
	reader := readers.Get().(*article.Reader)
	defer readers.Put(reader)
	for _, s := range reader.Links(a).Sections {
		for _, l := range s.Body.Links {
			if page, _, _ := strings.Cut(l.Target, "#"); strings.HasPrefix(page, "/") && !l.Picture {
				list = append(list, page)
			}
		}
	}
	slices.Sort(list) // the order in which scores are summed is part of the result
	return slices.Compact(list)
}
