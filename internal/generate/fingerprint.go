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
	"path"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"signpost/internal/config"
	"signpost/internal/history"
	"signpost/internal/parallel"
	"signpost/internal/regular"
	"signpost/internal/site"
)

// Fingerprint identifies what a build depends on: every byte of content, settings and published addresses, the
// options, the environment, and the program itself.
//
// It is taken before a build, which adds the checksums of the files that it reads, so that each file is read once.
// Changes during the build are not part of it, so that the next build sees them.
type Fingerprint struct {
	dir     string
	head    string   // everything except the content
	commit  string   // articles may have dates from git
	files   []string // of the content, sorted
	invalid bool     // a file cannot be read; the build reports it

	mu   sync.Mutex
	sums map[string][sha256.Size]byte // of the files that were read
}

// TakeFingerprint lists what a build depends on. It does not read the content yet.
func TakeFingerprint(ctx context.Context, o Options) *Fingerprint {
	f := &Fingerprint{dir: o.ContentDir(), sums: map[string][sha256.Size]byte{}}
	commit := parallel.Start(func() string {
		return history.Commit(ctx, f.dir)
	})

	var err error
	if f.head, err = dependencies(o); err == nil {
		f.files, err = listFiles(f.dir)
	}

	f.invalid = err != nil
	f.commit = commit()

	return f
}

// Sum returns the fingerprint as text. It is empty if a file cannot be read or ctx is cancelled.
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

// readRest reads the files that no build has read, on all processors.
func (f *Fingerprint) readRest(ctx context.Context) error {
	isRead := func(name string) bool {
		_, ok := f.sums[name]
		return ok
	}

	rest := slices.DeleteFunc(slices.Clone(f.files), isRead)
	if len(rest) == 0 {
		return nil
	}

	content, err := openFolder(f.dir, f)
	if err != nil {
		return err
	}
	defer content.Close()

	errs := make([]error, len(rest))
	err = parallel.Each(ctx, 0, len(rest), func(i int) {
		errs[i] = content.sum(rest[i])
	})

	return errors.Join(err, errors.Join(errs...))
}

// add adds the checksum of a content file, from any goroutine.
func (f *Fingerprint) add(name string, sum [sha256.Size]byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sums[name] = sum
}

// dependencies returns what a build depends on besides its content, as text.
func dependencies(o Options) (string, error) {
	program, err := Program()
	if err != nil {
		return "", err
	}

	var b strings.Builder
	fmt.Fprintf(&b, "%q %q %q %q ", program, o.configFile(), o.ContentDir(), o.BaseURL)
	fmt.Fprintf(&b, "%v %q %v %s\n", o.Drafts, o.Audience, o.Portable, o.Now.Format(time.DateOnly))

	for _, variable := range slices.Sorted(slices.Values(o.Environ)) {
		if strings.HasPrefix(variable, "SIGNPOST_") {
			fmt.Fprintf(&b, "%q\n", variable)
		}
	}

	cfg, _, err := config.Load(o.configFile(), o.Environ)
	if err != nil {
		return "", err
	}

	for _, file := range o.OtherFiles(cfg) {
		data, err := regular.ReadFile(file)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}

		exists := err == nil
		fmt.Fprintf(&b, "%q %v %x\n", file, exists, sha256.Sum256(data))
	}

	err = writeTheme(&b, o.ThemeDir(cfg))

	return b.String(), err
}

// writeTheme writes the files of the site's own theme, with their checksums.
func writeTheme(w io.Writer, dir string) error {
	if dir == "" {
		return nil
	}

	names, err := listFiles(dir)
	if err != nil {
		return err
	}

	theme, err := regular.OpenFolder(dir)
	if err != nil {
		return err
	}
	defer theme.Close()

	for _, name := range names {
		data, err := theme.ReadFile(name)
		if err != nil {
			return err
		}

		fmt.Fprintf(w, "%q %x\n", name, sha256.Sum256(data))
	}

	return nil
}

// Program identifies this build of the program, which contains the default theme.
func Program() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", err
	}

	info, err := os.Stat(name)
	if err != nil {
		return "", err
	}

	build, _ := debug.ReadBuildInfo() // some systems give all files the same time
	modified := info.ModTime().UTC().Format(time.RFC3339Nano)

	return fmt.Sprintf("%d %s %v", info.Size(), modified, build), nil
}

// listFiles lists the files in a folder, except those that are not part of a site: sites that were built into the
// folder, and folders whose names begin with a dot, unless they are in the static folder.
func listFiles(dir string) ([]string, error) {
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
		case d.IsDir() && isLeftOut(content, name):
			return fs.SkipDir
		case d.Type().IsRegular() || d.Type()&fs.ModeSymlink != 0:
			files = append(files, name)
		}

		return nil
	})

	return files, err
}

// isLeftOut reports whether no site contains the files of a folder.
func isLeftOut(content fs.FS, folder string) bool {
	if strings.HasPrefix(folder, site.StaticFolder+"/") {
		return false
	}

	return strings.HasPrefix(path.Base(folder), ".") || site.IsSite(content, folder)
}
