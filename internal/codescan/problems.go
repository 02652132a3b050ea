package codescan

import (
	"path/filepath"

	"signpost/internal/codes"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// maxHints limits the unknown codes for which a similar one is looked for.
const maxHints = 500

// Problems returns what is wrong with the uses in the product, and the codes that nothing uses. place returns where a
// code is explained.
func (r *Result) Problems(registry *codes.Registry, place func(codes.Entry) problem.Place) []problem.Problem {
	hints := newHinter(registry)
	var list []problem.Problem
	for _, u := range r.Uses {
		if u.Place == Product {
			list = append(list, hints.problem(u))
		}
	}

	for _, e := range r.Unused(registry) {
		p := rules.UnusedCode.At(place(e),
			"if no version reports it any more, retire it; a scan must include all of the product",
			"nothing in the scanned files uses %s", e.Code)
		list = append(list, p)
	}

	return problem.Sort(list)
}

// Unused returns the codes that nothing in the product uses, without retired ones. If the site names checks that find
// codes, those without a check are left out: they belong to other programs.
func (r *Result) Unused(registry *codes.Registry) []codes.Entry {
	hasChecks := false
	for _, e := range registry.Codes {
		hasChecks = hasChecks || e.Check != codes.Manual
	}

	var unused []codes.Entry
	for _, e := range registry.Codes {
		isOwn := !hasChecks || e.Check != codes.Manual
		if e.Retired == nil && isOwn && r.Count(e.Code, Product) == 0 {
			unused = append(unused, e)
		}
	}

	return unused
}

// hinter words problems.
type hinter struct {
	registry *codes.Registry
	known    []string
	cache    map[codes.Code]string
}

func newHinter(r *codes.Registry) *hinter {
	h := &hinter{registry: r, cache: map[codes.Code]string{}}
	for _, e := range r.Codes {
		h.known = append(h.known, string(e.Code))
	}

	return h
}

// problem returns the problem with a use.
func (h *hinter) problem(u Use) problem.Problem {
	place := problem.Place{File: filepath.ToSlash(u.File), Line: u.Line, Column: u.Column}
	switch u.State {
	case Retired:
		return rules.RetiredCodeInUse.At(place, h.successor(u.Known), "%s is retired", u.Known)
	case Misspelled:
		return rules.MisspelledCode.At(place, "write "+string(u.Known)+", as its article does",
			"%q is another spelling of %s", u.Code, u.Known)
	}

	return rules.UndocumentedCode.At(place, h.similar(u.Code), "no article explains %s", u.Code)
}

// successor returns what to do about a retired code.
func (h *hinter) successor(c codes.Code) string {
	e, _ := h.registry.Lookup(c)
	if e.Retired == nil || e.Retired.Successor == "" {
		return "it no longer occurs: remove it"
	}

	return "use " + string(e.Retired.Successor) + " instead"
}

// similar returns how to explain a code, or the code that was meant.
func (h *hinter) similar(c codes.Code) string {
	hint, ok := h.cache[c]
	if !ok && len(h.cache) < maxHints {
		hint = rules.CodeHint(c, h.known)
		h.cache[c] = hint
	}

	return hint
}
