package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"signpost/internal/article"
	"signpost/internal/baseline"
	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/config"
	"signpost/internal/generate"
	"signpost/internal/lock"
	"signpost/internal/output"
	"signpost/internal/progress"
	"signpost/internal/site"
)

// builder is one run of "signpost build".
type builder struct {
	*program
	options generate.Options
	out     string // the output folder or .zip file
	quiet   bool
	all     bool // show all problems
	wait    time.Duration

	messages io.Writer // for what was done
	progress *progress.Line
	start    time.Time
	lock     *output.Lock // of the output folder
}

func (p *program) buildCommand() *cobra.Command {
	b := &builder{program: p}
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Build the site",
		Long: `build writes the site to the output folder. It replaces the whole site, or leaves
the previous one as it is.`,
		Args: command.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return b.run(cmd.Context()) },
	}

	flags := cmd.Flags()
	p.addBuildFlags(flags, &b.options)
	flags.StringVar(&b.out, "out", "",
		"output `folder` or .zip file (default: public next to the settings, public-NAME with --audience NAME)")
	flags.StringVar(&b.options.BaseURL, "base-url", "", "`address` of the site; overrides base_url in the settings")
	flags.BoolVar(&b.options.Portable, "portable", false,
		"build a copy that works from disk, without a server; with --out FILE.zip, a single file")
	addDraftsFlag(flags, &b.options)
	addAudienceFlag(flags, &b.options)
	p.addNowFlag(flags, &b.options.Now)
	flags.IntVar(&b.options.Jobs, "jobs", 0, "`number` of files to read at the same time (default: one per processor)")
	addAllFlag(flags, &b.all)
	flags.DurationVar(&b.wait, "wait", time.Minute, "`time` to wait for another build of the same folder")
	flags.BoolVar(&b.quiet, "quiet", false, "print only problems")
	return cmd
}

func (b *builder) run(ctx context.Context) error {
	if b.out == "" {
		b.out = filepath.Join(filepath.Dir(b.options.ConfigFile), b.defaultFolder())
	}
	b.messages = b.Stderr
	if b.quiet {
		b.messages = io.Discard
	}
	b.progress = progress.New(b.messages, b.Now)
	b.start = b.Now()

	if err := b.checkFlags(); err != nil {
		return err
	}
	if err := b.checkOutputFolder(); err != nil {
		return err
	}
	if output.IsBuilt(b.out) { // a new folder is not created until the site can be built
		if err := b.acquireLock(ctx); err != nil {
			return err
		}
	}
	return errors.Join(b.build(ctx), b.lock.Release())
}

// defaultFolder returns the name of the output folder. Internal pages have a folder of their own, so that they are not
// published by mistake.
func (b *builder) defaultFolder() string {
	if b.options.Audience == article.PublicAudience {
		return "public"
	}
	return "public-" + b.options.Audience
}

// acquireLock waits for another build of the output folder, unless this build has its lock.
func (b *builder) acquireLock(ctx context.Context) error {
	if b.lock != nil {
		return nil
	}
	var err error
	b.lock, err = output.Acquire(ctx, b.out, output.Waiting{
		Limit:  b.wait,
		Report: func(text string) { fmt.Fprintf(b.Stderr, "%s: %s\n", b.out, text) },
	})
	if err != nil && ctx.Err() == nil {
		err = fmt.Errorf("%s: %w", b.out, err)
	}
	return err
}

// checkFlags checks the values of the flags before anything is read.
func (b *builder) checkFlags() error {
	if err := checkAudience(&b.options); err != nil {
		return err
	}
	if _, err := config.BaseURL(cmp.Or(b.options.BaseURL, "https://help.example/")); err != nil {
		return cli.Usagef("give the whole address, such as https://help.example/", "--base-url: %w", err)
	}
	if b.options.Jobs < 0 {
		return cli.Usagef("use 1 or more", "invalid value %d for --jobs", b.options.Jobs)
	}
	if b.wait < 0 {
		return cli.Usagef("use 0 to fail at once", "invalid value %v for --wait", b.wait)
	}
	if output.IsArchive(b.out) && !b.options.Portable {
		return cli.Usagef("add --portable", "--out is a .zip file, which only a portable copy can be")
	}
	return nil
}

