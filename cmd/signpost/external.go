package main

import (
	"context"
	"fmt"
	"net/http"
	"path"
	"path/filepath"
	"slices"
	"time"

	"signpost/internal/external"
	"signpost/internal/generate"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/site"
)

const (
	externalTimeout = 15 * time.Second
	externalGap     = time.Second // between two requests to the same host
)

// checkExternal adds a problem for each dead link to another site, and prints the links whose state is unknown. It
// checks only the links in the files, if there are any.
func (l *linter) checkExternal(ctx context.Context, r *generate.Result, files []string) error {
	if r.Site == nil {
		return nil
	}
	links, err := l.externalLinks(r.Site, files)
	if err != nil {
		return err
	}

	var addresses []string
	for _, link := range links {
		addresses = append(addresses, link.Address)
	}
	checker := external.Checker{
		Client: &http.Client{Timeout: externalTimeout},
		Cache:  l.cachePath("external.json"),
		Now:    l.Now(),
		Gap:    externalGap,
	}
	answers, err := checker.Check(ctx, addresses)

	found := l.externalProblems(links, answers)
	r.Problems = append(r.Problems, problem.ApplySeverities(found, r.Config.Lint)...)
	r.Problems = problem.Sort(r.Problems)
	return err
}

// externalProblems returns a problem for each dead link.
func (l *linter) externalProblems(links []site.ExternalLink, answers map[string]external.Answer) []problem.Problem {
	var found []problem.Problem
	for _, link := range links {
		answer := answers[link.Address]
		switch answer.Verdict {
		case external.Dead:
			const hint = "find the new address of the page, or remove the link"
			p := rules.DeadExternal.At(link.Place, hint, "the link %q %s", link.Address, answer.Detail)
			found = append(found, p)
		case external.Unknown:
			fmt.Fprintf(l.Stderr, "%s:%d: not checked: %s %s\n",
				link.Place.File, link.Place.Line, link.Address, answer.Detail)
		}
	}
	return found
}

// externalLinks returns the links to other sites in the files, or all if no file is named.
func (l *linter) externalLinks(s *site.Site, files []string) ([]site.ExternalLink, error) {
	content := l.options.ContentDir()
	paths, err := resolvePaths(files, content)
	if err != nil {
		return nil, err
	}

	links := s.ExternalLinks()
	for i := range links {
		links[i].Place.File = path.Join(filepath.ToSlash(content), links[i].Place.File)
	}
	return slices.DeleteFunc(links, func(link site.ExternalLink) bool {
		return paths != nil && !isInside(link.Place.File, paths)
	}), nil
}
