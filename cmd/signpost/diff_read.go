package main

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"signpost/internal/cli"
	"signpost/internal/config"
	"signpost/internal/generate"
	"signpost/internal/library"
	"signpost/internal/polite"
	"signpost/internal/revision"
	"signpost/internal/snapshot"
	"signpost/internal/verify"
)

// The kinds of versions.
const (
	workingDirectory = "sources"
	sourceFolder     = "folder of sources"
	siteFolder       = "folder of a site"
	sourceArchive    = "archive of sources"
	siteArchive      = "archive of a site"
	gitRevision      = "git revision"
	liveSite         = "live site"
)

// read reads a version. What the name means is decided in this order: a URL, git:, a file or folder that exists, a
// revision.
func (d *differ) read(ctx context.Context, v *diffSide) error {
	switch {
	case v.name == "":
		return d.readWorkingDirectory(ctx, v)
	case isURL(v.name):
		return d.readLive(ctx, v)
	case isRevision(v.name):
		return d.readRevision(ctx, v, strings.TrimPrefix(v.name, gitPrefix))
	}

	info, err := os.Stat(v.name)
	if err != nil {
		return err
	}
	switch {
	case info.IsDir():
		return d.readFolder(ctx, v)
	case !info.Mode().IsRegular():
		return zip.ErrFormat // a pipe or a device, which could be read forever
	}
	return d.readArchive(ctx, v)
}

// gitPrefix begins the name of a revision if a file has the same name.
const gitPrefix = "git:"

func isURL(name string) bool {
	return strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://")
}

// isRevision reports whether a name means a revision: no file has it.
func isRevision(name string) bool {
	if isURL(name) || strings.HasPrefix(name, gitPrefix) {
		return !isURL(name)
	}
	_, err := os.Stat(name)
	return errors.Is(err, fs.ErrNotExist)
}

// explain adds to an error which version could not be read.
func (v *diffSide) explain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}

	hint := ""
	known := new(cli.Error)
	elsewhere := new(snapshot.ElsewhereError)
	switch {
	case errors.As(err, &known):
		hint = known.Hint
	case errors.As(err, &elsewhere):
		hint = "give that address"
	case errors.Is(err, zip.ErrFormat):
		err = errors.New("it is neither a folder nor a ZIP archive")
		hint = "give a folder, a .zip file, a URL or a revision of git"
	case v.live != nil:
		hint = "give a folder or an archive of the site, if the host does not answer"
	}
	err = fmt.Errorf("cannot read %s: %w", v, err)
	if hint == "" {
		return err
	}
	return cli.WithHint(err, hint)
}

func (d *differ) readWorkingDirectory(ctx context.Context, v *diffSide) error {
	v.kind = workingDirectory
	o := d.options
	articles, err := d.openLibrary("articles", o.ContentDir())
	if err != nil {
		return err
	}
	defer articles.Close(ctx)
	o.Library = articles
	o.History = d.dateHistory(o.ContentDir())
	return d.readSources(ctx, v, o)
}

// readSources reads a version from its sources. Its errors do not matter, as long as it can be built: a lost address is
// one of them.
func (d *differ) readSources(ctx context.Context, v *diffSide, o generate.Options) error {
	o.Scaler = d.pictureScaler()
	o.NoHistory = d.noHistory
	if o.Library == nil {
		articles, err := library.NewTemporary()
		if err != nil {
			return err
		}
		defer articles.Close(ctx)
		o.Library = articles
	}

	result, err := generate.Load(ctx, o)
	if errors.Is(err, fs.ErrNotExist) {
		return cli.WithHint(err, "add "+d.configName()+" with a title to the folder")
	}
	if err != nil {
		return err
	}
	failing := len(errorsIn(result.Problems))
	if result.Site == nil {
		if err := d.writeErrors(result.Source, result.Problems, false, "signpost lint --all"); err != nil {
			return err
		}
		return fmt.Errorf("its settings have %s", cli.Count(failing, "error"))
	}

	built, err := result.Output(ctx)
	if err != nil {
		return err
	}
	if v.site, err = snapshot.FromSite(ctx, built); err != nil {
		return err
	}
	if result.Failed() {
		note := fmt.Sprintf("it has %s, for which signpost build fails", cli.Count(failing, "error"))
		v.site.Notes = append(v.site.Notes, note)
	}
	return nil
}

