package search

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
)

// listItem matches the beginning of a list item in a text.
var listItem = regexp.MustCompile(`\n\s*- `)

// excerpt returns the part of a text that contains most of the wanted words. All positions are in UTF-16 code units,
// as in JavaScript.
func excerpt(text string, wanted map[string]bool) string {
	flat := strings.Join(strings.Fields(listItem.ReplaceAllString(text, "\n")), " ")
	units := utf16.Encode([]rune(flat))
	start := excerptStart(units, findHits(flat, wanted))
	end := len(units)

	before, after := "", ""
	if start > 0 {
		before = "…\u00a0"
	}

	if end-start > excerptLength {
		end = max(lastIndex(units[:start+excerptLength+1], " "), start+1)
		after = "\u00a0…"
	}

	return before + string(utf16.Decode(units[start:end])) + after
}

// hit is a wanted word in a text and its position.
type hit struct {
	word     string
	from, to int
}

func findHits(flat string, wanted map[string]bool) []hit {
	var list []hit
	offset, units := 0, 0 // the same position in bytes and in UTF-16 code units

	unitsAt := func(to int) int {
		for _, r := range flat[offset:to] {
			units += utf16.RuneLen(r)
		}

		offset = to

		return units
	}

	last := hit{}
	lastFrom := -1
	eachWord(flat, func(word string, from, to int) {
		if from != lastFrom { // pairs of letters share the position of their word
			last.from, last.to = unitsAt(from), unitsAt(to)
			lastFrom = from
		}

		if wanted[word] {
			list = append(list, hit{word, last.from, last.to})
		}
	})

	return list
}

// excerptStart returns the position where the best excerpt begins: at a hit, or at the beginning of its sentence if
// that is near.
func excerptStart(units []uint16, hits []hit) int {
	most, start := 0, 0
	for i, first := range hits {
		if n := countDistinct(hits[i:], first.from+excerptLength); n > most {
			most, start = n, first.from
		}
	}

	if start < excerptLength/2 {
		return 0
	}

	sentence := lastIndex(units[:min(start+2, len(units))], ". ") + 2
	if start-sentence < excerptLength/3 {
		return sentence
	}

	return start
}

// countDistinct returns the number of different words in hits up to a position.
func countDistinct(hits []hit, end int) int {
	var distinct []string
	for _, h := range hits {
		if h.to > end {
			break
		}

		if !slices.Contains(distinct, h.word) {
			distinct = append(distinct, h.word)
		}
	}

	return len(distinct)
}

// lastIndex returns the last position of an ASCII text, or -1.
func lastIndex(units []uint16, text string) int {
	wanted := utf16.Encode([]rune(text))
	for i := len(units) - len(wanted); i >= 0; i-- {
		if slices.Equal(units[i:i+len(wanted)], wanted) {
			return i
		}
	}

	return -1
}

// excerptTerms returns the terms to look for in texts: "in" and "to" do not matter if the query also contains "EMIS".
func excerptTerms(words []queryWord) map[string]bool {
	minIDF := 0.0
	for i := range words {
		for _, v := range words[i].variants {
			minIDF = max(minIDF, v.idf/3)
		}
	}

	all, rare := map[string]bool{}, map[string]bool{}
	for i := range words {
		for name, v := range words[i].variants {
			all[name] = true
			if utf16Length(name) > 2 && v.idf > minIDF {
				rare[name] = true
			}
		}
	}

	if len(rare) > 0 {
		return rare
	}

	return all
}

// utf16Length returns the length of a word as JavaScript counts it.
func utf16Length(word string) int {
	return len(utf16.Encode([]rune(word)))
}
