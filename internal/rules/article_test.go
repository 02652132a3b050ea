package rules_test

import (
	"slices"
	"strings"
	"testing"

	"signpost/internal/article"
	"signpost/internal/rules"
	"signpost/internal/testkit/limited"
)

const (
	easyText = "Put the card in. Wait for the light. If it stays off, ask us. We will help you. "
	hardText = "Authentication functionality necessitates appropriate authorisation, notwithstanding organisational " +
		"responsibilities concerning administrative procedures. "
)

// readingAges returns the texts of the reading-age problems of an article.
func readingAges(text string, opts article.Options) []string {
	opts.Lint = true
	_, problems := article.Parse("a.md", []byte("# T\n\n"+text), opts)

	var list []string
	for _, p := range problems {
		if p.Rule == rules.ReadingAge.ID {
			list = append(list, p.String())
		}
	}

	return list
}

func TestReadingAge(t *testing.T) {
	hard := strings.Repeat(hardText, 10)
	hardButton := "Choose **" + strings.TrimSpace(hardText) + "** and go on to the next one.\n\n"
	hardCode := "Choose `" + hardText + "` and go on to the next one.\n\n"
	const tooHard = "a.md:5:1: warning SP060: the article needs a reading age of 35, and the limit is 12"

	tests := []struct {
		name string
		age  int
		text string
		want string
	}{
		{"easy", 12, strings.Repeat(easyText, 8), ""},
		{"hard", 12, strings.Repeat(easyText, 2) + "\n\n" + hard, tooHard},
		{"hard heading", 12, "## " + hardText + "\n\n" + strings.Repeat(easyText, 8), ""},
		{"hard bold text", 12, strings.Repeat(hardButton, 20), ""},
		{"hard code", 12, strings.Repeat(hardCode, 20), ""},
		{"too short", 12, hardText, ""},
		{"rule is off", 0, hard, ""},
		{"high limit", 120, hard, ""},
	}

	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := readingAges(tt.text, article.Options{ReadingAge: tt.age})
			if joined := strings.Join(got, "\n"); joined != tt.want {
				t.Errorf("got %q, want %q", joined, tt.want)
			}
		})
	}
}

func TestReadingAgeIsForEnglish(t *testing.T) {
	for lang, want := range map[string]bool{
		"":      true,
		"en":    true,
		"en-GB": true,
		"cy":    false,
	} {
		got := readingAges(strings.Repeat(hardText, 10), article.Options{ReadingAge: 12, Language: lang})
		if (got != nil) != want {
			t.Errorf("language %q: got %v, want a problem: %v", lang, got, want)
		}
	}
}

// Text in another language contains none of the words that the rules know.
func TestOtherLanguages(t *testing.T) {
	const text = "# T\n\nUn texte *français* : « voir ci-dessous ».\n\n## H {#h code=SC-101}\n\n1. Ouvrez.\n"
	_, problems := article.Parse("a.md", []byte(text), article.Options{Lint: true, Language: "fr"})
	if len(problems) > 0 {
		t.Errorf("got %v, want no problems", problems)
	}
}

func FuzzText(f *testing.F) {
	for _, example := range []string{"messageinpicture", "sectionorder", "tellingemoji", "vaguelink"} {
		f.Add(readExampleArticle(f, example))
	}

	f.Add([]byte("see above 👉🏽 ID-201 ![\"a b](x) [](y)\n\n- ✅\n"))

	f.Fuzz(func(t *testing.T, src []byte) {
		limited.Input(t)
		lines := strings.Count(string(src), "\n") + 1
		_, problems := article.Parse("a.md", slices.Clone(src), article.Options{Lint: true, ReadingAge: 12})
		for _, p := range problems {
			if p.Line > lines {
				t.Errorf("%s: the file has %d lines", p, lines)
			}
		}
	})
}
