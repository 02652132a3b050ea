package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/config"
	"signpost/internal/generate"
	"signpost/internal/history"
	"signpost/internal/library"
	"signpost/internal/output"
	"signpost/internal/picture"
	"signpost/internal/progress"
)

func buildCommand() *cobra.Command {
	var o generate.Options
	var out string
	var quiet bool
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Build the site: whole, or not at all",
		Args:  command.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if out == "" {
				out = filepath.Join(filepath.Dir(o.ConfigFile), "public")
			}
			if err := checkBuild(o, out); err != nil {
				return err
			}
			told := cmd.ErrOrStderr()
			if quiet {
				told = io.Discard
			}
			if err := checkOthers(o, out, told); err != nil {
				return err
			}
			return buildSite(cmd, o, out, told, progress.New(told, time.Now))
		},
	}
	addBuildFlags(cmd.Flags(), &o)
	cmd.Flags().StringVar(&out, "out", "", "`folder` of the site, or .zip file (default: public beside the settings)")
	cmd.Flags().StringVar(&o.BaseURL, "base-url", "", "`address` of the site, before that of the settings")
	cmd.Flags().BoolVar(&o.Portable, "portable", false, "make a copy that opens by double click, without a server; with --out FILE.zip, one file")
	cmd.Flags().BoolVar(&o.Drafts, "drafts", false, "build drafts too")
	addNow(cmd.Flags(), &o.Now)
	cmd.Flags().IntVar(&o.Jobs, "jobs", 0, "files read at once (default: one for each processor)")
	cmd.Flags().BoolVar(&quiet, "quiet", false, "say nothing but problems")
	return cmd
}

// checkBuild looks at what the flags say before anything is read.
func checkBuild(o generate.Options, out string) error {
	switch _, err := config.BaseURL(cmp.Or(o.BaseURL, "https://help.example/")); {
	case err != nil:
		return cli.Usagef("give the whole address, such as https://help.example/", "--base-url: %w", err)
	case o.Jobs < 0:
		return cli.Usagef("use 1 or more", "invalid value %d for --jobs", o.Jobs)
	case output.IsArchive(out) && !o.Portable:
		return cli.Usagef("add --portable", "--out is a .zip file, and only a portable copy can be one")
	}
	return nil
}

// checkOthers looks at what stands where the site is to go. Somebody's own files are left as they are, and told; a folder with the articles or the
// settings in it was meant for nothing else.
func checkOthers(o generate.Options, out string, told io.Writer) error {
	if output.IsArchive(out) {
		return nil
	}
	others, err := output.Others(out)
	switch {
	case err != nil || len(others) == 0:
		return err
	case holds(out, o.ConfigFile) || holds(out, o.ContentDir()):
		return cli.WithHint(fmt.Errorf("--out is %s, which contains the articles or the settings", out), "name a folder that contains only the site")
	}
	if len(others) > 1 {
		others[0] += fmt.Sprintf(" and %d more", len(others)-1)
	}
	fmt.Fprintf(told, "%s: left as it is, since signpost did not write it: %s\n", out, others[0])
	return nil
}

// holds reports whether a file is a folder or stands below it.
func holds(dir, file string) bool {
	dir, dirErr := filepath.Abs(dir)
	file, fileErr := filepath.Abs(file)
	inside, err := filepath.Rel(dir, file)
	return errors.Join(dirErr, fileErr, err) == nil && filepath.IsLocal(inside)
}

