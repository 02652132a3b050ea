package article

import (
	"errors"
	"os"
	"slices"
	"sync"
)

// Store keeps what articles say in a temporary file, so that a site of any size fits into memory: what the whole site needs to know of an
// article (headings, ids, links, codes) is a fraction of it.
type Store struct {
	mu   sync.Mutex
	file *os.File
	size int64
}

// NewStore makes a store, in the system's folder for temporary files. It is to be closed.
func NewStore() (*Store, error) {
	file, err := os.CreateTemp("", "signpost-*")
	if err != nil {
		return nil, err
	}
	return &Store{file: file}, nil
}

// Close gives up everything in the store.
func (s *Store) Close() error { return errors.Join(s.file.Close(), os.Remove(s.file.Name())) }

// parked is where a store holds the HTML and the texts of an article's sections.
type parked struct {
	store  *Store
	at     int64
	ends   []uint32 // of each section's heading, body and text, in turn
	length int
}

// Park moves the HTML and the texts of an article's sections into the store; [Article.Whole] has them.
func (s *Store) Park(a *Article) error {
	p := &parked{store: s, ends: make([]uint32, 0, 3*len(a.Sections))}
	var data []byte
	for i := range a.Sections {
		section := &a.Sections[i]
		data = append(data, section.Heading.source...)
		p.ends = append(p.ends, uint32(len(data)))
		data = append(data, section.Body.source...)
		p.ends = append(p.ends, uint32(len(data)))
		data = append(data, section.Text...)
		p.ends = append(p.ends, uint32(len(data)))
	}
	p.length = len(data)
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
	from := uint32(0)
	for i := range whole.Sections {
		heading, body, text := p.ends[3*i], p.ends[3*i+1], p.ends[3*i+2]
		whole.Sections[i].Heading.source = data[from:heading]
		whole.Sections[i].Body.source = data[heading:body]
		whole.Sections[i].Text = string(data[body:text])
		from = text
	}
	return &whole, nil
}
