// Package generate turns settings and content into the files of a site: it loads, checks, renders and indexes, and writes nothing.
package generate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"signpost/internal/cli"
	"signpost/internal/codes"
	"signpost/internal/config"
	"signpost/internal/history"
	"signpost/internal/lock"
	"signpost/internal/output"
	"signpost/internal/parallel"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/search"
	"signpost/internal/site"
)

// Options control what is built. The zero value builds ./content with ./config.yaml.
type Options struct {
	site.Options

	// ConfigFile is the path of the settings; config.Name if empty.
	ConfigFile string

	// Content is the content folder; "content" next to the settings if empty.
	Content string

	// BaseURL overrides that of the settings.
	BaseURL string

	// Environ is the environment, as "name=value". Variables that begin with SIGNPOST_ override settings.
	Environ []string

	// Portable makes a copy of the site that works from disk, without a server.
	Portable bool

	// IgnoreLock leaves published addresses out of account, for commands that change the lock.
	IgnoreLock bool

	// Fingerprint gets the checksums of the files that are read. It may be nil.
	Fingerprint *Fingerprint

	// History remembers the dates that git returned for an earlier build. It may be nil.
	History *history.Reader
}

// LockFile is where the published addresses are kept: beside the settings.
func (o Options) LockFile() string { return filepath.Join(filepath.Dir(o.configFile()), lock.Name) }

// Beside are the files besides the content and the theme that a site is made of. Not all of them need exist.
func (o Options) Beside(cfg *config.Config) []string {
	files := []string{o.configFile(), o.LockFile()}
	if checks := o.checksFile(cfg); checks != "" {
		files = append(files, checks)
	}
	return files
}

// ContentDir is the folder of the articles.
func (o Options) ContentDir() string {
	return cmp.Or(o.Content, filepath.Join(filepath.Dir(o.configFile()), "content"))
}

func (o Options) configFile() string { return cmp.Or(o.ConfigFile, config.Name) }

// Result is a site that was loaded and checked. With an error among its problems, Site may be nil and is not fit to be shown.
type Result struct {
	Config   *config.Config
	Site     *site.Site
	Lock     *lock.Lock        // what was published; empty where there is no anchors.lock
	Problems []problem.Problem // sorted; their files are named from the working folder

	// Below is the path at which the site will stand on its host, as the settings or the options say: "/centre", and empty at the root.
	Below string

	contentDir string
	portable   bool
	theme      fs.FS
}

// Failed reports whether the site is not fit to be shown.
func (r *Result) Failed() bool { return problem.Failing(r.Problems) }

// Load reads settings and content, and reports everything that is wrong with them. The error is of files that cannot be opened.
func Load(ctx context.Context, o Options) (*Result, error) {
	cfg, problems, err := config.Load(o.configFile())
	if err != nil {
		return nil, err
	}
	r := &Result{contentDir: o.ContentDir(), portable: o.Portable, Config: cfg, Problems: problem.Sort(problems)}
	if r.Failed() {
		return r, nil
	}
	r.Below = unescaped(r.path())
	if o.BaseURL != "" {
		if cfg.BaseURL, err = config.BaseURL(o.BaseURL); err != nil {
			return nil, err
		}
		r.Below = cmp.Or(unescaped(r.path()), r.Below)
	}
	if err := r.openTheme(o); err != nil {
		return nil, err
	}
	if err := r.load(ctx, o); err != nil {
		return nil, err
	}
	r.checkCollections(o.configFile())
	r.checkLinks(o.configFile())
	r.checkLogo(o.configFile())
	r.checkLanguages(o.configFile())
	if err := r.checkColours(o); err != nil {
		return nil, err
	}
	r.Problems = problem.Sort(problem.ApplySeverities(r.Problems, cfg.Lint))
	return r, nil
}

