package article

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMistakesInBlocks(t *testing.T) {
	for src, want := range map[string]string{
		"> [!TAB]\n> x\n": `a.md:4:3: error SP005: [!TAB] has no label`,
		"x[^a] y[^b]\n\n[^a]: A\n[^c]: C\n[^a]: A\n": "a.md:4:8: warning SP059: there is no note \"b\"\n" +
			"a.md:7:1: warning SP059: nothing refers to the note \"c\"\na.md:8:1: warning SP059: there are two notes \"a\"",
		"> [!NOTE] x\n":         `a.md:4:3: error SP005: [!NOTE] is followed by text on its line`,
		"> [!DETIALS] If so\n>": `a.md:4:3: error SP005: there is no callout [!DETIALS]`,
	} {
		if diff := cmp.Diff(want, problemsOf(t, src, Options{})); diff != "" {
			t.Errorf("%q: %s", src, diff)
		}
	}
}
