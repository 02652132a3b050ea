package search

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"sync"

	"signpost/internal/article"
	"signpost/internal/parallel"
)

// entry is what gets a number in the index: a section, or another name of the section before it (its code, a wording of its message).
type entry struct {
	heading string
	text    string
	code    string // counts as the last word of the text
	other   bool   // another name
}

// entries lists what a page holds.
func entries(title string, sections []section) []entry {
	list := make([]entry, 0, len(sections))
	for i, s := range sections {
		heading := s.heading
		if i == 0 {
			heading = title
		}
		list = append(list, entry{heading, s.text, string(s.code), false})
		if s.code != "" {
			list = append(list, entry{heading: strings.Join(words(string(s.code)), ""), other: true})
		}
		for _, w := range s.also {
			list = append(list, entry{heading: w, other: true})
		}
	}
	return list
}

// chunk is the entries of a run of pages, whose words are numbered in the order in which they come: most have a number of one byte.
type chunk struct {
	first  int   // number of the first entry
	counts []int // entries of each page
	others []bool
	terms  []uint32 // in the vocabulary, by their number here
	sizes  []size   // of each entry
	packed []byte   // varints: the words of all entries, first those of the heading, then those of the body
}

// size is how many words an entry has.
type size struct{ heading, body uint32 }

const chunkSize = 64 // pages, about, that one processor works on at once

// vocabulary is all terms of the site, numbered as they happen to come.
type vocabulary struct {
	mu sync.Mutex
	dictionary
}

// numberAll gives the numbers of terms.
func (v *vocabulary) numberAll(terms []string) []uint32 {
	numbers := make([]uint32, len(terms))
	v.mu.Lock()
	defer v.mu.Unlock()
	for i, term := range terms {
		numbers[i] = v.number(term)
	}
	return numbers
}

// cutAll reads what each page says, once: it cuts it into words, and puts the shards of texts.
func cutAll(ctx context.Context, pages []page, texts *placing) (*vocabulary, []chunk, error) {
	v := new(vocabulary)
	begins := chunkStarts(texts)
	chunks := make([]chunk, len(begins)-1)
	wrong := make([]error, len(chunks))
	err := parallel.Each(ctx, 0, len(chunks), func(i int) {
		chunks[i], wrong[i] = v.cutChunk(pages, texts, begins[i], begins[i+1])
	})
	if err != nil {
		return nil, nil, err
	}
	first := 0
	for i := range chunks {
		chunks[i].first = first
		first += len(chunks[i].sizes)
	}
	return v, chunks, errors.Join(wrong...)
}

// chunkStarts is the first shard of texts of each chunk, and the end of all.
func chunkStarts(texts *placing) []int {
	begins, next := []int{}, 0
	for shard, first := range texts.starts {
		if first >= next {
			begins, next = append(begins, shard), first+chunkSize
		}
	}
	return append(begins, len(texts.starts))
}

// cutter numbers the words of a chunk.
type cutter struct {
	chunk
	words dictionary

	reader article.Reader
	json   bytes.Buffer
}

// cutters are used again: the words of a chunk take some room.
var cutters = sync.Pool{New: func() any { return new(cutter) }}

// count notes the words of a text, and counts them.
func (c *cutter) count(text string) (count uint32) {
	eachWord(text, func(word string, _, _ int) {
		c.packed = binary.AppendUvarint(c.packed, uint64(c.words.number(word)))
		count++
	})
	return count
}

// add notes the words of a page.
func (c *cutter) add(title string, sections []section) {
	list := entries(title, sections)
	c.counts = append(c.counts, len(list))
	for _, e := range list {
		c.others = append(c.others, e.other)
		c.sizes = append(c.sizes, size{c.count(e.heading), c.count(e.text) + c.count(e.code)})
	}
}

// cutChunk cuts the pages of some shards of texts, from first to before end, and puts these.
func (v *vocabulary) cutChunk(pages []page, texts *placing, first, end int) (chunk, error) {
	c := cutters.Get().(*cutter)
	defer cutters.Put(c)
	c.words.reset()
	c.chunk = chunk{packed: c.packed[:0]}
	for shard := first; shard < end; shard++ {
		from, to := texts.run(shard)
		said := make([]any, 0, to-from)
		for i := from; i < to; i++ {
			sections, err := pages[i].sections(&c.reader)
			if err != nil {
				return chunk{}, err
			}
			c.add(pages[i].title, sections)
			said = append(said, textsOf(&pages[i], sections))
		}
		texts.put(shard, encode(&c.json, said))
	}
	done := c.chunk
	done.terms, done.packed = v.numberAll(c.words.words()), slices.Clone(c.packed)
	return done, nil
}
