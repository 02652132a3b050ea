// Package corpus generates help centres of any size for benchmarks and tests. The same arguments always
// result in the same bytes.
//
// There are two kinds. [Centre] generates articles for tests of the search, together with queries and the
// section that each should find. [Write] generates realistic articles for measuring builds, with links,
// lists, tables and code. They are separate because figures are only comparable while their articles stay the
// same.
package corpus

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing/fstest"
)

const (
	seed               = 20
	sectionsPerArticle = 10
	centreFolderSize   = 100
	commonWords        = 40
)

// Query is a search query.
type Query struct {
	Text string

	// Want is the address of the section that answers it best: "c0/a3/#s2".
	Want string
}

// Centre returns Markdown articles with a number of sections in all, and queries about them.
//
// Words are as frequent as in real text: a few are in every section, most are rare. Headings repeat from page
// to page.
func Centre(sections int) (fstest.MapFS, []Query) {
	g := &centreGenerator{
		random: rand.New(rand.NewPCG(seed, seed)),
		words:  vocabulary(200 + sections/3),
	}

	files := fstest.MapFS{}
	articles := (sections + sectionsPerArticle - 1) / sectionsPerArticle
	for n := range articles {
		address := fmt.Sprintf("c%d/a%d", n/centreFolderSize, n)
		files[address+".md"] = &fstest.MapFile{Data: []byte(g.article(address))}
	}

	return files, g.queries
}

type centreGenerator struct {
	random  *rand.Rand
	words   []string // the most frequent first
	queries []Query
}

var syllables = strings.Fields("ba de fi go lu ma ne pi ro su ta ve wi zo cha dor fen gil hun kar")

// vocabulary returns n invented words, the shortest first.
func vocabulary(n int) []string {
	list := make([]string, n)
	base := len(syllables)
	for i := range list {
		for k := i + base; k > 0; k /= base {
			list[i] += syllables[k%base]
		}
	}

	return list
}

// word returns a random word. The n-th word is about 1/n as frequent as the first (Zipf's law).
func (g *centreGenerator) word() string {
	limit := math.Log(float64(len(g.words)))
	rank := math.Exp(g.random.Float64() * limit)

	return g.words[int(rank)-1]
}

// rareWord returns a random word that is not among the most frequent.
func (g *centreGenerator) rareWord() string {
	rare := g.words[commonWords:]

	return rare[g.random.IntN(len(rare))]
}

func (g *centreGenerator) text(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = g.word()
	}

	return strings.Join(list, " ")
}

func (g *centreGenerator) article(address string) string {
	var b strings.Builder
	title := g.rareWord() + " " + g.word() + " " + g.rareWord()
	fmt.Fprintf(&b, "---\ntitle: %s\n---\n%s.\n", title, g.text(30))

	for i := range sectionsPerArticle - 1 {
		heading := g.word() + " " + g.rareWord() + " " + g.word()
		if i%3 == 0 {
			heading = "before you start"
		}

		body := g.text(20 + g.random.IntN(100))
		fmt.Fprintf(&b, "\n## %s {#s%d}\n\n%s.\n", heading, i, body)

		if g.random.IntN(40) == 0 {
			g.addQueries(title, heading, body, fmt.Sprintf("%s/#s%d", address, i))
		}
	}

	return b.String()
}

// addQueries adds queries for a section: title and heading, the beginning of the heading, a typo, the
// beginning of the text, and distant words.
func (g *centreGenerator) addQueries(title, heading, body, want string) {
	typo := []byte(heading)
	at := 1 + g.random.IntN(len(typo)-2)
	typo[at], typo[at-1] = typo[at-1], typo[at]

	words := strings.Fields(body)
	last := len(words) - 1
	for _, text := range []string{
		title + " " + heading,
		heading[:len(heading)*6/10],
		string(typo),
		strings.Join(words[:8], " "),
		words[1] + " " + words[last] + " " + title,
	} {
		g.queries = append(g.queries, Query{text, want})
	}
}
