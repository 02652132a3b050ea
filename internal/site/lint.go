package site

import (
	"context"
	"iter"

	"signpost/internal/codes"
	"signpost/internal/library"
	"signpost/internal/rules"
)

// lint checks the rules that need the whole site. A build checks only the ones whose severity is error; Options.Lint
// adds the others.
func lint(ctx context.Context, in *input, problems *problemList, s *Site, articles []*library.Article) error {
	found := rules.CheckSite(&rules.Site{
		Now:        in.options.Now,
		Articles:   articlesForRules(ctx, s, articles),
		Links:      linksForRules(ctx, articles),
		Registry:   s.Registry,
		Checks:     in.source.Checks,
		ChecksFile: in.source.ChecksFile,
		FileName:   in.name,
	}, in.options.Lint)

	problems.add(found...)

	return ctx.Err()
}

// articlesForRules returns all articles, in the order that [rules.Site] wants.
func articlesForRules(ctx context.Context, s *Site, all []*library.Article) iter.Seq[*rules.Article] {
	return func(yield func(*rules.Article) bool) {
		for _, e := range s.Editions {
			for _, a := range e.Articles {
				if ctx.Err() != nil || !yield(articleForRules(e, a)) {
					return
				}
			}
		}

		for _, a := range all {
			if a.Index && !yield(articleForRules(s.editionOf(a.Path), a)) {
				return
			}
		}
	}
}

func articleForRules(e *Edition, a *library.Article) *rules.Article {
	var checks map[codes.Code]string
	if len(a.Codes) > 0 {
		checks = map[codes.Code]string{}
	}

	for code, settings := range a.Codes {
		checks[code] = settings.Check
	}

	return &rules.Article{
		File:      a.File,
		Path:      a.Path,
		Edition:   e.Language.Tag,
		Title:     a.Title,
		Reviewed:  a.Reviewed.Time,
		Index:     a.Index,
		Statement: a.Path == e.AddressOf(StatementPath),

		Unfindable: e.Site.SearchOf(a).IsOff(),

		Checks:   checks,
		Mentions: a.Mentions,
		Ignored:  a.Ignored,
		LineOf:   a.Lines(),
	}
}

// linksForRules returns all links and pictures.
func linksForRules(ctx context.Context, all []*library.Article) iter.Seq[*rules.SiteLink] {
	return func(yield func(*rules.SiteLink) bool) {
		var reader library.Reader
		for _, a := range all {
			if ctx.Err() != nil {
				return
			}
			for s, link := range allLinks(reader.Links(a)) {
				next := &rules.SiteLink{
					From:   a.Path,
					Code:   s.Code,
					Target: link.Target,
					Place:  link.Place(a.File),
				}

				if !yield(next) {
					return
				}
			}
		}
	}
}
