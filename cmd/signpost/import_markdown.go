package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"signpost/internal/baseline"
	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/config"
	"signpost/internal/generate"
	"signpost/internal/lock"
	"signpost/internal/migrate"
	"signpost/internal/regular"
)

// markdownImporter is one run of "signpost import markdown".
type markdownImporter struct {
	*program
	from string // --from
	into string // --into
	now  time.Time

	problems int  // that were recorded as known
	failing  bool // there are others
}

func (p *program) importMarkdownCommand() *cobra.Command {
	i := &markdownImporter{program: p}
	cmd := &cobra.Command{
		Use:   "markdown DIR --into SITE",
		Short: "Import the Markdown documentation of another generator",
		Long: `markdown converts the documentation in DIR to a help centre in SITE, a new or empty
folder or an existing help centre. It reads the generator's settings, but never runs
its code. Published addresses of pages and headings continue to work: those
of pages become aliases, and all are recorded in anchors.lock. What it does not
understand stays in the articles and is listed in import-report.md.`,
		Example: `  signpost import markdown ../docs --into help
  signpost import markdown . --from mkdocs --into ../help`,
		Args: command.Args("the folder with the documentation", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error { return i.run(cmd.Context(), args[0]) },
	}
	cmd.Flags().StringVar(&i.into, "into", "", "`folder` of the help centre")
	p.addNowFlag(cmd.Flags(), &i.now)
	cmd.Flags().StringVar(&i.from, "from", "auto", "`generator` of the documentation: "+cli.OrList(migrate.Names()))
	return cmd
}

func (i *markdownImporter) run(ctx context.Context, dir string) error {
	if i.into == "" {
		return cli.Usagef("name the folder of the help centre", "--into is missing")
	}

	project, err := migrate.Open(ctx, dir, i.from)
	if err != nil {
		return err
	}
	defer project.Close()

	result, err := project.Convert(ctx)
	if err != nil {
		return err
	}

	isNew, err := i.isNew()
	if err != nil {
		return err
	}
	if isNew {
		err = i.create(ctx, project, result)
	} else {
		err = i.extend(ctx, project, result)
	}
	if err != nil {
		return err
	}

	i.summarise(project, result)
	return nil
}

// isNew reports whether the help centre does not exist yet. A folder with other things in it is an error.
func (i *markdownImporter) isNew() (bool, error) {
	if _, err := os.Stat(filepath.Join(i.into, config.Name)); err == nil {
		return false, nil
	}
	return true, checkEmpty(i.into)
}

// create writes a new help centre: first next to its place, then with one move.
func (i *markdownImporter) create(ctx context.Context, project *migrate.Project, result *migrate.Import) error {
	full, err := filepath.Abs(i.into)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
		return err
	}
	stage, err := os.MkdirTemp(filepath.Dir(full), ".import-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(stage)

	site := filepath.Join(stage, "site")
	if err := writeImport(ctx, site, project, result.Files); err != nil {
		return err
	}
	if err := i.recordAll(ctx, site, result.Moved); err != nil {
		return err
	}
	return moveInto(site, full)
}

// moveInto moves a folder to a place where there is nothing, or a folder that is empty except for a git repository.
func moveInto(site, place string) error {
	if err := os.Remove(place); err == nil || errors.Is(err, fs.ErrNotExist) {
		return os.Rename(site, place)
	}

	entries, err := os.ReadDir(site)
	for _, e := range entries {
		err = errors.Join(err, os.Rename(filepath.Join(site, e.Name()), filepath.Join(place, e.Name())))
	}
	return err
}

// extend adds the articles to an existing help centre. It changes no file of it, except the report of an earlier import
// and the lock.
func (i *markdownImporter) extend(ctx context.Context, project *migrate.Project, result *migrate.Import) error {
	files := maps.Clone(result.Files)
	delete(files, config.Name)
	report := files[migrate.ReportName]
	delete(files, migrate.ReportName)
	if err := dropEqual(i.into, project, files); err != nil {
		return err
	}

	restore, err := rememberFiles(filepath.Join(i.into, lock.Name), filepath.Join(i.into, baseline.Name))
	if err != nil {
		return err
	}

	written, err := writeNew(ctx, i.into, project, files)
	if err == nil {
		err = i.recordAll(ctx, i.into, result.Moved)
	}
	if err != nil {
		removeFiles(i.into, written)
		return errors.Join(err, restore())
	}
	return replaceFile(filepath.Join(i.into, migrate.ReportName), report.Text)
}

// rememberFiles reads files that may be missing, and returns a function that restores those that have changed since.
func rememberFiles(names ...string) (restore func() error, err error) {
	before := map[string][]byte{}
	for _, name := range names {
		data, err := readFile(name)
		if err == nil {
			before[name] = data
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}

	return func() error {
		var errs []error
		for _, name := range names {
			now, err := readFile(name)
			data, existed := before[name]
			switch {
			case errors.Is(err, fs.ErrNotExist) && !existed, err == nil && existed && bytes.Equal(now, data):
			case existed:
				errs = append(errs, replaceFile(name, data))
			default:
				errs = append(errs, os.Remove(name))
			}
		}
		return errors.Join(errs...)
	}, nil
}

// dropEqual leaves out the files that an earlier import has written. One with another content is an error.
func dropEqual(dir string, project *migrate.Project, files map[string]migrate.File) error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		old, err := regular.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		data, readErr := project.Content(files[name])
		switch {
		case err == nil && readErr == nil && bytes.Equal(old, data):
			delete(files, name)
		default:
			errs = append(errs, fmt.Errorf("%s exists already; nothing was written", path))
		}
	}
	return errors.Join(errs...)
}

