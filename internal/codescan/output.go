package codescan

import (
	"cmp"
	"io"
	"path/filepath"
	"slices"

	"signpost/internal/cli"
	"signpost/internal/codes"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// Rules returns the rules that a scan checks.
func Rules() []problem.Rule {
	return []problem.Rule{rules.UndocumentedCode, rules.RetiredCodeInUse, rules.MisspelledCode, rules.UnusedCode}
}

// Row is a code outside of the product that would be a problem in it.
type Row struct {
	Code   codes.Code
	State  State
	Counts [areas]int
	First  Use
}

// Elsewhere returns the codes that are wrong in tests, comments and documents, sorted by code.
func (r *Result) Elsewhere() []Row {
	type key struct {
		code  codes.Code
		state State
	}

	rows := map[key]*Row{}
	for _, u := range r.Uses {
		if u.Area == Product {
			continue
		}

		k := key{u.Code, u.State}
		if rows[k] == nil {
			rows[k] = &Row{Code: u.Code, State: u.State, First: u}
		}

		rows[k].Counts[u.Area]++
	}

	var list []Row
	for _, row := range rows {
		list = append(list, *row)
	}

	slices.SortFunc(list, func(a, b Row) int {
		return cmp.Or(codes.Compare(a.Code, b.Code), cmp.Compare(a.State, b.State))
	})

	return list
}

// The JSON form of a result. Fields are added, never renamed.
type (
	jsonResult struct {
		Schema   int               `json:"schema"`
		Problems []problem.Problem `json:"problems"`

		// Uses are all uses of codes that are not documented, in the product and elsewhere.
		Uses    []jsonUse   `json:"uses"`
		More    int         `json:"more"` // uses that are not listed
		Codes   []jsonCode  `json:"codes"`
		Files   int         `json:"files"`
		Bytes   int64       `json:"bytes"`
		Skipped jsonSkipped `json:"skipped"`
	}

	jsonUse struct {
		Code      codes.Code `json:"code"`
		State     string     `json:"state"`
		Area      string     `json:"area"`
		File      string     `json:"file"`
		Line      int        `json:"line"`
		Column    int        `json:"column"`
		EndColumn int        `json:"end_column"`
	}

	jsonCode struct {
		Code    codes.Code     `json:"code"`
		Retired bool           `json:"retired"`
		Uses    map[string]int `json:"uses"` // by area
	}

	jsonSkipped struct {
		Binary    int `json:"binary"`
		Large     int `json:"large"`
		Minified  int `json:"minified"`
		Generated int `json:"generated"`
	}
)

// WriteJSON writes the result with its problems, whose files it reads with source.
func (r *Result) WriteJSON(
	w io.Writer, registry *codes.Registry, problems []problem.Problem, source problem.Source,
) error {
	out := jsonResult{
		Schema:   1,
		Problems: append([]problem.Problem{}, problem.WithRanges(problems, source)...),
		Uses:     []jsonUse{},
		More:     r.More,
		Codes:    []jsonCode{},
		Files:    r.Files,
		Bytes:    r.Bytes,
		Skipped:  jsonSkipped{r.Binary, r.Large, r.Minified, r.Generated},
	}

	for _, u := range r.Uses {
		out.Uses = append(out.Uses, jsonUse{u.Code, u.State.String(), u.Area.String(),
			filepath.ToSlash(u.File), u.Line, u.Column, u.EndColumn})
	}

	for _, e := range registry.Codes {
		out.Codes = append(out.Codes, jsonCode{e.Code, e.Retired != nil, r.uses(e.Code)})
	}

	return cli.WriteJSON(w, out)
}

// uses returns how often a code is used, by the name of the area.
func (r *Result) uses(c codes.Code) map[string]int {
	uses := map[string]int{}
	for p := range areas {
		uses[p.String()] = r.Count(c, p)
	}

	return uses
}
