package search

import "hash/maphash"

// dictionary numbers words in order of addition. It is a hash table with linear probing that stores all
// words in one buffer: a large site has a million terms, and as many strings would slow down each garbage collection.
type dictionary struct {
	// The length is a power of two, and at least half of the cells are free.
	cells []cell
	// The bytes of all words.
	letters []byte
	// The position in letters where each word ends, by number.
	ends []int
}

// cell is a cell of the hash table. number is one more than that of the word; 0 marks a free cell.
type cell struct {
	hash   uint32
	number uint32
}

var hashSeed = maphash.MakeSeed()

func hashOf(word string) uint32 {
	return uint32(maphash.String(hashSeed, word))
}

// number returns the number of a word, and adds new words.
func (d *dictionary) number(word string) uint32 {
	if 2*len(d.ends) >= len(d.cells) {
		d.grow()
	}

	hash := hashOf(word)
	at := d.find(hash, word)

	if c := d.cells[at]; c.number > 0 {
		return c.number - 1
	}

	number := uint32(len(d.ends))
	d.letters = append(d.letters, word...)
	d.ends = append(d.ends, len(d.letters))
	d.cells[at] = cell{hash, number + 1}

	return number
}

// lookup returns the number of a word if the dictionary contains it.
func (d *dictionary) lookup(word string) (number uint32, ok bool) {
	if len(d.cells) == 0 {
		return 0, false
	}

	c := d.cells[d.find(hashOf(word), word)]

	return c.number - 1, c.number > 0
}

// find returns the cell of a word, or the free cell where it belongs.
func (d *dictionary) find(hash uint32, word string) uint32 {
	mask := uint32(len(d.cells) - 1)
	at := hash & mask

	for {
		c := d.cells[at]
		if c.number == 0 || c.hash == hash && string(d.word(c.number-1)) == word {
			return at
		}

		at = (at + 1) & mask
	}
}

// word returns the word with a number. The bytes are valid until the next word is added.
func (d *dictionary) word(number uint32) []byte {
	from := 0
	if number > 0 {
		from = d.ends[number-1]
	}

	return d.letters[from:d.ends[number]]
}

func (d *dictionary) grow() {
	old := d.cells
	d.cells = make([]cell, max(1<<10, 2*len(old)))
	mask := uint32(len(d.cells) - 1)

	for _, c := range old {
		if c.number == 0 {
			continue
		}

		at := c.hash & mask
		for d.cells[at].number > 0 {
			at = (at + 1) & mask
		}

		d.cells[at] = c
	}
}

// reset removes all words and keeps the memory for others.
func (d *dictionary) reset() {
	clear(d.cells)
	d.letters = d.letters[:0]
	d.ends = d.ends[:0]
}

// words returns all words by number, as substrings of one string.
func (d *dictionary) words() []string {
	list := make([]string, len(d.ends))
	all := string(d.letters)
	from := 0

	for i, end := range d.ends {
		list[i] = all[from:end]
		from = end
	}

	return list
}
