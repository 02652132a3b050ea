package site

import (
	"cmp"
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
	build    sync.Once
	features *features
	of       map[*article.Article][]uint32
	holders  [][]*article.Article // by feature
}

// features numbers what articles may share, and remembers what each has, from one load of the same content to the next.
type features struct {
	mu      sync.Mutex
	numbers map[string]uint32
	of      map[*article.Article][]uint32
}

// number lists what each article has, and how many features there are.
func (f *features) number(articles []*article.Article) (of map[*article.Article][]uint32, count int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	names := make([][]string, len(articles))
	parallel.Each(0, len(articles), func(i int) {
		if _, known := f.of[articles[i]]; !known {
			names[i] = featuresOf(articles[i])
		}
	})
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
	return of, len(f.numbers)
}

// gather finds the articles that have each feature.
func (r *relations) gather(articles []*article.Article) {
	var count int
	r.of, count = r.features.number(articles)
	r.holders = make([][]*article.Article, count)
	for _, a := range articles {
		for _, f := range r.of[a] {
			if len(r.holders[f]) <= common { // more say no more
				r.holders[f] = append(r.holders[f], a)
			}
		}
	}
}

// Related names articles that a reader of a may want next: those that its front matter gives, else the nearest by tags, words of the
// title and links.
func (s *Site) Related(a *article.Article) []*article.Article {
	if given := s.given[a]; given != nil {
		return given
	}
	r := &s.relations
	r.build.Do(func() { r.gather(s.Articles) })
	scores := map[*article.Article]float64{}
	for _, f := range r.of[a] {
		holders := r.holders[f]
		if len(holders) > common {
			continue
		}
		weight := math.Log(1 + float64(len(s.Articles))/float64(len(holders)))
		for _, other := range holders {
			scores[other] += weight
		}
	}
	delete(scores, a)
	return best(scores)
}

// best picks the few with the highest scores; of equal ones, those whose addresses come first.
func best(scores map[*article.Article]float64) []*article.Article {
	type scored struct {
		article *article.Article
		score   float64
	}
	list := make([]scored, 0, relatedCount+1)
	for a, score := range scores {
		candidate := scored{a, score}
		i, _ := slices.BinarySearchFunc(list, candidate, func(a, b scored) int {
			return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.article.Path, b.article.Path))
		})
		if i < relatedCount {
			list = slices.Insert(list, i, candidate)
			list = list[:min(len(list), relatedCount)]
		}
	}
	articles := make([]*article.Article, len(list))
	for i, s := range list {
		articles[i] = s.article
	}
	return articles
}

// featuresOf lists what an article may share with another, each once.
func featuresOf(a *article.Article) []string {
	seen := map[string]bool{a.Path: true} // links to it are shared with those it links to
	for _, tag := range a.Tags {
		seen["tag:"+strings.ToLower(tag)] = true
	}
	for word := range strings.FieldsFuncSeq(strings.ToLower(a.Title), func(r rune) bool { return r == ' ' || r == ':' || r == ',' || r == '?' }) {
		if len(word) > 3 {
			seen["word:"+word] = true
		}
	}
	for i := range a.Sections {
		for _, l := range a.Sections[i].Body.Links {
			if page, _, _ := strings.Cut(l.Target, "#"); strings.HasPrefix(page, "/") && !l.Picture {
				seen[page] = true
			}
		}
	}
	list := make([]string, 0, len(seen))
	for f := range seen {
		list = append(list, f)
	}
	slices.Sort(list) // the order in which scores are summed is part of the result
	return list
}