// checkOutputFolder refuses an output folder that contains the articles or the settings. Other files that signpost did
// not write stay where they are, and the user is told about them.
func (b *builder) checkOutputFolder() error {
	if output.IsArchive(b.out) {
		return nil
	}
	others, err := output.Others(b.out)
	if err != nil || len(others) == 0 {
		return err
	}

	if contains(b.out, b.options.ConfigFile) || contains(b.out, b.options.ContentDir()) {
		err := fmt.Errorf("--out is %s, which contains the articles or the settings", b.out)
		return cli.WithHint(err, "name a folder that contains only the site")
	}

	names := others[0]
	if len(others) > 1 {
		names += fmt.Sprintf(" and %d more", len(others)-1)
	}
	fmt.Fprintf(b.messages, "%s: kept %s, which signpost did not write\n", b.out, names)
	return nil
}

// contains reports whether a file is a folder or inside of it.
func contains(dir, file string) bool {
	dir, dirErr := filepath.Abs(dir)
	file, fileErr := filepath.Abs(file)
	relative, err := filepath.Rel(dir, file)
	return errors.Join(dirErr, fileErr, err) == nil && filepath.IsLocal(relative)
}

// build writes the site, unless the output folder contains the same site already.
func (b *builder) build(ctx context.Context) error {
	gc := generate.StartGC(b.options.Environ)
	defer gc.Stop()

	b.options.Fingerprint = generate.TakeFingerprint(ctx, b.options)
	sum := func() string { return b.options.Fingerprint.Sum(ctx) }
	if n, note, ok := output.Current(ctx, b.out, sum); ok {
		fmt.Fprintf(b.messages, "nothing has changed: %s is up to date (%s)\n", b.out, cli.Count(n, "file"))
		io.WriteString(b.messages, note)
		return nil
	}

	articles, err := b.openLibrary("articles", b.options.ContentDir())
	if err != nil {
		return err
	}
	defer articles.Close(ctx)
	b.options.Library = articles
	result, err := b.loadCached(ctx)
	if err != nil {
		return err
	}

	gc.StartWriting()
	b.options.Scaler.RemoveUnused()
	write := b.writeFolder
	if output.IsArchive(b.out) {
		write = b.writeArchive
	}
	if err := write(ctx, result); err != nil {
		return err
	}
	b.pruneBaseline(result, b.options)
	return nil
}

// loadCached loads the site with the pictures and dates that earlier builds have cached.
func (b *builder) loadCached(ctx context.Context) (*generate.Result, error) {
	b.options.Scaler = b.pictureScaler()
	b.options.History = b.dateHistory(b.options.ContentDir())
	b.options.Progress = func(done, total int) { b.progress.Show("reading articles", done, total) }
	result, err := generate.Load(ctx, b.options)
	if err != nil {
		return nil, err
	}
	b.progress.Clear()
	if err := b.print(result); err != nil {
		return nil, err
	}
	return result, nil
}

// note returns what is still to be done about a site without new errors, in lines. Addresses of drafts and of
// internal pages are not published, so that they need no lock.
func (b *builder) note(r *generate.Result) string {
	var note strings.Builder
	if known := len(errorsIn(r.Problems)); known > 0 {
		fmt.Fprintf(&note, "%s in %s; signpost lint --all shows them\n",
			cli.Count(known, "known error"), baseline.Name)
	}

	if n := len(r.Lock.Unrecorded(r.Site.Addresses())); n > 0 && !b.options.Drafts && !r.Site.IsInternal() {
		fmt.Fprintf(&note, "%s not recorded in %s yet; signpost lock records them\n",
			cli.Count(n, "address"), lock.Name)
	}

	noteLargeCollections(&note, r.Site)

	return note.String()
}

