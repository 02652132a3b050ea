package codescan

import (
	"fmt"
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
		if u.Area == Product {
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
	inUse    []codes.Code // those that are not retired
	cache    map[codes.Code]string
}

func newHinter(r *codes.Registry) *hinter {
	h := &hinter{registry: r, cache: map[codes.Code]string{}}
	for _, e := range r.Codes {
		if e.Retired == nil {
			h.inUse = append(h.inUse, e.Code)
		}
	}

	return h
}

// problem returns the problem with a use.
func (h *hinter) problem(u Use) problem.Problem {
	place := problem.Place{
		File:      filepath.ToSlash(u.File),
		Line:      u.Line,
		Column:    u.Column,
		EndLine:   u.Line,
		EndColumn: u.EndColumn,
	}
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

// similar returns how to explain a code, and the code that may be meant.
func (h *hinter) similar(c codes.Code) string {
	hint := fmt.Sprintf("explain it in the help centre: signpost new error %s \"MESSAGE\" ARTICLE", c)
	cached, ok := h.cache[c]
	if !ok && len(h.cache) < maxHints {
		cached = h.typo(c)
		h.cache[c] = cached
	}

	return cached + hint
}

// typo returns the only code that differs in one character. Codes that differ in more are other codes, not typos.
func (h *hinter) typo(c codes.Code) string {
	var found []codes.Code
	for _, known := range h.inUse {
		if differInOne(string(c), string(known)) {
			found = append(found, known)
		}
	}

	if len(found) != 1 {
		return ""
	}

	return fmt.Sprintf("write %s if that is meant, or ", found[0])
}

// differInOne reports whether texts of the same length differ in one byte, or in the order of two.
func differInOne(a, b string) bool {
	if len(a) != len(b) {
		return false
	}

	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}

	if i == len(a) {
		return false
	}

	isSwapped := i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]

	return a[i+1:] == b[i+1:] || isSwapped
}
