package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/compare"
	"signpost/internal/config"
	"signpost/internal/generate"
	"signpost/internal/progress"
	"signpost/internal/snapshot"
)

// differ is one run of "signpost diff".
type differ struct {
	*program
	options generate.Options // of the sources in the working directory
	format  string
	preview string

	// noHistory is set if one of the versions is a revision, which has no dates from git.
	noHistory bool

	progress *progress.Line
}

// diffFormats lists the formats of diff.
var diffFormats = []string{"text", "markdown", "json"}

func (p *program) diffCommand() *cobra.Command {
	d := &differ{program: p}
	cmd := &cobra.Command{
		Use:   "diff OLD [NEW]",
		Short: "Compare two versions of the site, and fail if an address is lost",
		Long: `diff compares two versions of a site and lists the pages, addresses, error codes
and files that were added, changed, moved, retired or lost. Each version is

  - a folder or a .zip file: a built site, of any generator, or the sources of a
    help centre;
  - the URL of a live site;
  - a revision of the git repository, such as HEAD~1 or origin/main, whose sources
    are read. REV:DIR reads the settings in DIR. git:REV is a revision even if a
    file has that name.

Without NEW, OLD is compared with the sources in the working directory. diff
fails if an address or a code of OLD leads nowhere in NEW.`,
		Args: command.Args("the old version, and the new one", 1, 2),
		RunE: func(cmd *cobra.Command, args []string) error { return d.run(cmd.Context(), args) },
	}

	flags := cmd.Flags()
	p.addBuildFlags(flags, &d.options)
	p.addNowFlag(flags, &d.options.Now)
	addFormatFlag(flags, &d.format, diffFormats)
	flags.StringVar(&d.preview, "preview", "", "`address` of a preview of NEW, for links in Markdown")
	return cmd
}

func (d *differ) run(ctx context.Context, args []string) error {
	if err := d.checkFlags(); err != nil {
		return err
	}
	if slices.Contains(args, "") { // an unset variable of a script would compare the sources with themselves
		return cli.Usagef("give a folder, a .zip file, a URL or a revision of git", "the name of a version is empty")
	}

	d.progress = progress.New(d.Stderr, d.Now)
	d.noHistory = slices.ContainsFunc(args, isRevision)
	before, after := &diffSide{label: "OLD", name: args[0]}, &diffSide{label: "NEW"}
	if len(args) > 1 {
		after.name = args[1]
	}

	report, err := d.compare(ctx, before, after)
	d.progress.Clear()
	if err != nil {
		return err
	}
	if err := d.print(report); err != nil {
		return err
	}

	fmt.Fprintln(d.Stderr, report.Summary())
	if !report.Failed() {
		return nil
	}
	return cli.Problems(errors.New("addresses that worked in OLD lead nowhere in NEW"),
		howToRepair(report))
}

// howToRepair returns what to do about lost addresses. Only sources have a lock whose addresses lock fix can move.
func howToRepair(r *compare.Report) string {
	isSource := func(s compare.Side) bool { return s.Kind == workingDirectory || s.Kind == gitRevision }
	if isSource(r.Old) && isSource(r.New) {
		return "run: signpost lock fix, which finds where their content is now and asks about the rest"
	}
	return "redirect each with an alias or signpost lock move, or retire it with signpost lock retire"
}

func (d *differ) checkFlags() error {
	if err := cli.OneOf("format", d.format, diffFormats); err != nil {
		return err
	}
	if d.preview == "" {
		return nil
	}
	normal, err := config.BaseURL(d.preview)
	if err != nil {
		return cli.Usagef("give the whole address, such as https://preview.example/", "--preview: %w", err)
	}
	d.preview = normal
	return nil
}

// compare reads and compares the two versions.
func (d *differ) compare(ctx context.Context, before, after *diffSide) (*compare.Report, error) {
	for _, v := range []*diffSide{before, after} {
		defer v.close()
		if err := d.read(ctx, v); err != nil {
			return nil, v.explain(ctx, err)
		}
	}

	// A live site is asked for the addresses of the other, which its sitemap may not contain.
	for _, pair := range [][2]*diffSide{{after, before}, {before, after}} {
		if live := pair[0].live; live != nil {
			if err := live.Complete(ctx, pair[0].site, pair[1].site); err != nil {
				return nil, pair[0].explain(ctx, err)
			}
		}
	}

	d.progress.Clear()
	report, err := compare.Sites(ctx, before.site, after.site)
	if err != nil {
		return nil, err
	}

	report.Old, report.New = before.side(), after.side()
	for _, v := range []*diffSide{before, after} {
		for _, note := range v.site.Notes {
			fmt.Fprintf(d.Stderr, "%s: %s\n", v, note)
		}
	}
	return report, nil
}

// side returns the description of a version for the report.
func (v *diffSide) side() compare.Side {
	notes := v.site.Notes
	if notes == nil {
		notes = []string{}
	}
	return compare.Side{
		Name:  v.name,
		Kind:  v.kind,
		Base:  v.site.Base,
		Notes: notes,
	}
}

func (d *differ) print(r *compare.Report) error {
	switch d.format {
	case "json":
		return cli.WriteJSON(d.Stdout, r)
	case "markdown":
		o := compare.Markdown{Preview: d.previewOf(r), Advice: howToRepair(r)}
		_, err := fmt.Fprint(d.Stdout, r.Markdown(o))
		return err
	}
	return r.WriteText(d.Stdout)
}

// previewOf returns the address of the new site for links. A live site needs no preview.
func (d *differ) previewOf(r *compare.Report) string {
	if d.preview == "" && r.New.Kind == liveSite {
		return r.New.Base
	}
	return d.preview
}

// showProgress returns a function that shows how many pages of a live site were requested.
func (d *differ) showProgress(v *diffSide) func(done, total int) {
	return func(done, total int) { d.progress.Show("reading "+v.String(), done, total) }
}

// diffSide is one of the two versions that are compared.
type diffSide struct {
	label string // "OLD" or "NEW"
	name  string // as the user wrote it; empty for the working directory
	kind  string
	site  *snapshot.Snapshot

	live      *snapshot.Live // of a live site
	transport *http.Transport
}

// close closes the connections to a live site.
func (v *diffSide) close() {
	if v.transport != nil {
		v.transport.CloseIdleConnections()
	}
}

// String returns how messages name the side.
func (v *diffSide) String() string {
	if v.name == "" {
		return v.label
	}
	return fmt.Sprintf("%s (%.200s)", v.label, v.name)
}