func (r *Result) load(ctx context.Context, o Options) error {
	dir := o.ContentDir()
	content, err := openFolder(dir, o.Fingerprint)
	if errors.Is(err, fs.ErrNotExist) {
		return cli.WithHint(err, "name the folder of the articles with --content")
	}
	if err != nil {
		return err
	}
	defer content.Close()
	if err := r.readLock(o.LockFile()); err != nil {
		return err
	}
	language, others, err := r.languages()
	if err != nil {
		return err
	}
	checks, checksFile, err := r.readChecks(o)
	if err != nil {
		return err
	}
	gitCtx, stopGit := context.WithCancel(ctx)
	dates := parallel.Start(func() map[string]time.Time { return o.History.Dates(gitCtx, dir) }) // git runs while articles are read
	defer dates()
	defer stopGit()
	source := site.Source{
		Content:    content,
		Dir:        filepath.ToSlash(dir),
		Config:     r.Config,
		Language:   language,
		Languages:  others,
		Lock:       r.Lock,
		LockFile:   o.LockFile(),
		Checks:     checks,
		ChecksFile: checksFile,
		Dates:      dates,
	}
	if o.IgnoreLock {
		source.Lock = nil
	}
	var problems []problem.Problem
	r.Site, problems, err = site.Load(ctx, source, o.Options)
	if err != nil {
		return fmt.Errorf("%s: %w", dir, err)
	}
	r.Problems = append(r.Problems, problems...)
	return nil
}

// readLock reads what was published; where nothing was yet there is no file.
func (r *Result) readLock(file string) error {
	data, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var problems []problem.Problem
	r.Lock, problems = lock.Parse(file, data)
	r.Problems = append(r.Problems, problems...)
	return nil
}

// checksFile is the list of checks that the settings name, or empty.
func (o Options) checksFile(cfg *config.Config) string {
	if cfg.Checks == "" {
		return ""
	}
	return filepath.Join(filepath.Dir(o.configFile()), filepath.FromSlash(cfg.Checks))
}

// readChecks reads the list of checks. Where it is damaged, nothing is held against it.
func (r *Result) readChecks(o Options) (list []codes.Check, file string, err error) {
	file = o.checksFile(r.Config)
	if file == "" {
		return nil, "", nil
	}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		r.Problems = append(r.Problems, rules.WrongValue.At(problem.Place{File: o.configFile()}, "make it: cardcheck checks --format json; or leave the key checks out",
			"the list of checks is not there: %s", file))
		return nil, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	if list, err = codes.DecodeChecks(data); err != nil {
		r.Problems = append(r.Problems, rules.WrongValue.At(problem.Place{File: file}, "make it anew: cardcheck checks --format json", "%v", err))
		return nil, "", nil
	}
	return list, file, nil
}

// checkCollections reports collections that the settings name and the content does not have.
func (r *Result) checkCollections(file string) {
	for _, name := range r.Config.Collections {
		address := "/" + strings.Trim(name, "/") + "/"
		if !slices.ContainsFunc(r.Site.Collections, func(c *site.Collection) bool { return c.Path == address }) {
			r.Problems = append(r.Problems, rules.WrongValue.At(problem.Place{File: file},
				"write the names of folders that hold articles", "the settings name the collection %q, and no folder of that name holds an article", name))
		}
	}
}

// checkLinks reports a link of every page that leads to an article which is not there: it would fail every reader.
func (r *Result) checkLinks(file string) {
	for _, e := range r.Config.Editions() {
		for key, link := range e.OnEveryPage() {
			if strings.HasPrefix(link.URL, "/") && !r.Site.Leads(link.URL) {
				r.Problems = append(r.Problems, rules.DeadPage.At(problem.Place{File: file},
					"write the address of an article, as /smartcards/outage/, or the whole address of a page elsewhere", "the %s leads to %q, and no article or collection stands there", key, link.URL))
			}
		}
	}
}

