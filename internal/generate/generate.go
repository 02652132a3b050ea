// Package generate turns settings and content into the files of a site. It writes no files.
//
// Load reads the settings, the theme, the lock and the list of checks, loads the site, and checks the settings
// against it. Result.Output then returns the files: pages, pictures, search indexes, sitemaps, feeds, plain-text
// copies, and the configuration of hosts. Result.Live returns the same files for a server that renders them on
// request.
//
// A Fingerprint identifies everything that a build depends on, so that a build without changes can be skipped.
package generate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"signpost/internal/article"
	"signpost/internal/cli"
	"signpost/internal/codes"
	"signpost/internal/config"
	"signpost/internal/lock"
	"signpost/internal/parallel"
	"signpost/internal/picture"
	"signpost/internal/problem"
	"signpost/internal/regular"
	"signpost/internal/rules"
	"signpost/internal/site"
)

// Result is a loaded and checked site. If one of the problems is an error, Site may be nil and must not be shown.
type Result struct {
	Config *config.Config
	Site   *site.Site

	// Lock contains the published addresses. It is empty if there is no lock file.
	Lock *lock.Lock

	// Problems are sorted. Their files are relative to the working directory.
	Problems []problem.Problem

	// BasePath is the path of the site on its host: "/centre". It is empty for the root.
	BasePath string

	known      known
	scaler     *picture.Scaler
	contentDir string
	brand      string // what the settings add to the theme
	portable   bool
	theme      fs.FS
	themes     *ThemeCache
}

// Failed reports whether the site must not be shown.
func (r *Result) Failed() bool {
	return problem.Failing(r.Problems)
}

// Load loads a site and reports all problems. It returns an error if a file cannot be
// opened, or ctx.Err().
func Load(ctx context.Context, o Options) (*Result, error) {
	cfg, problems, err := config.Load(o.configFile(), o.Environ)
	if errors.Is(err, regular.ErrOutside) {
		return nil, cli.WithHint(err, "name the file that it leads to with --config")
	}

	if err != nil {
		return nil, err
	}

	cfg.EndNotices(o.Now)
	r := &Result{
		Config:     cfg,
		Problems:   problem.Sort(problems),
		contentDir: o.ContentDir(),
		portable:   o.Portable,
		themes:     o.Themes,
	}

	if r.Failed() {
		return r, nil
	}

	if err := errors.Join(r.setBaseURL(o.BaseURL), checkAudience(o.Audience, cfg.Audiences)); err != nil {
		return nil, err
	}

	r.theme, problems, err = openTheme(o, cfg)
	r.add(problems)
	if err != nil {
		return nil, err
	}

	if err := r.addBrand(o.configFile()); err != nil {
		return nil, err
	}

	if err := r.loadSite(ctx, o); err != nil {
		return nil, err
	}

	problems, err = checkSettings(r, o)
	r.add(problems)
	if err != nil {
		return nil, err
	}

	r.Problems = problem.ApplySeverities(r.Problems, cfg.Lint)
	if err := r.MarkKnown(o); err != nil {
		return nil, err
	}

	if err := r.checkPaths(ctx, o); err != nil {
		return nil, err
	}

	return r, r.scalePictures(ctx, o)
}

// checkAudience returns an error if the settings name audiences, and this is another one.
func checkAudience(name string, known []string) error {
	own := []string{"", article.PublicAudience, article.InternalAudience}
	if len(known) == 0 || slices.Contains(own, name) || slices.Contains(known, name) {
		return nil
	}

	return cli.Usagef("the settings name "+strings.Join(known, ", "), "unknown audience %q", name)
}

// add appends problems.
func (r *Result) add(problems []problem.Problem) {
	r.Problems = append(r.Problems, problems...)
}

// setBaseURL overrides the base URL of the settings. If the new URL has no path, as that of a local server, BasePath
// does not change.
func (r *Result) setBaseURL(base string) error {
	r.BasePath = unescape(basePath(r.Config))

	if base == "" {
		return nil
	}

	normal, err := config.BaseURL(base)
	if err != nil {
		return err
	}

	r.Config.BaseURL = normal
	if path := basePath(r.Config); path != "" {
		r.BasePath = unescape(path)
	}

	return nil
}

