package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// words are drawn with a steep preference for the first ones, as in real text.
var words = strings.Fields(`the to of and a in is it you that card for on practice with role be smartcard this your not reader if or
	code number are account when name from open can each check software has user as system registration authority patient message computer screen window
	request approve position organisation identity agent service browser address certificate passcode locked renew expire series middleware driver
	version install update remove profile sponsor manager team support email telephone contact article section error permission activity clinical record
	appointment prescription letter surgery staff receptionist nurse doctor pharmacy hospital network domain proxy policy setting registry folder file`)

// writer makes text; the same seed makes the same text.
type writer struct {
	random *rand.Rand
	text   strings.Builder
}

func (w *writer) word() string {
	r := w.random.Float64()
	if w.random.IntN(40) == 0 { // the long tail
		return fmt.Sprintf("%s%d", words[w.random.IntN(len(words))], w.random.IntN(5000))
	}
	return words[int(r*r*float64(len(words)))]
}

func (w *writer) words(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = w.word()
	}
	return strings.Join(list, " ")
}

func (w *writer) sentence() string {
	s := w.words(6 + w.random.IntN(14))
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

func (w *writer) paragraph() string {
	list := make([]string, 1+w.random.IntN(3))
	for i := range list {
		list[i] = w.sentence()
	}
	return strings.Join(list, " ")
}

// articlesPerFolder is how many articles stand in one collection.
const articlesPerFolder = 100

func articleFile(i int) string {
	return fmt.Sprintf("collection-%03d/article-%06d.md", i/articlesPerFolder, i)
}

// writeCorpus writes n articles of about 6 KB into dir/content, with settings beside them.
func writeCorpus(dir string, n int) error {
	for i := range n {
		name := filepath.Join(dir, "content", articleFile(i))
		if i%articlesPerFolder == 0 {
			if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
				return err
			}
		}
		if err := os.WriteFile(name, []byte(article(i, n)), 0o666); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, "config.yaml"), []byte("title: Benchmark\nbase_url: https://help.example/\n"), 0o666)
}

// article is one of n articles: front matter, some eight sections with paragraphs, lists, tables and code, and a dozen links.
func article(i, n int) string {
	w := &writer{random: rand.New(rand.NewPCG(uint64(i), 20261122))}
	fmt.Fprintf(&w.text, "---\ntitle: %q\ndescription: %q\nupdated: 2026-%02d-%02d\ntags: [%s, %s]\n---\n%s\n",
		fmt.Sprintf("%s %d", w.words(4), i), w.sentence(), 1+i%12, 1+i%28, w.word(), w.word(), w.paragraph())
	for s := range 6 + w.random.IntN(5) {
		w.section(i, s, n)
	}
	return w.text.String()
}

func (w *writer) section(i, s, n int) {
	level := "##"
	if s%3 == 2 {
		level = "###"
	}
	fmt.Fprintf(&w.text, "\n%s %s {#s-%d}\n\n%s\n\n", level, w.words(3+w.random.IntN(4)), s, w.paragraph())
	other := w.random.IntN(n)
	fmt.Fprintf(&w.text, "See [%s](../%s) and [%s](#s-0). %s\n\n", w.words(3), articleFile(other), w.words(2), w.paragraph())
	switch w.random.IntN(4) {
	case 0:
		for step := range 4 {
			fmt.Fprintf(&w.text, "%d. %s **%s** %s\n", step+1, w.sentence(), w.words(2), w.sentence())
		}
	case 1:
		fmt.Fprintf(&w.text, "| %s | %s |\n| --- | --- |\n", w.word(), w.word())
		for range 4 {
			fmt.Fprintf(&w.text, "| %s | %s |\n", w.words(2), w.words(5))
		}
	case 2:
		fmt.Fprintf(&w.text, "```\n%s\n%s\n```\n", w.words(6), w.words(8))
	default:
		fmt.Fprintf(&w.text, "> [!NOTE]\n> %s `%s`\n", w.sentence(), w.word())
	}
}
