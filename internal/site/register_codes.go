package site

import (
	"fmt"
	"maps"
	"slices"

	"signpost/internal/codes"
	"signpost/internal/library"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// registerCodes returns the registry of all codes. The language of the content folder declares codes; other languages
// only translate their explanations.
func registerCodes(in *input, problems *problemList, s *Site, articles []*library.Article) *codes.Registry {
	r := registrar{in: in, problems: problems, first: s.First(), byKey: map[spelling]Target{}}
	eachCode(s, articles, func(e *Edition, t Target) {
		if e == r.first {
			r.declare(t)
		}
	})

	eachCode(s, articles, func(e *Edition, t Target) {
		if e != r.first {
			r.addTranslation(e, t)
		}
	})

	for _, a := range articles {
		r.checkSuccessors(a)
	}

	return codes.New(in.source.Config.BaseURL, r.entries)
}

// eachCode visits all sections that explain a code.
func eachCode(s *Site, articles []*library.Article, visit func(e *Edition, t Target)) {
	for _, a := range articles {
		e := s.editionOf(a.Path)
		for _, section := range a.CodeSections {
			target := Target{a, section.Index}
			visit(e, target)
		}
	}
}

// registrar collects the entries of the registry.
type registrar struct {
	in       *input
	problems *problemList
	first    *Edition // of the content folder
	entries  []codes.Entry
	byKey    map[spelling]Target // codes of each edition
}

// spelling is a code in an edition, however it is spelled.
type spelling struct {
	edition *Edition
	key     string
}

// first returns the section that an edition explains a code in, under any spelling, and adds t if there is none.
func (r *registrar) firstOrAdd(e *Edition, t Target) (first Target, isDuplicate bool) {
	s := spelling{e, codes.Key(string(t.section().Code))}
	first, isDuplicate = r.byKey[s]
	if !isDuplicate {
		r.byKey[s] = t
	}

	return first, isDuplicate
}

// declare adds the code of a section to the registry. A second section with the same code is reported instead.
func (r *registrar) declare(t Target) {
	code := t.section().Code
	if first, isDuplicate := r.firstOrAdd(r.first, t); isDuplicate {
		r.problems.report(rules.DuplicateCode, t.Place(),
			"give one of them another code"+spellingHint(first, code),
			"%s is explained twice, first in %s on line %d",
			code, r.in.name(first.Article.File), first.section().Line)

		return
	}

	r.first.codes[code] = t
	r.entries = append(r.entries, codeEntry(t))
}

// spellingHint names the code of the first section if it is spelled differently.
func spellingHint(first Target, code codes.Code) string {
	if other := first.section().Code; other != code {
		return fmt.Sprintf(": %s differs from it only in case or punctuation", other)
	}

	return ""
}

// addTranslation adds a section that explains a code in another language.
func (r *registrar) addTranslation(e *Edition, t Target) {
	code := t.section().Code
	if first, isDuplicate := r.firstOrAdd(e, t); isDuplicate {
		r.problems.report(rules.DuplicateCode, t.Place(),
			"explain it in one place"+spellingHint(first, code),
			"%s is explained twice in this language, first in %s on line %d",
			code, r.in.name(first.Article.File), first.section().Line)

		return
	}

	e.codes[code] = t

	if _, isDeclared := r.first.codes[code]; !isDeclared {
		hint := "explain it there first: its short link leads there"
		if other, ok := r.byKey[spelling{r.first, codes.Key(string(code))}]; ok {
			hint = fmt.Sprintf("write %s, as there", other.section().Code)
		}

		r.problems.report(rules.UnexplainedCode, t.Place(),
			hint,
			"%s is explained in %s but not in %s",
			code, e.Language.Tag, r.first.Language.Tag)
	}
}

// checkSuccessors reports successors of an article's codes that no article explains.
func (r *registrar) checkSuccessors(a *library.Article) {
	for _, code := range slices.Sorted(maps.Keys(a.Codes)) {
		settings := a.Codes[code]
		if settings.Retired == nil || settings.Retired.Successor == "" {
			continue
		}

		successor := settings.Retired.Successor
		if _, isDeclared := r.first.codes[successor]; !isDeclared {
			r.problems.report(rules.UnexplainedCode, problem.Place{File: a.File},
				"name a code that an article explains",
				"%s has the successor %s, which no article explains", code, successor)
		}
	}
}

// codeEntry returns the registry entry for a section.
func codeEntry(t Target) codes.Entry {
	section := t.section()
	settings := t.Article.Codes[section.Code]
	entry := codes.Entry{
		Code:     section.Code,
		Title:    section.Title,
		Path:     t.Article.Path,
		Anchor:   section.ID,
		Severity: settings.Severity,
		Also:     settings.Also,
		Check:    settings.Check,
		Summary:  section.Summary,
		Steps:    section.Steps,
		Fix:      section.Fix,
		Facts:    settings.Facts,
	}

	if settings.Retired != nil {
		entry.Retired = &codes.Retired{Successor: settings.Retired.Successor}
	}

	return entry
}

// section returns the section at a target that explains a code.
func (t Target) section() *library.CodeSection {
	section, ok := t.Article.CodeSection(t.Section)
	if !ok {
		panic(fmt.Sprintf("site: section %d of %s explains no code", t.Section, t.Article.File))
	}

	return section
}

// Place returns the place of the section's heading.
func (t Target) Place() problem.Place {
	return problem.Place{File: t.Article.File, Line: t.section().Line}
}
