package article

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"sync"
)

// key is a sum of all that an article is made of.
type key [sha256.Size]byte

// keys tells of articles whether they would come out alike.
type keys struct {
	program string

	mu       sync.Mutex
	content  *steady
	snippets key
	settings map[string]key // by language
}

// steady makes sure that what is parsed is what the key was made of.
func (k *keys) steady(opts Options) Options {
	if opts.Content == nil {
		return opts
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.content == nil {
		k.content = &steady{FS: opts.Content}
		k.snippets = k.content.sum()
	}
	opts.Content = k.content
	return opts
}

// of is the key of an article. Where it includes a snippet, all of them count: they include each other, and a hint names one that was not asked for.
func (k *keys) of(file string, src []byte, opts Options) key {
	sum := sha256.New()
	settings := k.settingsOf(opts)
	sum.Write(settings[:])
	if includes(src) {
		sum.Write(k.snippets[:])
	}
	fmt.Fprintf(sum, "%q", file)
	sum.Write(src)
	return key(sum.Sum(nil))
}

func includes(src []byte) bool { return bytes.Contains(src, []byte("{{<")) }

// settingsOf sums every option up, also those that are yet to come.
func (k *keys) settingsOf(opts Options) key {
	k.mu.Lock()
	defer k.mu.Unlock()
	settings, known := k.settings[opts.Language]
	if !known {
		opts.Content = nil
		settings = sha256.Sum256(fmt.Appendf(nil, "%q %#v", k.program, opts))
		if k.settings == nil {
			k.settings = map[string]key{}
		}
		k.settings[opts.Language] = settings
	}
	return settings
}

// steady is a content folder of which each file is read once, however often it is asked for.
type steady struct {
	fs.FS
	files sync.Map // functions that read, by name
}

// ReadFile implements fs.ReadFileFS.
func (s *steady) ReadFile(name string) ([]byte, error) {
	read, _ := s.files.LoadOrStore(name, sync.OnceValues(func() ([]byte, error) { return fs.ReadFile(s.FS, name) }))
	return read.(func() ([]byte, error))()
}

// sum is that of all snippets.
func (s *steady) sum() key {
	sum := sha256.New()
	_ = fs.WalkDir(s.FS, SnippetFolder, func(file string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			return nil
		}
		data, wrong := s.ReadFile(file)
		fmt.Fprintf(sum, "%q %v %v %x\n", file, err, wrong, sha256.Sum256(data))
		return nil
	})
	return key(sum.Sum(nil))
}
