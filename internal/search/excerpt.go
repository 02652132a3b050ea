package search

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
)

const excerptLength = 160 // in letters as JavaScript counts them, about two lines

// listItem is how a list goes on in a text.
var listItem = regexp.MustCompile(`\n\s*- `)

// excerpt cuts out the stretch of a text in which most of the wanted words stand.
func excerpt(text string, wanted map[string]bool) string {
	flat := strings.Join(strings.Fields(listItem.ReplaceAllString(text, "\n")), " ")
	units := utf16.Encode([]rune(flat))
	start, end := stretch(units, hits(flat, wanted)), len(units)
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

// hit is a wanted word of a text, and where it stands.
type hit struct {
	word     string
	from, to int
}

func hits(flat string, wanted map[string]bool) []hit {
	var list []hit
	at, letters := 0, 0 // a byte, and the letters before it
	place := func(to int) int {
		for _, r := range flat[at:to] {
			letters += utf16.RuneLen(r)
		}
		at = to
		return letters
	}
	last := hit{}
	lastFrom := -1
	eachWord(flat, func(word string, from, to int) {
		if from != lastFrom { // pairs of letters have one place
			last.from, last.to, lastFrom = place(from), place(to), from
		}
		if wanted[word] {
			list = append(list, hit{word, last.from, last.to})
		}
	})
	return list
}

// stretch is where the best part begins: at a wanted word, or at the sentence that it stands in where that is near.
func stretch(units []uint16, hits []hit) int {
	most, start := 0, 0
	for i, first := range hits {
		var different []string
		for _, h := range hits[i:] {
			if h.to > first.from+excerptLength {
				break
			}
			if !slices.Contains(different, h.word) {
				different = append(different, h.word)
			}
		}
		if len(different) > most {
			most, start = len(different), first.from
		}
	}
	if start < excerptLength/2 {
		return 0
	}
	if sentence := lastIndex(units[:min(start+2, len(units))], ". ") + 2; start-sentence < excerptLength/3 {
		return sentence
	}
	return start
}

// lastIndex is where an ASCII text stands last, or -1.
func lastIndex(units []uint16, text string) int {
	for i := len(units) - len(text); i >= 0; i-- {
		if slices.Equal(units[i:i+len(text)], utf16.Encode([]rune(text))) {
			return i
		}
	}
	return -1
}

// telling lists the words worth showing: "in" and "to" say nothing where "EMIS" was asked for as well.
func telling(slots []slot) map[string]bool {
	least := 0.0
	for i := range slots {
		for _, v := range slots[i].variants {
			least = max(least, v.rarity/3)
		}
	}
	all, long := map[string]bool{}, map[string]bool{}
	for i := range slots {
		for name, v := range slots[i].variants {
			all[name] = true
			if len(utf16.Encode([]rune(name))) > 2 && v.rarity > least {
				long[name] = true
			}
		}
	}
	if len(long) > 0 {
		return long
	}
	return all
}
