package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/earlier"
	"signpost/internal/generate"
	"signpost/internal/lock"
	"signpost/internal/problem"
	"signpost/internal/repair"
	"signpost/internal/rules"
	"signpost/internal/site"
)

// lockFixer is one run of "signpost lock fix".
type lockFixer struct {
	*locker
	dryRun bool
	format string
	out    string // the output folder of the last build

	cache site.Cache
}

func (l *locker) fixCommand() *cobra.Command {
	f := &lockFixer{locker: l}
	cmd := &cobra.Command{
		Use:   "fix",
		Short: "Redirect lost addresses to where their content is now",
		Long: `fix finds where the content of lost addresses is now, after articles were renamed,
moved, split or merged. It compares the articles with those of the last commits and of
the last build, by their codes, their text and their names.

It redirects the addresses about which there is no doubt, records the new addresses, and
prints what it did. It asks about the others, names texts that are similar, and leaves
their addresses as they are. It never retires an address. The exit code is 3 if a
question is open.`,
		Args: command.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd.Context()) },
	}

	cmd.Flags().BoolVar(&f.dryRun, "dry-run", false, "print what would change, and write nothing")
	addFormatFlag(cmd.Flags(), &f.format, textOrJSON)
	cmd.Flags().StringVar(&f.out, "out", "", "output `folder` of the last build (default: public next to the settings)")

	return cmd
}

// run repairs the lock and prints what happened.
func (f *lockFixer) run(ctx context.Context) error {
	if err := cli.OneOf("format", f.format, textOrJSON); err != nil {
		return err
	}

	if f.out == "" {
		f.out = filepath.Join(filepath.Dir(f.options.ConfigFile), "public")
	}

	f.options.Cache = &f.cache
	result, err := generate.Load(ctx, f.options)
	if err != nil {
		return err
	}

	if result.Site == nil {
		return f.reportErrors(result)
	}

	if hidden := hidingErrors(result.Problems); len(hidden) > 0 {
		if err := f.writeErrors(result.Source, hidden, false, "signpost lint --all"); err != nil {
			return err
		}
		return cli.WithHint(cli.ErrProblems, "fix these errors first: without them, addresses may not be lost")
	}

	fixed, err := f.fix(ctx, result)
	if err != nil {
		return err
	}

	if err := f.print(fixed); err != nil {
		return err
	}

	if len(fixed.Questions) > 0 {
		return cli.ErrProblems
	}

	return nil
}

// hiding are the rules whose problems hide addresses: without them, a lost address may not be lost.
var hiding = []string{
	rules.BadAttribute.ID,
	rules.BadInclude.ID,
	rules.BadSlug.ID,
	rules.BrokenLock.ID,
	rules.BrokenYAML.ID,
	rules.CodeWithoutID.ID,
	rules.DuplicateAddress.ID,
	rules.DuplicateAnchor.ID,
	rules.DuplicateCode.ID,
	rules.MalformedCode.ID,
	rules.NotUTF8.ID,
	rules.ReservedAddress.ID,
	rules.Unreadable.ID,
}

// hidingErrors returns the errors that must be fixed before the addresses of the site are known.
func hidingErrors(problems []problem.Problem) []problem.Problem {
	return slices.DeleteFunc(errorsIn(problems), func(p problem.Problem) bool {
		return p.Known || !slices.Contains(hiding, p.Rule)
	})
}

// lockRepair is the result of a run.
type lockRepair struct {
	Schema int `json:"schema"`
	*repair.Plan
	Recorded int       `json:"recorded"` // number of new addresses
	Links    []oldLink `json:"links"`
	DryRun   bool      `json:"dry_run"`
}

// oldLink is a link in an article to an address that has moved.
type oldLink struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Text string `json:"text"`
	Hint string `json:"hint"`
}

