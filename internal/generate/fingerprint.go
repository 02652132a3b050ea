package generate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"signpost/internal/config"
	"signpost/internal/history"
	"signpost/internal/parallel"
	"signpost/internal/site"
)

// Fingerprint tells whether a build would come out as the last one did: it changes with every byte of content, settings and
// published addresses, with the options, the environment's settings, and the program itself.
//
// It is taken before a build, which then sums what it reads, so that a file is read once; what changes meanwhile is not in it, and the
// next build sees that there is something to do.
type Fingerprint struct {
	dir     string
	head    string   // all but the content
	commit  string   // articles may take their dates from git
	files   []string // of the content, sorted
	invalid bool     // not all of it can be read: the build itself says why

	mu   sync.Mutex
	sums map[string][sha256.Size]byte // of the files that were read
}

// TakeFingerprint notes what a build depends on.
func TakeFingerprint(ctx context.Context, o Options) *Fingerprint {
	f := &Fingerprint{dir: o.ContentDir(), sums: map[string][sha256.Size]byte{}}
	commit := parallel.Start(func() string { return history.Commit(ctx, f.dir) })
	head, err := settingsOf(o)
	if err == nil {
		f.files, err = filesOf(f.dir)
	}
	f.head, f.invalid, f.commit = head, err != nil, commit()
	return f
}

// Sum is empty where not everything can be read.
func (f *Fingerprint) Sum(ctx context.Context) string {
	if f.invalid || f.readRest(ctx) != nil {
		return ""
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "%s%s\n", f.head, f.commit)
	for _, name := range f.files {
		fmt.Fprintf(sum, "%q %x\n", name, f.sums[name])
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// readRest sums the files that nobody has read, on all processors.
func (f *Fingerprint) readRest(ctx context.Context) error {
	var rest []string
	for _, name := range f.files {
		if _, known := f.sums[name]; !known {
			rest = append(rest, name)
		}
	}
	if len(rest) == 0 {
		return nil
	}
	content, err := openFolder(f.dir, f)
	if err != nil {
		return err
	}
	defer content.Close()
	wrong := make([]error, len(rest))
	cancelled := parallel.Each(ctx, 0, len(rest), func(i int) { _, wrong[i] = content.ReadFile(rest[i]) })
	return errors.Join(append(wrong, cancelled)...)
}

func (f *Fingerprint) add(name string, sum [sha256.Size]byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sums[name] = sum
}

// settingsOf is what a build depends on besides its content.
func settingsOf(o Options) (string, error) {
	program, err := Program()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%q %q %q %q %v %v %s\n", program, o.configFile(), o.ContentDir(), o.BaseURL, o.Drafts, o.Portable, o.Now.Format(time.DateOnly))
	for _, v := range slices.Sorted(slices.Values(o.Environ)) {
		if strings.HasPrefix(v, "SIGNPOST_") {
			fmt.Fprintf(&b, "%q\n", v)
		}
	}
	cfg, _, err := config.Load(o.configFile())
	if err != nil {
		return "", err
	}
	for _, file := range o.Beside(cfg) {
		data, err := os.ReadFile(file)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		fmt.Fprintf(&b, "%q %v %x\n", file, err == nil, sha256.Sum256(data))
	}
	err = addTheme(&b, o.ThemeDir(cfg))
	return b.String(), err
}

// addTheme adds the files of the site's own theme.
func addTheme(w io.Writer, dir string) error {
	if dir == "" {
		return nil
	}
	names, err := filesOf(dir)
	for _, name := range names {
		data, wrong := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		err = errors.Join(err, wrong)
		fmt.Fprintf(w, "%q %x\n", name, sha256.Sum256(data))
	}
	return err
}

// Program tells one build of the program from another: the theme is part of it.
func Program() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", err
	}
	info, err := os.Stat(name)
	if err != nil {
		return "", err
	}
	built, _ := debug.ReadBuildInfo() // some systems give every file the same time
	return fmt.Sprintf("%d %s %v", info.Size(), info.ModTime().UTC().Format(time.RFC3339Nano), built), nil
}

// filesOf lists the files below a folder, but for those that no site is made of: names that begin with a dot, and a site that was built into it.
func filesOf(dir string) ([]string, error) {
	content, err := openFolder(dir, nil)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	var files []string
	err = fs.WalkDir(content, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || name == ".":
			return err
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") || site.IsSite(content, name)):
			return fs.SkipDir
		case !d.IsDir():
			files = append(files, name)
		}
		return nil
	})
	return files, err
}
