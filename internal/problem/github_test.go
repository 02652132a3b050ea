package problem

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWriteGitHub(t *testing.T) {
	var b strings.Builder
	if err := WriteGitHub(&b, problems, readSource); err != nil {
		t.Fatal(err)
	}

	const want = `::warning file=a%2C b.md,line=2,col=9,endLine=2,endColumn=12,title=SP054::` +
		`100%25 wrong%0Ahint: fix: it,%0Anow%0Asee https://h.example/#sp054
::warning file=a%2C b.md,line=3,col=201,endLine=3,endColumn=405,title=SP056::long
::error file=b.md,line=1,col=5,endLine=1,endColumn=16,title=SP001::<bad>%0Ahint: h
::warning file=missing.md,line=9,col=3,title=SP043::t
::warning file=missing.md,title=SP043::whole file
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestGitHubProperties(t *testing.T) {
	p := Problem{
		Rule:     "SP043",
		Severity: Warning,
		File:     "C:/100%,\r\n.md",
		Text:     "a: b, c",
	}

	var b strings.Builder
	if err := WriteGitHub(&b, []Problem{p}, nil); err != nil {
		t.Fatal(err)
	}

	const want = "::warning file=C%3A/100%25%2C%0D%0A.md,title=SP043::a: b, c\n"
	if b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}
