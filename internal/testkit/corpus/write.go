package corpus

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// articlesPerFolder is the number of articles in each collection.
const articlesPerFolder = 100

// ArticleFile returns the path of article i in the content folder.
func ArticleFile(i int) string {
	return fmt.Sprintf("collection-%03d/article-%06d.md", i/articlesPerFolder, i)
}

const settings = "title: Benchmark\nbase_url: https://help.example/\n"

// Write writes n articles of about 6 KB to dir/content, and settings to dir/config.yaml.
func Write(ctx context.Context, dir string, n int) error {
	for i := range n {
		if ctx.Err() != nil {
			return ctx.Err()
		}

		name := filepath.Join(dir, "content", ArticleFile(i))
		if i%articlesPerFolder == 0 {
			if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
				return err
			}
		}

		if err := os.WriteFile(name, []byte(Article(i, n)), 0o666); err != nil {
			return err
		}
	}

	return os.WriteFile(filepath.Join(dir, "config.yaml"), []byte(settings), 0o666)
}

// Article returns article i of n: front matter, about eight sections with paragraphs, lists, tables and code,
// and a dozen links.
func Article(i, n int) string {
	w := &articleWriter{random: rand.New(rand.NewPCG(uint64(i), 20261122))}
	w.frontMatter(i)
	w.printf("%s\n", w.paragraph())

	for s := range 6 + w.random.IntN(5) {
		w.section(i, s, n)
	}

	return w.text.String()
}

// englishWords are ordered by frequency.
var englishWords = strings.Fields(`
	the to of and a in is it you that card for on practice with role be smartcard this your not reader if or
	code number are account when name from open can each check software has user as system registration
	authority patient message computer screen window request approve position organisation identity agent
	service browser address certificate passcode locked renew expire series middleware driver version install
	update remove profile sponsor manager team support email telephone contact article section error permission
	activity clinical record appointment prescription letter surgery staff receptionist nurse doctor pharmacy
	hospital network domain proxy policy setting registry folder file`)

// articleWriter writes random text. Every call advances the random numbers, so the order of calls determines the text.
type articleWriter struct {
	random *rand.Rand
	text   strings.Builder
}

func (w *articleWriter) word() string {
	r := w.random.Float64()
	if w.random.IntN(40) == 0 {
		return w.rareWord()
	}

	i := r * r * float64(len(englishWords))

	return englishWords[int(i)]
}

func (w *articleWriter) rareWord() string {
	stem := englishWords[w.random.IntN(len(englishWords))]
	number := w.random.IntN(5000)

	return fmt.Sprintf("%s%d", stem, number)
}

// printf appends formatted text.
func (w *articleWriter) printf(format string, args ...any) {
	fmt.Fprintf(&w.text, format, args...)
}

func (w *articleWriter) words(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = w.word()
	}

	return strings.Join(list, " ")
}

func (w *articleWriter) sentence() string {
	s := w.words(6 + w.random.IntN(14))
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

func (w *articleWriter) paragraph() string {
	list := make([]string, 1+w.random.IntN(3))
	for i := range list {
		list[i] = w.sentence()
	}

	return strings.Join(list, " ")
}

func (w *articleWriter) frontMatter(i int) {
	title := fmt.Sprintf("%s %d", w.words(4), i)
	description := w.sentence()
	updated := fmt.Sprintf("2026-%02d-%02d", 1+i%12, 1+i%28)

	tag, otherTag := w.word(), w.word()

	w.printf("---\n")
	w.printf("title: %q\n", title)
	w.printf("description: %q\n", description)
	w.printf("updated: %s\n", updated)
	w.printf("tags: [%s, %s]\n", tag, otherTag)
	w.printf("---\n")
}

func (w *articleWriter) section(i, s, n int) {
	level := "##"
	if s%3 == 2 {
		level = "###"
	}

	heading := w.words(3 + w.random.IntN(4))
	w.printf("\n%s %s {#s-%d}\n", level, heading, s)
	w.printf("\n%s\n\n", w.paragraph())

	target := ArticleFile(w.random.IntN(n))
	label := w.words(3)
	self := w.words(2)
	w.printf("See [%s](../%s)", label, target)
	w.printf(" and [%s](#s-0).", self)
	w.printf(" %s\n\n", w.paragraph())

	switch w.random.IntN(4) {
	case 0:
		w.steps()
	case 1:
		w.table()
	case 2:
		w.code()
	default:
		w.callout()
	}
}

func (w *articleWriter) steps() {
	for step := range 4 {
		w.printf("%d. %s", step+1, w.sentence())
		w.printf(" **%s**", w.words(2))
		w.printf(" %s\n", w.sentence())
	}
}

func (w *articleWriter) table() {
	w.row(w.word(), w.word())
	w.row("---", "---")

	for range 4 {
		w.row(w.words(2), w.words(5))
	}
}

func (w *articleWriter) row(left, right string) {
	w.printf("| %s | %s |\n", left, right)
}

func (w *articleWriter) code() {
	w.printf("```\n")
	w.printf("%s\n", w.words(6))
	w.printf("%s\n", w.words(8))
	w.printf("```\n")
}

func (w *articleWriter) callout() {
	w.printf("> [!NOTE]\n")
	w.printf("> %s", w.sentence())
	w.printf(" `%s`\n", w.word())
}