// readFolder reads a folder: a built site if it has a home page, or else sources if it has settings or content.
func (d *differ) readFolder(ctx context.Context, v *diffSide) error {
	if !isFile(v.name, "index.html") && (isFile(v.name, d.configName()) || isFile(v.name, "content")) {
		v.kind = sourceFolder
		return d.readSources(ctx, v, d.optionsIn(v.name))
	}

	tree, err := snapshot.OpenFolder(ctx, v.name)
	if err != nil {
		return err
	}
	defer tree.Close()

	v.kind = siteFolder
	if !tree.HasType(".html") && tree.HasType(".md") {
		v.kind = sourceFolder
		o := d.optionsIn(v.name)
		o.Content = v.name
		return d.readSources(ctx, v, o)
	}
	return v.readTree(ctx, tree)
}

func isFile(dir, name string) bool {
	_, err := os.Stat(filepath.Join(dir, name))
	return err == nil
}

// configName returns the name of the settings, which is the same in each version.
func (d *differ) configName() string {
	return filepath.Base(d.options.ConfigFile)
}

// optionsIn returns the options for the sources in a folder.
func (d *differ) optionsIn(dir string) generate.Options {
	o := generate.Options{
		ConfigFile: filepath.Join(dir, d.configName()),
		Environ:    d.Environ,
	}
	o.Now = d.options.Now
	return o
}

// readTree reads a built site.
func (v *diffSide) readTree(ctx context.Context, tree *snapshot.Tree) (err error) {
	if !tree.HasType(".html") {
		return cli.WithHint(errors.New("it contains neither pages nor articles"),
			"give the folder of a built site, or one with "+config.Name+" or content")
	}
	v.site, err = tree.Read(ctx)
	return err
}

// readArchive reads a ZIP archive: a built site if it has a home page, or else sources if it has settings or content.
func (d *differ) readArchive(ctx context.Context, v *diffSide) error {
	tree, err := snapshot.OpenArchive(ctx, v.name)
	if err != nil {
		return err
	}
	defer tree.Close()

	v.kind = siteArchive
	hasSources := tree.Has(d.configName()) || tree.Has("content") || !tree.HasType(".html") && tree.HasType(".md")
	if tree.Has("index.html") || !hasSources {
		return v.readTree(ctx, tree)
	}

	v.kind = sourceArchive
	return inTemporaryFolder(func(dir string) error {
		if err := tree.Extract(ctx, dir); err != nil {
			return err
		}
		o := d.optionsIn(dir)
		if err := addSettings(o.ConfigFile); err != nil {
			return err
		}
		if !tree.Has(d.configName()) && !tree.Has("content") {
			o.Content = dir
		}
		return d.readSources(ctx, v, o)
	})
}

// inTemporaryFolder calls do with a new folder, and removes it afterwards.
func inTemporaryFolder(do func(dir string) error) error {
	dir, err := os.MkdirTemp("", "signpost-diff-*")
	if err != nil {
		return err
	}
	return errors.Join(do(dir), os.RemoveAll(dir))
}

// readRevision reads the sources of a git revision: those at the same paths as in the working directory, or with
// REV:DIR, those in a folder of the repository.
func (d *differ) readRevision(ctx context.Context, v *diffSide, name string) error {
	v.kind = gitRevision
	name, folder, hasFolder := strings.Cut(name, ":")
	rev, err := revision.Find(ctx, ".", name)
	if err != nil {
		return explainRevision(err)
	}

	return inTemporaryFolder(func(dir string) error {
		root := filepath.Join(dir, filepath.FromSlash(rev.Prefix))
		if hasFolder {
			root = filepath.Join(dir, filepath.FromSlash(path.Clean("/"+folder)))
		}
		o := d.options
		o.ConfigFile = filepath.Join(root, relative(d.options.ConfigFile))
		if hasFolder {
			o.ConfigFile = filepath.Join(root, d.configName())
		}
		if o.Content != "" {
			o.Content = filepath.Join(root, relative(d.options.Content))
		}
		if err := extractSources(ctx, rev, dir, o); err != nil {
			return err
		}
		return d.readSources(ctx, v, o)
	})
}

