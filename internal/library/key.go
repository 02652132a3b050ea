package library

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"sync"

	"signpost/internal/article"
)

// key is a checksum of everything that an article depends on.
type key [sha256.Size]byte

// keys computes the keys of the articles of a library.
type keys struct {
	program string

	mu       sync.Mutex
	content  *snapshot
	snippets key            // of all snippets
	options  map[string]key // by language
}

// snapshot returns options whose content folder does not change, so that the article is parsed from the same snippets
// that its key is computed from.
func (k *keys) snapshot(opts article.Options) article.Options {
	if opts.Content == nil {
		return opts
	}

	k.mu.Lock()
	defer k.mu.Unlock()
	if k.content == nil {
		k.content = &snapshot{FS: opts.Content}
		k.snippets = k.content.snippetKey()
	}

	opts.Content = k.content

	return opts
}

// keyOf returns the key of an article. One that includes a snippet depends on all of them: snippets include each other,
// and hints mention other snippets.
func (k *keys) keyOf(file string, src []byte, opts article.Options) key {
	sum := sha256.New()
	options := k.optionsKey(opts)
	sum.Write(options[:])
	if article.HasInclude(src) {
		sum.Write(k.snippets[:])
	}

	fmt.Fprintf(sum, "%q", file)
	sum.Write(src)

	return key(sum.Sum(nil))
}

// optionsKey returns a checksum of the program and all options.
func (k *keys) optionsKey(opts article.Options) key {
	k.mu.Lock()
	defer k.mu.Unlock()
	if options, ok := k.options[opts.Language]; ok {
		return options
	}

	opts.Content = nil
	options := key(sha256.Sum256(fmt.Appendf(nil, "%q %#v", k.program, opts)))
	if k.options == nil {
		k.options = map[string]key{}
	}

	k.options[opts.Language] = options

	return options
}

// snapshot is a content folder that reads each file only once.
type snapshot struct {
	fs.FS
	files sync.Map // functions that return the content, by name
}

// ReadFile implements fs.ReadFileFS.
func (s *snapshot) ReadFile(name string) ([]byte, error) {
	read := sync.OnceValues(func() ([]byte, error) {
		return fs.ReadFile(s.FS, name)
	})

	first, _ := s.files.LoadOrStore(name, read)
	readFirst := first.(func() ([]byte, error))

	return readFirst()
}

// snippetKey returns a checksum of all snippets.
func (s *snapshot) snippetKey() key {
	sum := sha256.New()
	_ = fs.WalkDir(s.FS, article.SnippetFolder, func(file string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			return nil
		}

		data, readErr := s.ReadFile(file)
		fmt.Fprintf(sum, "%q %v %v %x\n", file, err, readErr, sha256.Sum256(data))

		return nil
	})

	return key(sum.Sum(nil))
}
