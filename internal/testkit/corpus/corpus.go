// Package corpus makes up help centres of any size, the same every time, to try the search on.
//
// Their words follow the shape of real ones: a few stand everywhere, most are rare, headings repeat from page to page, and some sections
// explain a code of their own.
package corpus

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing/fstest"
)

const (
	seed        = 20
	perArticle  = 10 // sections
	perFolder   = 100
	commonWords = 40
)

// Query is something to ask, and the address of the section that answers it best: "c0/a3/#s2".
type Query struct{ Text, Want string }

// Centre makes up articles with so many sections in all, as Markdown, and questions about them.
func Centre(sections int) (fstest.MapFS, []Query) {
	s := &sampler{random: rand.New(rand.NewPCG(seed, seed)), words: vocabulary(200 + sections/3)}
	files := fstest.MapFS{}
	for n := range (sections + perArticle - 1) / perArticle {
		address := fmt.Sprintf("c%d/a%d", n/perFolder, n)
		files[address+".md"] = &fstest.MapFile{Data: []byte(s.article(address))}
	}
	return files, s.queries
}

type sampler struct {
	random  *rand.Rand
	words   []string
	queries []Query
}

var syllables = strings.Fields("ba de fi go lu ma ne pi ro su ta ve wi zo cha dor fen gil hun kar")

// vocabulary makes up words, the frequent ones short.
func vocabulary(n int) []string {
	list := make([]string, n)
	for i := range list {
		for k := i + len(syllables); k > 0; k /= len(syllables) {
			list[i] += syllables[k%len(syllables)]
		}
	}
	return list
}

// word draws one: the n-th is drawn about 1/n as often as the first.
func (s *sampler) word() string {
	return s.words[int(math.Exp(s.random.Float64()*math.Log(float64(len(s.words)))))-1]
}

// rare draws a word that is not one of the commonest.
func (s *sampler) rare() string { return s.words[commonWords+s.random.IntN(len(s.words)-commonWords)] }

func (s *sampler) text(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = s.word()
	}
	return strings.Join(list, " ")
}

func (s *sampler) article(address string) string {
	var b strings.Builder
	title := s.rare() + " " + s.word() + " " + s.rare()
	fmt.Fprintf(&b, "---\ntitle: %s\n---\n%s.\n", title, s.text(30))
	for i := range perArticle - 1 {
		heading := s.word() + " " + s.rare() + " " + s.word()
		if i%3 == 0 {
			heading = "before you start"
		}
		body := s.text(20 + s.random.IntN(100))
		fmt.Fprintf(&b, "\n## %s {#s%d}\n\n%s.\n", heading, i, body)
		if s.random.IntN(40) == 0 {
			s.ask(title, heading, body, fmt.Sprintf("%s/#s%d", address, i))
		}
	}
	return b.String()
}

// ask remembers questions of several kinds about a section.
func (s *sampler) ask(title, heading, body, want string) {
	words := strings.Fields(body)
	slip := []byte(heading)
	at := 1 + s.random.IntN(len(slip)-2)
	slip[at], slip[at-1] = slip[at-1], slip[at]
	for _, text := range []string{
		title + " " + heading, heading[:len(heading)*6/10], string(slip), strings.Join(words[:8], " "), words[1] + " " + words[len(words)-1] + " " + title,
	} {
		s.queries = append(s.queries, Query{text, want})
	}
}