// relative returns a path relative to the working directory.
func relative(name string) string {
	if !filepath.IsAbs(name) {
		return name
	}
	here, err := filepath.Abs(".")
	if err != nil {
		return name
	}
	rel, err := filepath.Rel(here, name)
	if err != nil {
		return name
	}
	return rel
}

// extractSources writes the sources of a revision to a folder: settings, lock, content and themes.
func extractSources(ctx context.Context, rev *revision.Revision, dir string, o generate.Options) error {
	themes := filepath.Join(filepath.Dir(o.ConfigFile), "themes")
	n, err := extract(ctx, rev, dir, o.ConfigFile, o.LockFile(), o.BaselineFile(), o.ContentDir(), themes)
	if err != nil {
		return err
	}
	if _, err := os.Stat(o.ContentDir()); n == 0 || err != nil {
		rel, _ := filepath.Rel(dir, o.ContentDir())
		err := fmt.Errorf("it has no folder %s", filepath.ToSlash(rel))
		return cli.WithHint(err, "name its folder: REV:DIR, or --content")
	}

	if err := addSettings(o.ConfigFile); err != nil {
		return err
	}
	cfg, _, err := config.Load(o.ConfigFile, o.Environ)
	if err != nil || cfg == nil {
		return err
	}
	if checks := o.ChecksFile(cfg); checks != "" {
		_, err = extract(ctx, rev, dir, checks)
	}
	return err
}

// addSettings adds settings to a temporary folder if it has none: a help centre needs none.
func addSettings(name string) error {
	if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.WriteFile(name, []byte("title: Help centre\n"), 0o666)
}

// extract writes files and folders of a revision. It leaves out those that are outside of the repository.
func extract(ctx context.Context, rev *revision.Revision, dir string, names ...string) (int, error) {
	var paths []string
	for _, name := range names {
		rel, err := filepath.Rel(dir, name)
		if err == nil && filepath.IsLocal(rel) {
			paths = append(paths, filepath.ToSlash(rel))
		}
	}
	if paths == nil {
		return 0, nil
	}
	return rev.Extract(ctx, dir, paths)
}

// explainRevision says why a name is no revision.
func explainRevision(err error) error {
	const hint = "give a folder, a .zip file, the URL of a site, or a revision of git"
	switch {
	case errors.Is(err, revision.ErrUnknown):
		err := errors.New("it is neither a file nor a revision of this repository")
		return cli.WithHint(err, hint+"; in CI, fetch the revision first")
	case errors.Is(err, revision.ErrNoRepository), errors.Is(err, revision.ErrNoGit):
		return cli.WithHint(fmt.Errorf("there is no such file, and %w", err), hint)
	}
	return err
}

// The rate of requests to a live site. This computer gets them without a pause.
const (
	diffJobs    = 4
	diffGap     = time.Second / 10
	diffTimeout = 30 * time.Second
)

// readLive reads a live site.
func (d *differ) readLive(ctx context.Context, v *diffSide) error {
	v.kind = liveSite
	base, err := config.BaseURL(v.name)
	if err != nil {
		return cli.Usage(err, "give the whole address, such as https://help.example/")
	}
	u, err := url.Parse(base)
	if err != nil {
		return err
	}

	gap := diffGap
	jobs := diffJobs
	if verify.IsLoopback(u) {
		gap, jobs = 0, 4*runtime.GOMAXPROCS(0)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = jobs
	v.transport = transport
	v.live = &snapshot.Live{
		Client:   &http.Client{Timeout: diffTimeout, Transport: transport},
		Gate:     &polite.Gate{Gap: gap, Now: d.Now, Pause: polite.Pause},
		Now:      d.Now,
		Base:     u,
		Jobs:     jobs,
		Progress: d.showProgress(v),
	}
	v.site, err = v.live.Read(ctx)
	return err
}