// writeImport writes all files to a folder.
func writeImport(
	ctx context.Context, dir string, project *migrate.Project, files map[string]migrate.File,
) error {
	_, err := writeNew(ctx, dir, project, files)
	return err
}

// writeNew writes files that do not exist, and returns the names of those that it has written.
func writeNew(
	ctx context.Context, dir string, project *migrate.Project, files map[string]migrate.File,
) (written []string, err error) {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := ctx.Err(); err != nil {
			return written, err
		}
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			return written, fmt.Errorf("%q would be outside of %s", name, dir)
		}
		data, err := project.Content(files[name])
		if err != nil {
			return written, err
		}
		if err := createFile(dir, name, data); err != nil {
			return written, err
		}
		written = append(written, name)
	}
	return written, nil
}

// recordAll records the addresses of the help centre in its lock, and the headings whose IDs have changed.
func (i *markdownImporter) recordAll(ctx context.Context, dir string, moved []lock.Entry) error {
	options := generate.Options{
		ConfigFile: filepath.Join(dir, config.Name),
		Environ:    i.Environ,
		IgnoreLock: true,
	}
	options.Now = i.now
	result, err := generate.Load(ctx, options)
	if err != nil {
		return err
	}
	if result.Site == nil {
		return i.reportErrors(result)
	}

	result.Lock.Record(moved)
	result.Lock.Record(result.Site.Addresses())
	if err := replaceFile(options.LockFile(), result.Lock.Encode()); err != nil {
		return err
	}

	options.IgnoreLock = false
	return i.recordProblems(ctx, options)
}

// recordProblems records the problems that the articles have, so that only new ones fail.
func (i *markdownImporter) recordProblems(ctx context.Context, o generate.Options) error {
	o.Lint = true
	result, err := generate.Load(ctx, o)
	if err != nil {
		return err
	}
	if result.Site == nil {
		return i.reportErrors(result)
	}

	data, count := result.RecordBaseline(o)
	if i.problems = count; count == 0 {
		return nil
	}
	if err := replaceFile(o.BaselineFile(), data); err != nil {
		return err
	}
	err = result.MarkKnown(o)
	i.failing = result.Failed()
	return err
}

// summarise prints what was imported.
func (i *markdownImporter) summarise(project *migrate.Project, result *migrate.Import) {
	fmt.Fprintf(i.Stderr, "imported %s, %s and %s from %s into %s\n",
		cli.Count(result.Pages, "page"), cli.Count(result.Pictures, "picture"),
		cli.Count(result.Attachments, "attachment"), project.Origin(), i.into)
	fmt.Fprintf(i.Stderr, "kept %s\n", cli.Count(result.Addresses, "published address"))
	if i.problems > 0 {
		fmt.Fprintf(i.Stderr, "recorded %s of the articles in %s; signpost lint --all shows them\n",
			cli.Count(i.problems, "problem"), baseline.Name)
	}
	if i.failing {
		fmt.Fprintln(i.Stderr, "some problems cannot be recorded: signpost build shows them")
	}
	if n := len(result.Notes); n > 0 {
		fmt.Fprintf(i.Stderr, "%s in %s\n", cli.Count(n, "note"), filepath.Join(i.into, migrate.ReportName))
	}
}