// missingContentHint returns a hint for a content folder that does not exist.
func (o *Options) missingContentHint() string {
	const name = "name the folder of the articles with --content"
	if _, err := os.Stat(o.configFile()); err == nil {
		return name
	}

	return `create a help centre with "signpost init help", or ` + name
}

// loadSite loads the site from its sources.
func (r *Result) loadSite(ctx context.Context, o Options) error {
	content, err := openFolder(r.contentDir, o.Fingerprint)
	if errors.Is(err, fs.ErrNotExist) {
		return cli.WithHint(err, o.missingContentHint())
	}

	if err != nil {
		return err
	}
	defer content.Close()

	source, err := r.source(o)
	if err != nil {
		return err
	}

	source.Content = content

	// Git runs while articles are parsed.
	gitCtx, stopGit := context.WithCancel(ctx)
	dates := parallel.Start(func() map[string]time.Time {
		if o.NoHistory {
			return nil
		}

		return o.History.Dates(gitCtx, r.contentDir)
	})
	defer dates()
	defer stopGit()
	source.Dates = dates

	loaded, problems, err := site.Load(ctx, source, o.Options)
	if err != nil {
		return fmt.Errorf("%s: %w", r.contentDir, err)
	}

	r.Site = loaded
	r.add(problems)

	return nil
}

// scalePictures makes the variants of pictures. If the site has errors, it only reports damaged pictures.
func (r *Result) scalePictures(ctx context.Context, o Options) error {
	r.scaler = o.Scaler
	if r.scaler == nil {
		return nil
	}

	scaler := r.scaler
	if r.Failed() {
		scaler = nil
	}

	content, err := openFolder(r.contentDir, nil)
	if err != nil {
		return err
	}
	defer content.Close()

	defer smallHeap(o.Environ)()
	problems, err := r.Site.ScalePictures(ctx, content, scaler, o.Jobs)
	if err != nil || len(problems) == 0 {
		return err
	}

	for i := range problems {
		problems[i].File = path.Join(filepath.ToSlash(r.contentDir), problems[i].File)
	}

	r.add(problem.ApplySeverities(problems, r.Config.Lint))

	return r.MarkKnown(o)
}

// source returns the sources of the site except content and dates.
func (r *Result) source(o Options) (site.Source, error) {
	s := site.Source{
		Dir:      filepath.ToSlash(r.contentDir),
		Config:   r.Config,
		LockFile: o.LockFile(),
	}

	var problems []problem.Problem
	var err error
	if r.Lock, problems, err = readLock(o.LockFile()); err != nil {
		return s, err
	}

	r.add(problems)

	if !o.IgnoreLock {
		s.Lock = r.Lock
	}

	if s.Language, s.Languages, err = readLanguages(r.theme, r.Config); err != nil {
		return s, err
	}

	s.Checks, s.ChecksFile, problems, err = readChecks(o, r.Config)
	r.add(problems)

	return s, err
}

// readLock reads the published addresses. Before the first publication, there is no file.
func readLock(file string) (*lock.Lock, []problem.Problem, error) {
	data, err := regular.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, err
	}

	published, problems := lock.Parse(file, data)

	return published, problems, nil
}

// readChecks reads the list of checks. It reports a missing or damaged list, and then returns no file, so that codes
// are not compared with it.
func readChecks(o Options, cfg *config.Config) ([]codes.Check, string, []problem.Problem, error) {
	file := o.ChecksFile(cfg)
	if file == "" {
		return nil, "", nil, nil
	}

	data, err := regular.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		p := rules.WrongValue.At(problem.Place{File: o.configFile()},
			"create it with: cardcheck checks --format json; or remove the key checks",
			"the list of checks %s does not exist", file)

		return nil, "", []problem.Problem{p}, nil
	}

	if err != nil {
		return nil, "", nil, err
	}

	list, err := codes.DecodeChecks(data)
	if err != nil {
		p := rules.WrongValue.At(problem.Place{File: file},
			"create it again with: cardcheck checks --format json",
			"%v", err)

		return nil, "", []problem.Problem{p}, nil
	}

	return list, file, nil, nil
}
