package site

import (
	"maps"
	"slices"
	"time"

	"signpost/internal/article"
	"signpost/internal/lock"
	"signpost/internal/problem"
)

// settled is an article whose links were resolved in an earlier load.
type settled struct {
	parsed  *article.Article // what it was made from
	article *article.Article
}

// outline is all that links can lead to. While it is the same, a link that was resolved leads where it did.
type outline struct {
	articles  []*article.Article // as they were parsed
	files     map[string]bool
	published []lock.Entry
}

func (l *loader) outline() outline {
	o := outline{articles: l.parsed, files: l.files}
	if l.options.Lock != nil {
		o.published = l.options.Lock.Entries
	}
	return o
}

// equal takes no time to speak of where few articles have been parsed anew.
func (o outline) equal(before outline) bool {
	return slices.EqualFunc(o.articles, before.articles, sameAnchors) && maps.Equal(o.files, before.files) && slices.Equal(o.published, before.published)
}

func sameAnchors(a, b *article.Article) bool {
	var before, after article.Reader
	return a == b || a.File == b.File && a.Path == b.Path && slices.EqualFunc(after.Outline(a), before.Outline(b), func(s, t article.Section) bool {
		return s.ID == t.ID && s.Code == t.Code && slices.Equal(s.Aliases, t.Aliases)
	})
}

// adopt takes each article that was parsed: as it was settled in the load before, where nothing that it links to can have changed; else a
// copy, since the cache keeps the article itself. Articles that do not say when they were updated are given the date that the options have.
func (l *loader) adopt() {
	var dates map[string]time.Time
	if l.options.Dates != nil {
		dates = l.options.Dates()
	}
	l.parsed, l.kept = slices.Clone(l.articles), map[*article.Article]bool{}
	cache := l.options.Cache
	same := cache != nil && l.outline().equal(cache.outline)
	for i, a := range l.parsed {
		updated := a.Updated
		if date, ok := dates[a.File]; ok && updated.IsZero() {
			updated.Time = date
		}
		if cache != nil {
			if before, ok := cache.settled[a.File]; ok && same && before.parsed == a && before.article.Updated == updated {
				l.articles[i], l.kept[before.article] = before.article, true
				continue
			}
			l.articles[i] = a.Clone()
		}
		l.articles[i].Updated = updated
	}
}

// settle lets the next load have the articles as they are now, but for those that more than their own file has a say in: what the lock
// put on a heading, pictures, and links with problems, whose hints depend on what else there is, drafts too.
func (l *loader) settle(problems [][]problem.Problem) {
	cache := l.options.Cache
	if cache == nil {
		return
	}
	cache.outline, cache.settled = l.outline(), make(map[string]settled, len(l.articles))
	for i, a := range l.articles {
		if !l.altered[a] && problems[i] == nil {
			cache.settled[a.File] = settled{l.parsed[i], a}
		}
	}
}
