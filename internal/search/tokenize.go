package search

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"slices"
	"sync"

	"signpost/internal/library"
	"signpost/internal/parallel"
)

// entry is a numbered unit of the index: a section, or an alternative heading of the section before it (its code or
// another wording of its error message).
type entry struct {
	heading     string
	text        string
	code        string // counts as the last word of the text
	alternative bool
}

// entriesOf returns the entries of a page.
func entriesOf(title string, sections []section) []entry {
	list := make([]entry, 0, len(sections))
	for i, s := range sections {
		heading := s.heading
		if i == 0 {
			heading = title
		}

		list = append(list, entry{heading: heading, text: s.text, code: string(s.code)})

		if s.code != "" {
			for _, spelling := range codeHeadings(string(s.code)) {
				list = append(list, entry{heading: spelling, alternative: true})
			}
		}

		for _, wording := range s.also {
			list = append(list, entry{heading: wording, alternative: true})
		}
	}

	return list
}

// chunk contains the entries of several pages as numbered words. The numbers are local to the chunk, so that most of
// them fit in one byte.
type chunk struct {
	firstEntry   int      // number of the first entry
	entries      []int    // number of entries of each page
	alternatives []bool   // whether each entry is an alternative heading
	terms        []uint32 // number of each word in the vocabulary
	lengths      []length // of each entry
	words        []byte   // varints: for each entry the words of its heading, then those of its body
}

// length is the number of words of an entry.
type length struct {
	heading, body uint32
}

// chunkSize is the approximate number of pages that a goroutine processes at once.
const chunkSize = 64

// vocabulary numbers all terms of the site. The numbers depend on the order in which goroutines run.
type vocabulary struct {
	mu sync.Mutex
	dictionary
}

// numberAll returns the numbers of terms and adds those that are new.
func (v *vocabulary) numberAll(terms []string) []uint32 {
	numbers := make([]uint32, len(terms))
	v.mu.Lock()
	defer v.mu.Unlock()

	for i, term := range terms {
		numbers[i] = v.number(term)
	}

	return numbers
}

// tokenize reads each page once: it splits the text into words and writes the shards of texts.
func tokenize(ctx context.Context, pages []page, texts *shardWriter) (*vocabulary, []chunk, error) {
	v := new(vocabulary)
	starts := chunkStarts(texts)
	chunks := make([]chunk, len(starts)-1)
	errs := make([]error, len(chunks))

	err := parallel.Each(ctx, 0, len(chunks), func(i int) {
		chunks[i], errs[i] = v.tokenizeChunk(pages, texts, starts[i], starts[i+1])
	})
	if err != nil {
		return nil, nil, err
	}

	first := 0
	for i := range chunks {
		chunks[i].firstEntry = first
		first += len(chunks[i].lengths)
	}

	return v, chunks, errors.Join(errs...)
}

// chunkStarts returns the first shard of texts of each chunk, and the number of shards.
func chunkStarts(texts *shardWriter) []int {
	starts := []int{}
	next := 0

	for shard, page := range texts.starts {
		if page >= next {
			starts = append(starts, shard)
			next = page + chunkSize
		}
	}

	return append(starts, len(texts.starts))
}

// tokenizer builds a chunk.
type tokenizer struct {
	chunk
	dictionary dictionary
	reader     library.Reader
	json       bytes.Buffer
	numbers    []string // in the words of an entry; see numberIn
}

// tokenizers keeps the buffers of tokenizers for later chunks.
var tokenizers = sync.Pool{New: func() any { return new(tokenizer) }}

// add appends the words of a page.
func (t *tokenizer) add(title string, sections []section) {
	list := entriesOf(title, sections)
	t.entries = append(t.entries, len(list))

	for _, e := range list {
		t.alternatives = append(t.alternatives, e.alternative)
		heading := t.addWords(e.heading)
		body := t.addWords(e.text)
		body += t.addWords(e.code)
		body += t.addNumbers()
		t.lengths = append(t.lengths, length{heading, body})
	}
}

// addWords appends the words of a text and returns their number.
func (t *tokenizer) addWords(text string) (count uint32) {
	eachWord(text, func(word string, _, _ int) {
		t.words = binary.AppendUvarint(t.words, uint64(t.dictionary.number(word)))
		count++

		if number := numberIn(word); number != "" {
			t.numbers = append(t.numbers, number)
		}
	})

	return count
}

// addNumbers appends the numbers in the words that were added last, and returns how many there are.
func (t *tokenizer) addNumbers() (count uint32) {
	for _, number := range t.numbers {
		t.words = binary.AppendUvarint(t.words, uint64(t.dictionary.number(number)))
	}

	count = uint32(len(t.numbers))
	t.numbers = t.numbers[:0]

	return count
}

// tokenizeChunk processes the pages in the shards of texts from first up to but not including end, and writes these
// shards.
func (v *vocabulary) tokenizeChunk(pages []page, texts *shardWriter, first, end int) (chunk, error) {
	t := tokenizers.Get().(*tokenizer)
	defer tokenizers.Put(t)
	t.dictionary.reset()
	t.chunk = chunk{words: t.words[:0]}

	for shard := first; shard < end; shard++ {
		from, to := texts.span(shard)
		if err := t.addShard(texts, shard, pages[from:to]); err != nil {
			return chunk{}, err
		}
	}

	done := t.chunk
	done.terms = v.numberAll(t.dictionary.words())
	done.words = slices.Clone(t.words)

	return done, nil
}

// addShard adds the pages of a shard of texts and writes the shard.
func (t *tokenizer) addShard(texts *shardWriter, shard int, pages []page) error {
	rows := make([]any, 0, len(pages))
	for i := range pages {
		sections, err := pages[i].sections(&t.reader)
		if err != nil {
			return err
		}

		t.add(pages[i].title, sections)
		rows = append(rows, textRow(&pages[i], sections))
	}

	texts.write(shard, encodeJSON(&t.json, rows))

	return nil
}

// textRow returns a page in the format of a shard of texts.
func textRow(p *page, sections []section) any {
	rows := make([][]string, 0, len(sections))
	for _, s := range sections {
		row := []string{s.id, s.heading, string(s.code), s.text}
		if s.who != "" {
			row = append(row, s.who)
		}

		rows = append(rows, row)
	}

	return []any{p.url, p.title, rows}
}