// fix changes the lock, and writes it if this is not a dry run.
func (f *lockFixer) fix(ctx context.Context, broken *generate.Result) (*lockRepair, error) {
	f.options.IgnoreLock = true
	r, err := generate.Load(ctx, f.options)
	if err != nil {
		return nil, err
	}

	if err := checkKept(ctx, f.options.LockFile(), r.Lock); err != nil {
		return nil, err
	}

	input, err := f.input(ctx, r, broken.Site.Lost)
	if err != nil {
		return nil, err
	}

	plan, err := repair.New(ctx, input)
	if err != nil {
		return nil, err
	}

	fixed := &lockRepair{Schema: 1, Plan: plan, DryRun: f.dryRun, Links: []oldLink{}}
	fixed.addCodes(r.Lock, broken.Problems)
	r.Lock.Redirect(targets(plan.Moves), addressesOf(r))
	if !slices.ContainsFunc(fixed.Questions, isLost) {
		fixed.Recorded = r.Lock.Record(fixed.withoutReused(r.Site.Addresses()))
	}

	if f.dryRun {
		return fixed, nil
	}

	if err := replaceFile(f.options.LockFile(), r.Lock.Encode()); err != nil {
		return nil, err
	}

	fixed.Links, err = f.oldLinks(ctx, broken.Problems)

	return fixed, err
}

// input returns what is compared.
func (f *lockFixer) input(ctx context.Context, r *generate.Result, lost []string) (repair.Input, error) {
	pages, err := earlier.Present(r.Site)
	slices.Sort(lost)

	return repair.Input{
		Lock:    r.Lock,
		Lost:    slices.Compact(lost),
		Present: pages,
		Folders: r.Site.Folders(),
		Versions: earlier.Versions(ctx, earlier.Source{
			Site:    r.Site,
			Content: f.options.ContentDir(),
			Lock:    f.options.LockFile(),
			Build:   f.out,
		}),
	}, err
}

// isLost reports whether a question is about an address that leads nowhere.
func isLost(q repair.Question) bool {
	return !q.Reused
}

// withoutReused returns the addresses that are not on a page about which there is a question: the writer may rename it.
func (r *lockRepair) withoutReused(present []lock.Entry) []lock.Entry {
	reused := map[string]bool{}
	for _, q := range r.Questions {
		reused[q.Address] = q.Reused
	}

	return slices.DeleteFunc(present, func(e lock.Entry) bool {
		page, _, _ := strings.Cut(e.Address, "#")
		return reused[page]
	})
}

func targets(moves []repair.Move) map[string]string {
	to := make(map[string]string, len(moves))
	for _, m := range moves {
		to[m.From] = m.To
	}

	return to
}

// addCodes adds a question about each published code that no heading declares any more, although its address leads to
// its content. A code has several addresses if its section moved: the question names the current one.
func (r *lockRepair) addCodes(published *lock.Lock, problems []problem.Problem) {
	byLine := map[int]lock.Entry{}
	for _, e := range published.Entries {
		byLine[e.Line] = e
	}

	for _, p := range problems {
		e := byLine[p.Line]
		isOpen := slices.ContainsFunc(r.Questions, func(q repair.Question) bool { return q.Code == e.Code })
		if p.Rule == rules.LostCode.ID && e.Code != "" && !isOpen {
			r.Questions = append(r.Questions, repair.Question{
				Address:    cmp.Or(e.To, e.Address),
				Code:       e.Code,
				CodeOnly:   true,
				Reason:     fmt.Sprintf("no heading declares the code %s any more", e.Code),
				Candidates: []repair.Candidate{},
			})
		}
	}
}

// oldLinks returns the links that were broken, and that now lead on to the new place of their target. They work, but
// should name it.
func (f *lockFixer) oldLinks(ctx context.Context, before []problem.Problem) ([]oldLink, error) {
	type place struct {
		file         string
		line, column int
	}

	broken := map[place]bool{}
	for _, p := range before {
		if p.Rule == rules.DeadPage.ID || p.Rule == rules.DeadAnchor.ID {
			broken[place{p.File, p.Line, p.Column}] = true
		}
	}

	links := []oldLink{}
	if len(broken) == 0 {
		return links, nil
	}

	f.options.IgnoreLock = false
	r, err := generate.Load(ctx, f.options)
	if err != nil {
		return nil, err
	}

	for _, p := range r.Problems {
		if broken[place{p.File, p.Line, p.Column}] {
			links = append(links, oldLink{p.File, p.Line, p.Text, p.Hint})
		}
	}

	return links, nil
}
