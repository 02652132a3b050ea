package search

import "hash/maphash"

// dictionary numbers words in the order in which they come. All of its words stand in one piece of memory: a large site has a million, and
// as many strings would be looked through whenever garbage is collected.
type dictionary struct {
	cells   []cell // a power of two, at least half of them free; each word is in the first that was free from the one that its hash names
	letters []byte // of all words
	ends    []int  // where in letters each word ends, by its number
}

// cell is free where number is 0; else it is one more than the word's.
type cell struct{ hash, number uint32 }

var hashes = maphash.MakeSeed()

// number is that of a word, which is added where it is new.
func (d *dictionary) number(word string) uint32 {
	if 2*len(d.ends) >= len(d.cells) {
		d.grow()
	}
	hash := uint32(maphash.String(hashes, word))
	at := d.find(hash, word)
	if s := d.cells[at]; s.number > 0 {
		return s.number - 1
	}
	d.letters = append(d.letters, word...)
	d.ends = append(d.ends, len(d.letters))
	d.cells[at] = cell{hash, uint32(len(d.ends))}
	return uint32(len(d.ends)) - 1
}

// known is the number of a word, where it has one.
func (d *dictionary) known(word string) (number uint32, ok bool) {
	if len(d.cells) == 0 {
		return 0, false
	}
	s := d.cells[d.find(uint32(maphash.String(hashes, word)), word)]
	return s.number - 1, s.number > 0
}

// find is the cell of a word, or the free one that it would have.
func (d *dictionary) find(hash uint32, word string) uint32 {
	last := uint32(len(d.cells) - 1)
	for at := hash & last; ; at = (at + 1) & last {
		if s := d.cells[at]; s.number == 0 || s.hash == hash && string(d.word(s.number-1)) == word {
			return at
		}
	}
}

// word is the one of a number. It is good until the next word is added.
func (d *dictionary) word(number uint32) []byte {
	from := 0
	if number > 0 {
		from = d.ends[number-1]
	}
	return d.letters[from:d.ends[number]]
}

func (d *dictionary) grow() {
	before := d.cells
	d.cells = make([]cell, max(1<<10, 2*len(before)))
	last := uint32(len(d.cells) - 1)
	for _, s := range before {
		at := s.hash & last
		for s.number > 0 && d.cells[at].number > 0 {
			at = (at + 1) & last
		}
		if s.number > 0 {
			d.cells[at] = s
		}
	}
}

// reset forgets all words, and keeps the room for others.
func (d *dictionary) reset() {
	clear(d.cells)
	d.letters, d.ends = d.letters[:0], d.ends[:0]
}

// words are all of them, by their numbers: parts of one string.
func (d *dictionary) words() []string {
	list := make([]string, len(d.ends))
	all, from := string(d.letters), 0
	for i, end := range d.ends {
		list[i], from = all[from:end], end
	}
	return list
}
