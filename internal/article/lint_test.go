package article

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/problem"
	"signpost/internal/rules"
)

func TestLintIsOptional(t *testing.T) {
	a, problems := Parse("a.md", []byte(titled+"See above: ID-201."), Options{})
	if problems != nil || a.Mentions != nil {
		t.Errorf("got problems %v and mentions %v, want none", problems, a.Mentions)
	}
}

func TestMentions(t *testing.T) {
	const text = `## On ID-201 {#x code=ID-202}

| Ŵ EM-301's |
|--|

` + "`SC-101` E-\u0174 1046, error 1046 [SO-401](x.md), ERR_TAX_7/8 and UTF"
	a, _ := Parse("a.md", []byte(titled+text), Options{Lint: true})

	at := func(line, column, end int) problem.Place {
		return problem.Place{File: "a.md", Line: line, Column: column, EndLine: line, EndColumn: end}
	}
	want := []rules.Mention{
		{Code: "ID-201", Place: at(4, 7, 13)},
		{Code: "EM-301", Place: at(6, 6, 12)},
		{Code: "1046", Place: at(9, 27, 31)},
		{Code: "SO-401", Place: at(9, 33, 39)},
		{Code: "ERR_TAX_7", Place: at(9, 48, 57)},
	}
	if diff := cmp.Diff(want, a.Mentions); diff != "" {
		t.Error(diff)
	}
}
