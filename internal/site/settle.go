package site

import (
	"bufio"
	"crypto/sha256"
	"maps"
	"slices"
	"time"

	"signpost/internal/article"
	"signpost/internal/problem"
)

// settled is an article whose links were resolved in an earlier load.
type settled struct {
	parsed   *article.Article // what it was made from
	article  *article.Article
	problems []problem.Problem // of its links
}

// outline stands for all that links can lead to. While it is the same, a link that was resolved leads where it did.
type outline [sha256.Size]byte

func (l *loader) outline() outline {
	sum := sha256.New()
	w := bufio.NewWriterSize(sum, 32<<10)
	add := func(words ...string) {
		for _, word := range words {
			_, _ = w.WriteString(word) // a hash takes everything
			_ = w.WriteByte(0)
		}
	}
	for _, a := range l.articles {
		add("article", a.File, a.Path)
		for i := range a.Sections {
			add(a.Sections[i].ID, string(a.Sections[i].Code))
			add(a.Sections[i].Aliases...)
		}
	}
	add(slices.Sorted(maps.Keys(l.files))...)
	if l.options.Lock != nil {
		for _, e := range l.options.Lock.Entries {
			add("published", e.Address, e.To, e.Reason)
		}
	}
	_ = w.Flush()
	return outline(sum.Sum(nil))
}

// adopt takes each article that was parsed: as it was settled in the load before, where nothing that it links to can have changed; else a
// copy, since the cache keeps the article itself. Articles that do not say when they were updated are given the date that the options have.
func (l *loader) adopt() {
	var dates map[string]time.Time
	if l.options.Dates != nil {
		dates = l.options.Dates()
	}
	cache := l.options.Cache
	same := false
	if cache != nil {
		l.lines = l.outline()
		same = l.lines == cache.outline
	}
	l.parsed, l.kept = slices.Clone(l.articles), map[*article.Article]settled{}
	for i, a := range l.parsed {
		updated := a.Updated
		if date, ok := dates[a.File]; ok && updated.IsZero() {
			updated.Time = date
		}
		if cache != nil {
			if before, ok := cache.settled[a.File]; ok && same && before.parsed == a && before.article.Updated == updated {
				l.articles[i], l.kept[before.article] = before.article, before
				continue
			}
			l.articles[i] = a.Clone()
		}
		l.articles[i].Updated = updated
	}
}

// settle lets the next load have the articles as they are now, but for those that more than their own file has a say in: what the lock
// put on a heading, and pictures.
func (l *loader) settle(problems [][]problem.Problem) {
	cache := l.options.Cache
	if cache == nil {
		return
	}
	cache.outline, cache.settled = l.lines, make(map[string]settled, len(l.articles))
	for i, a := range l.articles {
		if !l.altered[a] {
			cache.settled[a.File] = settled{l.parsed[i], a, problems[i]}
		}
	}
}