// checkLogo reports files of the logo that are not there. One that is there and no sound picture was reported when it was read.
func (r *Result) checkLogo(file string) {
	for _, name := range r.Config.Logo.Files() {
		_, err := os.Stat(filepath.Join(r.contentDir, filepath.FromSlash(name)))
		read := func(p problem.Problem) bool {
			return p.Rule == rules.BadPicture.ID && p.File == path.Join(filepath.ToSlash(r.contentDir), name)
		}
		if r.Site.Picture(name) == nil && (err != nil || !slices.ContainsFunc(r.Problems, read)) {
			r.Problems = append(r.Problems, rules.DeadPicture.At(problem.Place{File: file},
				"write the name of a picture in the content folder, as logo.svg", "the logo %q does not exist", name))
		}
	}
}

// Output is the site as it is to be written. Pages are rendered when their data is asked for, from any goroutine; the search indexes take as
// long to make as all of them, and are made meanwhile.
func (r *Result) Output(ctx context.Context) (output.Site, error) {
	if err := ctx.Err(); err != nil {
		return output.Site{}, err
	}
	files, err := r.files()
	return output.Site{Files: files, Producer: r.indexes}, err
}

// indexes makes the files of the search indexes.
func (r *Result) indexes(ctx context.Context, put func(output.File) error) error {
	for _, e := range r.Site.Editions {
		err := search.Write(ctx, e, r.Config.In(e.Language.Tag), func(f search.File) error {
			if r.portable {
				f = search.Portable(f)
			}
			return put(output.Static(indexFile(e, f.Path), f.Data))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// indexFile is where a file of the search index stands: each language has an index of its own.
func indexFile(e *site.Site, path string) string { return strings.TrimPrefix(e.Own(path), "/") }

// Live lists the files of a site that is served while it is written. A search index is made when somebody searches; its files
// after the first are found by shard. When ctx is done, no index can be made any more.
func (r *Result) Live(ctx context.Context) (files []output.File, shard func(path string) (output.File, bool), err error) {
	indexes := map[string]func() (map[string][]byte, error){} // by the folder that they stand in
	var first []output.File
	for _, e := range r.Site.Editions {
		index := sync.OnceValues(func() (map[string][]byte, error) {
			list, err := search.Index(ctx, e, r.Config.In(e.Language.Tag))
			data := map[string][]byte{}
			for _, f := range list {
				data[indexFile(e, f.Path)] = f.Data
			}
			return data, err
		})
		name := indexFile(e, search.FirstFile)
		indexes[path.Dir(name)] = index
		first = append(first, output.Generated(name, func() ([]byte, error) {
			all, err := index()
			return all[name], err
		}))
	}
	files, err = r.files()
	files = append(files, first...)
	shard = func(name string) (output.File, bool) {
		index, ok := indexes[path.Dir(name)]
		if !ok {
			return output.File{}, false
		}
		all, err := index()
		data, ok := all[name]
		return output.Static(name, data), ok && err == nil
	}
	return files, shard, err
}

// files are all but those of the search indexes, sorted by path.
func (r *Result) files() ([]output.File, error) {
	files := []output.File{output.Static("codes.json", r.Site.Registry.Encode())}
	files = append(files, r.pictures()...)
	for _, e := range r.Site.Editions {
		own, err := r.edition(e)
		if err != nil {
			return nil, err
		}
		files = append(files, own...)
	}
	if r.Config.BaseURL != "" && !r.portable {
		files = append(append(files, r.sitemaps()...), r.feeds()...)
	}
	files = append(files, r.plain()...)
	if !r.portable {
		files = append(files, r.hostFiles()...)
	}
	slices.SortFunc(files, func(a, b output.File) int { return cmp.Compare(a.Path, b.Path) })
	return slices.CompactFunc(files, func(a, b output.File) bool { return a.Path == b.Path }), nil // languages share style and pictures
}

// pictures are those that articles show, and the smaller files that pages offer beside them; pictures that are alike share theirs.
func (r *Result) pictures() []output.File {
	var files []output.File
	for _, p := range r.Site.Pictures {
		files = append(files, output.Static(p.File, p.Data))
		for i := range p.Variants {
			files = append(files, output.Static(site.VariantFolder+p.Variants[i].Name(), p.Variants[i].Data))
		}
	}
	return files
}
