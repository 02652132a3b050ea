package snapshot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"signpost/internal/codes"
	"signpost/internal/htmlpage"
	"signpost/internal/output"
	"signpost/internal/parallel"
)

// Names of files that are read besides pages.
const (
	codesFile     = "codes.json"
	redirectsFile = "_redirects"
	missingPage   = "404.html"
)

// maxData is the number of bytes of such a file that are read.
const maxData = 64 << 20

// reader collects what is read from the files of a site. Its methods may be called from any goroutine.
type reader struct {
	withLinks bool
	budget    atomic.Int64 // bytes that may still be read

	mu              sync.Mutex
	site            *Snapshot
	registry        []byte
	redirects       []byte
	unread, unnamed []string // pages
	err             error
}

func newReader() *reader {
	r := &reader{site: &Snapshot{
		Pages: map[string]*Page{},
		Files: map[string]File{},
	}}
	r.budget.Store(maxTotal)

	return r
}

// Read returns a snapshot of the files of a folder or an archive.
func (t *Tree) Read(ctx context.Context) (*Snapshot, error) {
	r := newReader()
	err := parallel.Each(ctx, 0, len(t.files), func(i int) {
		if err := r.addFile(t.files[i]); err != nil {
			r.fail(fmt.Errorf("%s: %w", t.files[i].name, err))
		}
	})
	if err = errors.Join(err, r.err); err != nil {
		return nil, err
	}

	r.site.Notes = t.notes

	return r.finish(), nil
}

// FromSite returns a snapshot of a site that was built in memory.
func FromSite(ctx context.Context, s output.Site) (*Snapshot, error) {
	r := newReader()
	r.budget.Store(1 << 62) // it is not from elsewhere

	indexes := parallel.Start(func() error {
		if s.Producer == nil {
			return nil
		}
		return s.Producer(ctx, r.addOutput)
	})
	err := parallel.Each(ctx, 0, len(s.Files), func(i int) {
		r.fail(r.addOutput(s.Files[i]))
	})
	if err = errors.Join(err, indexes(), r.err); err != nil {
		return nil, err
	}

	return r.finish(), nil
}

// addOutput adds a file of a build.
func (r *reader) addOutput(f output.File) error {
	if f.Open != nil {
		in, err := f.Open()
		if err != nil {
			return err
		}
		defer in.Close()

		info, err := in.Stat()
		if err != nil {
			return err
		}

		return r.addFile(file{f.Path, info.Size(), func() (io.ReadCloser, error) { return f.Open() }})
	}

	data, err := f.Data()
	if err != nil {
		return err
	}

	return r.addFile(file{f.Path, int64(len(data)), func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(data)), nil
	}})
}

// fail records the first error.
func (r *reader) fail(err error) {
	if err == nil {
		return
	}

	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil {
		r.err = err
	}
}

// addFile adds a file. It reads pages, the list of codes and the redirects.
func (r *reader) addFile(f file) error {
	kind := kindOf(f.name)
	r.mu.Lock()
	r.site.Files[f.name] = File{f.size, kind}
	hasFailed := r.err != nil
	r.mu.Unlock()

	switch {
	case hasFailed:
		return nil
	case kind == PageFile && f.name != missingPage:
		data, err := r.read(f, htmlpage.MaxSize)
		if err == nil {
			r.addPage(f.name, data)
		}
		return err

	case f.name == codesFile:
		data, err := r.read(f, maxData)
		r.registry = data
		return err

	case f.name == redirectsFile:
		data, err := r.read(f, maxData)
		r.redirects = data
		return err
	}

	return nil
}

// read reads a file, but no more than one byte over the limit.
func (r *reader) read(f file, limit int64) ([]byte, error) {
	in, err := f.open()
	if err != nil {
		return nil, err
	}
	defer in.Close()

	data, err := io.ReadAll(io.LimitReader(in, limit+1))
	if r.budget.Add(-int64(len(data))) < 0 {
		return nil, errTooLarge
	}

	return data, err
}

// addPage adds a page from its file.
func (r *reader) addPage(name string, data []byte) {
	at, err := pageAddress(name)
	if err != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.unnamed = append(r.unnamed, name)
		return
	}

	page, err := readPage(name, data, r.withLinks)

	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.unread = append(r.unread, name)
		return
	}

	if page.isBooklet {
		delete(r.site.Files, name)
		return
	}

	r.site.Pages[at] = page
}

// finish completes the snapshot.
func (r *reader) finish() *Snapshot {
	r.readCodes()
	if home := r.site.Pages["/"]; r.site.Base == "" && home != nil {
		r.site.Base = baseURL(home.canonic)
	}

	base, _ := url.Parse(r.site.Base)
	r.site.redirects = readRedirects(r.redirects, base.Path)
	r.site.resolve()
	r.noteFiles("have names that are no addresses", r.unnamed)
	r.noteFiles("are too large or cannot be read", r.unread)

	return r.site
}

// noteFiles notes that pages were left out.
func (r *reader) noteFiles(why string, names []string) {
	if len(names) > 0 {
		note := fmt.Sprintf("left out pages that %s: %d, such as %.200q", why, len(names), slices.Min(names))
		r.site.Notes = append(r.site.Notes, note)
	}
}

// baseURL returns an address of a site with a slash at its end, or "" if it is none.
func baseURL(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}

	u.User, u.RawQuery, u.Fragment = nil, "", ""
	u.Path = path.Clean("/"+u.Path) + "/"
	u.Path = strings.ReplaceAll(u.Path, "//", "/")

	return u.String()
}

// readCodes reads the list of codes. It does not verify the checksum, which other versions of this program computed
// otherwise.
func (r *reader) readCodes() {
	if r.registry == nil {
		return
	}

	var list codes.Registry
	err := json.Unmarshal(r.registry, &list)
	if err != nil || list.Schema == 0 {
		r.site.Notes = append(r.site.Notes, "ignored codes.json, which is not a list of error codes")
		return
	}

	r.site.Base = baseURL(list.Site)
	r.site.Codes = make(map[string]Code, len(list.Codes))
	for _, e := range list.Codes {
		c := Code{
			Code:    string(e.Code),
			Title:   e.Title,
			Address: withFragment(e.Path, e.Anchor),
			Short:   codes.Path(e.Code),
		}

		if e.Retired != nil {
			c.IsRetired, c.Successor = true, string(e.Retired.Successor)
		}

		r.site.Codes[codes.Key(c.Code)] = c
	}
}
