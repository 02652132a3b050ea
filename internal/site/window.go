package site

import (
	"signpost/internal/article"
)

// inWindow reports whether an article is to be shown on the day that the options give: from its publish date, and until the day before
// its expire date.
func (l *loader) inWindow(a *article.Article) bool {
	now := l.options.Now
	return now.IsZero() || !a.Publish.After(now) && !l.expired(a)
}

func (l *loader) expired(a *article.Article) bool {
	return !l.options.Now.IsZero() && !a.Expire.IsZero() && !a.Expire.After(l.options.Now)
}

// retire leaves a page that says so where an article was until it expired; its headings too were published.
func (l *loader) retire(a *article.Article) {
	m := &Moved{Path: a.Path, Expired: a.Expire.Time}
	for _, s := range new(article.Reader).Outline(a) {
		for _, id := range append([]string{s.ID}, s.Aliases...) {
			if id != "" {
				m.Signs = append(m.Signs, Sign{ID: id, Expired: a.Expire.Time})
			}
		}
	}
	l.expiredPages = append(l.expiredPages, m)
}