// buildSite builds into the folder out, unless it holds the same site already, and tells what it did.
func buildSite(cmd *cobra.Command, o generate.Options, out string, told io.Writer, line *progress.Line) (err error) {
	start := time.Now()
	grow(growthReading)
	defer runtime.KeepAlive(ballast())
	o.Fingerprint = generate.TakeFingerprint(cmd.Context(), o)
	if n, ok := output.Current(cmd.Context(), out, func() string { return o.Fingerprint.Sum(cmd.Context()) }); ok {
		fmt.Fprintf(told, "nothing has changed: %d files in %s are as they were\n", n, out)
		return nil
	}
	if o.Library, err = openLibrary("articles", o.ContentDir()); err != nil {
		return err
	}
	defer o.Library.Close(cmd.Context())
	o.Scaler = &picture.Scaler{Dir: kept("pictures"), Now: start}
	o.History = &history.Reader{File: keptOf("dates", o.ContentDir()), Now: start}
	o.Progress = func(done, total int) { line.Show("reading articles", done, total) }
	result, err := load(cmd, o)
	if err != nil {
		return err
	}
	grow(growthWriting)
	o.Scaler.RemoveUnused()
	if output.IsArchive(out) {
		return archive(cmd.Context(), result, out, start, told)
	}
	summary, err := write(cmd.Context(), result, out, o.Fingerprint.Sum(cmd.Context()), func(done, total int) { line.Show("writing files", done, total) })
	line.Clear()
	if err != nil {
		return err
	}
	fmt.Fprintf(told, "built %s in %s: %d files written, %d unchanged, %d removed, in %s\n", describe(result), out,
		summary.Written, summary.Unchanged, summary.Removed, time.Since(start).Round(time.Millisecond))
	return nil
}

// openLibrary opens the library of a content folder. what tells the one of lint, which checks more of each article, from
// that of builds. A program whose own file is gone, as after an update, uses a temporary library: no later run could know
// what parsed its articles.
func openLibrary(what, content string) (*library.Library, error) {
	program, err := generate.Program()
	if err != nil {
		return library.NewTemporary()
	}
	return library.Open(keptOf(what, content), program, time.Now())
}

// By how many percent memory grows until garbage is collected. While articles are read, little is kept and much thrown away; the search index takes most, and
// the peak is there. docs/performance.md has what this and the ballast save and cost.
const (
	growthReading = 250
	growthWriting = 60
)

// grow sets the percentage, unless the environment says otherwise.
func grow(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}

// ballast is counted as memory in use and never touched, so that the system gives none for it. Without, what is no longer needed would be looked for
// after every few megabytes while not much is kept. Where the environment sets the percentage, it has its way alone.
func ballast() []byte {
	if os.Getenv("GOGC") != "" {
		return nil
	}
	return make([]byte, 16<<20)
}

// archive writes the site into one file.
func archive(ctx context.Context, result *generate.Result, out string, start time.Time, told io.Writer) error {
	var files []output.File
	site, err := result.Output(ctx)
	if err == nil {
		files, err = site.All(ctx)
	}
	if err == nil {
		err = output.Archive(ctx, out, files)
	}
	if foreign := new(output.ForeignError); errors.As(err, &foreign) {
		err = cli.WithHint(err, "choose another name with --out, or move the file")
	}
	if err != nil {
		return fmt.Errorf("%s: %w", out, err)
	}
	fmt.Fprintf(told, "built %s in %s: %s, in %s\n", describe(result), out, count(len(files), "file"), time.Since(start).Round(time.Millisecond))
	return nil
}

func write(ctx context.Context, result *generate.Result, out, fingerprint string, progress func(done, total int)) (output.Summary, error) {
	site, err := result.Output(ctx)
	if err != nil {
		return output.Summary{}, err
	}
	site.Fingerprint, site.Progress = fingerprint, progress
	summary, err := output.Write(ctx, out, site)
	if foreign := new(output.ForeignError); errors.As(err, &foreign) {
		err = cli.WithHint(err, "choose another folder with --out, or move the file")
	}
	if err != nil {
		return summary, fmt.Errorf("%s: %w", out, err)
	}
	return summary, nil
}

// describe counts what a site is made of.
func describe(r *generate.Result) string {
	articles, collections := 0, 0
	for _, e := range r.Site.Editions {
		articles += len(e.Articles)
		collections += len(e.Collections)
	}
	return fmt.Sprintf("%s, %s, %s", count(articles, "article"), count(collections, "collection"), count(len(r.Site.Registry.Codes), "error code"))
}

func count(n int, noun string) string {
	switch {
	case n == 1:
	case strings.HasSuffix(noun, "s"):
		noun += "es"
	default:
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}