// noteLargeCollections names the collections that are too large to be printed as one document.
func noteLargeCollections(note io.Writer, s *site.Site) {
	var large []string
	for _, e := range s.Editions {
		for _, c := range append([]*site.Collection{e.Home}, e.Collections...) {
			if e.IsTooLarge(c) {
				large = append(large, c.Path)
			}
		}
	}

	if len(large) > 0 {
		fmt.Fprintf(note, "too large to be printed as one document: %s\n", shorten(large))
	}
}

// shorten joins names, and counts those after the first three.
func shorten(names []string) string {
	const most = 3
	if len(names) <= most {
		return strings.Join(names, ", ")
	}

	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// print prints the errors of a site, and returns cli.ErrProblems if there are any. Only lint prints warnings.
func (b *builder) print(r *generate.Result) error {
	if !r.Failed() {
		return nil
	}
	if err := b.writeErrors(r.Source, r.Problems, b.all, "--all"); err != nil {
		return err
	}
	if !b.quiet {
		suggestExplain(b.Stderr, errorsIn(r.Problems))
	}
	return cli.ErrProblems
}

func (b *builder) writeArchive(ctx context.Context, result *generate.Result) error {
	site, err := result.Output(ctx)
	if err != nil {
		return b.outputError(err)
	}
	files, err := site.All(ctx)
	if err != nil {
		return b.outputError(err)
	}
	if err := output.Archive(ctx, b.out, files); err != nil {
		return b.outputError(err)
	}

	fmt.Fprintf(b.messages, "built %s in %s: %s, in %s\n",
		describe(result), b.out, cli.Count(len(files), "file"), b.elapsed())
	io.WriteString(b.messages, b.note(result))
	return nil
}

func (b *builder) writeFolder(ctx context.Context, result *generate.Result) error {
	site, err := result.Output(ctx)
	if err != nil {
		return b.outputError(err)
	}
	if err := b.acquireLock(ctx); err != nil {
		return err
	}
	site.Lock = b.lock
	site.Fingerprint = b.options.Fingerprint.Sum(ctx)
	if b.options.Audience != article.PublicAudience {
		site.Audience = b.options.Audience
	}
	site.Note = b.note(result)
	site.Progress = func(done, total int) { b.progress.Show("writing files", done, total) }
	site.Report = func(text string) { fmt.Fprintf(b.Stderr, "%s: %s\n", b.out, text) }
	summary, err := output.Write(ctx, b.out, site)
	b.progress.Clear()
	if err != nil {
		return b.outputError(err)
	}

	fmt.Fprintf(b.messages, "built %s in %s: %d files written, %d unchanged, %d removed, in %s\n",
		describe(result), b.out, summary.Written, summary.Unchanged, summary.Removed, b.elapsed())
	io.WriteString(b.messages, site.Note)
	return nil
}

// outputError adds the name of the output to an error, and a hint if a file in it is not from signpost.
func (b *builder) outputError(err error) error {
	err = fmt.Errorf("%s: %w", b.out, err)
	var foreign *output.ForeignError
	if errors.As(err, &foreign) {
		return cli.WithHint(err, "choose another name with --out, or move the file")
	}
	var audience *output.AudienceError
	if errors.As(err, &audience) {
		return cli.WithHint(err, "name another folder with --out, or delete this one")
	}
	return err
}

func (b *builder) elapsed() time.Duration {
	return b.Now().Sub(b.start).Round(time.Millisecond)
}

// describe counts the articles, collections and codes of a site.
func describe(r *generate.Result) string {
	articles, collections := 0, 0
	for _, e := range r.Site.Editions {
		articles += len(e.Articles)
		collections += len(e.Collections)
	}
	return fmt.Sprintf("%s, %s, %s",
		cli.Count(articles, "article"),
		cli.Count(collections, "collection"),
		cli.Count(len(r.Site.Registry.Codes), "error code"))
}
