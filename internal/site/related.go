package site

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"

	"signpost/internal/article"
)

// relatedCount is how many related articles are named.
const relatedCount = 3

// common is how many articles may share a feature before it says nothing of any two of them.
const common = 25

// relations finds articles that belong together by what they share: tags, words of the title, links between them.
type relations struct {
	build   sync.Once
	holders map[string][]*article.Article // by feature
}

// Related names articles that a reader of a may want next: those that its front matter gives, else the nearest by tags, words of the
// title and links.
func (s *Site) Related(a *article.Article) []*article.Article {
	if given := s.given[a]; given != nil {
		return given
	}
	s.relations.build.Do(func() {
		s.relations.holders = map[string][]*article.Article{}
		for _, a := range s.Articles {
			for _, f := range features(a) {
				s.relations.holders[f] = append(s.relations.holders[f], a)
			}
		}
	})
	scores := map[*article.Article]float64{}
	for _, f := range features(a) {
		holders := s.relations.holders[f]
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
	list := make([]*article.Article, 0, relatedCount+1)
	for a, score := range scores {
		i, _ := slices.BinarySearchFunc(list, a, func(other, a *article.Article) int {
			return cmp.Or(cmp.Compare(score, scores[other]), cmp.Compare(other.Path, a.Path))
		})
		if i < relatedCount {
			list = slices.Insert(list, i, a)
			list = list[:min(len(list), relatedCount)]
		}
	}
	return list
}

// features are what an article may share with another, each once.
func features(a *article.Article) []string {
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
