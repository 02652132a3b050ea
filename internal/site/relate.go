package site

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync"

	"signpost/internal/library"
	"signpost/internal/parallel"
)

// relatedCount is the number of related articles of a page.
const relatedCount = 3

// maxShared is the largest number of articles that may share a feature for it to count.
const maxShared = 25

// relations finds articles with common features: tags, words of the title, and links.
type relations struct {
	byArticle featuresByArticle

	// articlesByFeature are the articles with each feature, grouped by feature, as indices into the sorted list of
	// articles. Those with feature f are at starts[f] up to starts[f+1].
	articlesByFeature []uint32
	starts            []uint32

	scoreTables sync.Pool // of *scoreTable
}

// featuresByArticle are the numbers of the features of each article.
type featuresByArticle map[*library.Article][]uint32

// features numbers the features of articles. It remembers the numbers from one load to the next.
type features struct {
	mu        sync.Mutex
	numbers   map[string]uint32
	byArticle featuresByArticle
}

// relate finds the common features of the articles of each edition. Lint does not need them.
func relate(ctx context.Context, in *input, s *Site) error {
	if in.options.Lint {
		return nil
	}

	for _, edition := range s.Editions {
		numbered := in.options.Cache.featuresIn(edition.Language.Tag)
		byArticle, count, err := numbered.number(ctx, edition.Articles)
		if err != nil {
			return err
		}

		edition.relations.gather(edition.Articles, byArticle, count)
	}

	return nil
}

// number returns the features of each article, and the number of all features.
func (f *features) number(
	ctx context.Context, articles []*library.Article,
) (byArticle featuresByArticle, count int, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()

	names := make([][]string, len(articles))
	err = parallel.Each(ctx, 0, len(articles), func(i int) {
		if _, known := f.byArticle[articles[i]]; !known {
			names[i] = featuresOf(articles[i])
		}
	})
	if err != nil {
		return nil, 0, err
	}

	byArticle = make(featuresByArticle, len(articles))
	for i, a := range articles {
		list := slices.Grow(f.byArticle[a], len(names[i]))
		for _, name := range names[i] {
			list = append(list, f.numberOf(name))
		}

		byArticle[a] = list
	}

	f.byArticle = byArticle

	return byArticle, len(f.numbers), nil
}

// numberOf returns the number of a feature, and a new one if it has none.
func (f *features) numberOf(name string) uint32 {
	if f.numbers == nil {
		f.numbers = map[string]uint32{}
	}

	n, known := f.numbers[name]
	if !known {
		n = uint32(len(f.numbers))
		f.numbers[name] = n
	}

	return n
}

// featuresOf returns the features of an article, sorted: the order in which scores are added is part of the result.
func featuresOf(a *library.Article) []string {
	list := []string{a.Path} // shared with articles that link to it
	for _, tag := range a.Tags {
		list = append(list, "tag:"+strings.ToLower(tag))
	}

	for word := range strings.FieldsFuncSeq(strings.ToLower(a.Title), isTitleSeparator) {
		if len(word) > 3 {
			list = append(list, "word:"+word)
		}
	}

	reader := readers.Get().(*library.Reader)
	defer readers.Put(reader)

	for _, s := range reader.Links(a) {
		for _, l := range s.BodyLinks {
			page, _, _ := strings.Cut(l.Target, "#")
			if strings.HasPrefix(page, "/") && !l.Picture {
				list = append(list, page)
			}
		}
	}

	slices.Sort(list)

	return slices.Compact(list)
}

func isTitleSeparator(r rune) bool {
	return r == ' ' || r == ':' || r == ',' || r == '?'
}

// gather lists the articles with each feature.
func (r *relations) gather(articles []*library.Article, byArticle featuresByArticle, count int) {
	r.byArticle = byArticle
	r.starts = make([]uint32, count+1)
	for _, a := range articles {
		for _, f := range byArticle[a] {
			r.starts[f+1]++
		}
	}

	for f := range count {
		length := min(r.starts[f+1], maxShared+1) // one more shows that the feature is too common
		r.starts[f+1] = r.starts[f] + length
	}

	r.articlesByFeature = make([]uint32, r.starts[count])
	next := slices.Clone(r.starts)
	for i, a := range articles {
		for _, f := range byArticle[a] {
			if next[f] < r.starts[f+1] {
				r.articlesByFeature[next[f]] = uint32(i)
				next[f]++
			}
		}
	}

	r.scoreTables.New = func() any {
		scores := make([]float64, len(articles))
		return &scoreTable{scores: scores}
	}
}

// Related returns the articles that a reader may want next: those that front matter names, or else the ones with the
// most features in common.
func (e *Edition) Related(a *library.Article) []*library.Article {
	if explicit := e.Site.explicit[a]; explicit != nil {
		return explicit
	}

	r := &e.relations
	if r.byArticle == nil {
		return nil
	}

	t := r.scoreTables.Get().(*scoreTable)
	defer r.scoreTables.Put(t)

	for _, f := range r.byArticle[a] {
		sharing := r.articlesByFeature[r.starts[f]:r.starts[f+1]]
		if len(sharing) > maxShared {
			continue
		}

		rarity := float64(len(e.Articles)) / float64(len(sharing))
		weight := math.Log(1 + rarity)

		for _, other := range sharing {
			t.add(other, weight)
		}
	}

	return e.best(t, a)
}

// best returns the articles with the highest scores, except a, and resets the table. Articles with equal scores are
// sorted by address. Those that the search does not find are only related to each other.
func (e *Edition) best(t *scoreTable, a *library.Article) []*library.Article {
	top := make([]uint32, 0, relatedCount+1)
	isOff := e.Site.SearchOf(a).IsOff()
	for _, i := range t.nonZero {
		if e.Articles[i] == a || !isOff && e.Site.SearchOf(e.Articles[i]).IsOff() {
			continue
		}

		at := len(top)
		for at > 0 && t.isBefore(i, top[at-1]) {
			at--
		}

		if at < relatedCount {
			top = slices.Insert(top, at, i)
			top = top[:min(len(top), relatedCount)]
		}
	}

	list := make([]*library.Article, len(top))
	for i, place := range top {
		list[i] = e.Articles[place]
	}

	t.reset()

	return list
}

// scoreTable adds up the scores of articles, by their index in the sorted list of all.
type scoreTable struct {
	scores  []float64
	nonZero []uint32 // articles with a score
}

func (t *scoreTable) add(i uint32, score float64) {
	if t.scores[i] == 0 {
		t.nonZero = append(t.nonZero, i)
	}

	t.scores[i] += score
}

func (t *scoreTable) reset() {
	for _, i := range t.nonZero {
		t.scores[i] = 0
	}

	t.nonZero = t.nonZero[:0]
}

func (t *scoreTable) isBefore(a, b uint32) bool {
	if t.scores[a] != t.scores[b] {
		return t.scores[a] > t.scores[b]
	}
	return a < b
}
