package article

import (
	"encoding/binary"
	"errors"
	"os"
	"slices"
	"sync"
)

// Store keeps what articles say in a temporary file, so that a site of any size fits into memory: what the whole site needs to know of an
// article (headings, ids, links, codes) is a fraction of it.
type Store struct {
	mu      sync.Mutex
	file    *os.File
	size    int64
	removed bool // the file has no name any more
}

// NewStore makes a store, in the system's folder for temporary files. It is to be closed.
func NewStore() (*Store, error) {
	file, err := os.CreateTemp("", "signpost-*")
	if err != nil {
		return nil, err
	}
	// A file that is open can lose its name: then nothing is left behind by a build that is killed. Windows does not let it.
	return &Store{file: file, removed: os.Remove(file.Name()) == nil}, nil
}

// Close gives up everything in the store.
func (s *Store) Close() error {
	err := s.file.Close()
	if s.removed {
		return err
	}
	return errors.Join(err, os.Remove(s.file.Name()))
}

// parked is where a store holds the HTML and the texts of an article's sections: for each section the lengths of its heading, body and text, as
// varints, and then all of these.
type parked struct {
	store  *Store
	at     int64
	length int
}

// Park moves the HTML and the texts of an article's sections into the store; [Article.Whole] has them.
func (s *Store) Park(a *Article) error {
	data := parking(a.Sections)
	p := &parked{store: s, length: len(data)}
	s.mu.Lock()
	p.at = s.size
	s.size += int64(len(data))
	s.mu.Unlock()
	if _, err := s.file.WriteAt(data, p.at); err != nil {
		return err
	}
	for i := range a.Sections {
		section := &a.Sections[i]
		section.Heading.source, section.Body.source, section.Text = nil, nil, ""
		section.Heading.Links, section.Body.Links = slices.Clone(section.Heading.Links), slices.Clone(section.Body.Links)
	}
	a.parked = p
	return nil
}

// parking is what the store holds of sections.
func parking(sections []Section) []byte {
	length := 0
	for i := range sections {
		s := &sections[i]
		length += 3*binary.MaxVarintLen32 + len(s.Heading.source) + len(s.Body.source) + len(s.Text)
	}
	data := make([]byte, 0, length)
	for i := range sections {
		s := &sections[i]
		for _, n := range []int{len(s.Heading.source), len(s.Body.source), len(s.Text)} {
			data = binary.AppendUvarint(data, uint64(n))
		}
	}
	for i := range sections {
		s := &sections[i]
		data = append(append(append(data, s.Heading.source...), s.Body.source...), s.Text...)
	}
	return data
}

// Whole is the article with the HTML and the texts of its sections, wherever they are kept.
func (a *Article) Whole() (*Article, error) {
	p := a.parked
	if p == nil {
		return a, nil
	}
	data := make([]byte, p.length)
	if _, err := p.store.file.ReadAt(data, p.at); err != nil && p.length > 0 {
		return nil, err
	}
	whole := *a
	whole.parked, whole.Sections = nil, slices.Clone(a.Sections)
	lengths := make([]int, 3*len(whole.Sections))
	for i := range lengths {
		n, size := binary.Uvarint(data)
		lengths[i], data = int(n), data[size:]
	}
	for i := range whole.Sections {
		s, n := &whole.Sections[i], lengths[3*i:]
		s.Heading.source, data = data[:n[0]], data[n[0]:]
		s.Body.source, data = data[:n[1]], data[n[1]:]
		s.Text, data = string(data[:n[2]]), data[n[2]:]
	}
	return &whole, nil
}
