package main

import (
	"context"
	"fmt"
	"io"
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

// outside adds the links to other sites that are dead to the problems of r, and tells those of which nothing can be known. With files,
// it looks at their links alone.
func outside(ctx context.Context, o generate.Options, r *generate.Result, files []string, told io.Writer) error {
	if r.Site == nil {
		return nil
	}
	links, err := outward(o, r.Site, files)
	if err != nil {
		return err
	}
	var addresses []string
	for _, l := range links {
		addresses = append(addresses, l.Address)
	}
	checker := external.Checker{
		Client: &http.Client{Timeout: 15 * time.Second}, Cache: kept("external.json"), Now: time.Now(), Gap: time.Second,
	}
	answers, err := checker.Check(ctx, addresses)
	var found []problem.Problem
	for _, l := range links {
		switch a := answers[l.Address]; a.Verdict {
		case external.Dead:
			found = append(found, rules.DeadExternal.At(l.Place, "find where the page is now, or take the link out", "the link %q %s", l.Address, a.Detail))
		case external.Unknown:
			fmt.Fprintf(told, "%s:%d: not checked: %s %s\n", l.Place.File, l.Place.Line, l.Address, a.Detail)
		}
	}
	r.Problems = problem.Sort(append(r.Problems, problem.ApplySeverities(found, r.Config.Lint)...))
	return err
}

// outward lists the links to other sites that stand in the files, or in all where none is named.
func outward(o generate.Options, s *site.Site, files []string) ([]site.Outward, error) {
	wanted, err := named(files, o.ContentDir())
	if err != nil {
		return nil, err
	}
	links := s.Outward()
	for i := range links {
		links[i].Place.File = path.Join(filepath.ToSlash(o.ContentDir()), links[i].Place.File)
	}
	return slices.DeleteFunc(links, func(l site.Outward) bool { return wanted != nil && !within(l.Place.File, wanted) }), nil
}
