package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/generate"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// locker is one run of "signpost lock" or one of its subcommands.
type locker struct {
	*program
	options generate.Options
	reason  string // --reason of retire
	from    string // --from: a file with published addresses
	moves   bool   // --move: redirect lost ones to their new pages
	check   bool   // --check: change nothing
	all     bool   // with --check, print all addresses
}

func (p *program) lockCommand() *cobra.Command {
	l := &locker{program: p}
	cmd := &cobra.Command{
		Use:   "lock",
		Short: "Record the addresses of the site as published",
		Long: `lock records every address of the site in anchors.lock, next to the settings. From
then on lint and build fail if one of them no longer leads anywhere; "signpost lock fix"
finds where its content is now.

--from records the addresses that another program published: those in a sitemap, in a
list with one URL or path per line, or in the first column of a CSV table, also with .gz.
An index of sitemaps reads the files next to it. Hosts and base paths are left out. The
addresses are printed: those that are kept, and those that are lost, with their
new page if there is no doubt about it. The exit code is 3 if one is lost.

--check changes nothing. It prints the addresses of the site that are not recorded;
the exit code is 3 if there are any.`,
		Args: command.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return l.run(cmd.Context()) },
	}

	cmd.Flags().StringVar(&l.from, "from", "", "record published addresses from a `file`, instead of those of the site")
	cmd.Flags().BoolVar(&l.moves, "move", false, "with --from, redirect lost addresses to their new pages")
	cmd.Flags().BoolVar(&l.check, "check", false, "change nothing; fail if an address of the site is not recorded")
	cmd.Flags().BoolVar(&l.all, "all", false, "with --check, print all addresses, not only the first ones")

	cmd.AddCommand(l.fixCommand(), l.moveCommand(), l.retireCommand())
	p.addBuildFlags(cmd.PersistentFlags(), &l.options)
	p.addNowFlag(cmd.PersistentFlags(), &l.options.Now)
	return cmd
}

// run records the addresses of the site, or those in a file.
func (l *locker) run(ctx context.Context) error {
	switch {
	case l.check && l.from != "":
		return cli.Usagef("use one of them", "--check and --from are two commands")
	case l.moves && l.from == "":
		return cli.Usagef("name a sitemap or a list: --from sitemap.xml", "--move needs --from")
	case l.all && !l.check:
		return cli.Usagef("run: signpost lock --check --all", "--all needs --check")
	case l.check:
		return l.checkRecorded(ctx)
	case l.from != "":
		return l.recordFrom(ctx)
	}
	return l.change(ctx, l.record)
}

func (l *locker) moveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "move OLD NEW",
		Short: "Redirect a published address to another one",
		Long: `move redirects OLD, a published address that no longer exists, to NEW, an address of
the site. Both begin at the root of the site; quote those of headings in a shell.`,
		Example: `  signpost lock move /cards/reset/ /cards/renew/
  signpost lock move '/cards/add/#reset-the-card' '/cards/add/#restart-the-card'`,
		Args: command.Args("the old address and the new one", 2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return l.change(cmd.Context(), func(r *generate.Result) error { return l.move(r, args[0], args[1]) })
		},
	}
}

func (l *locker) retireCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "retire OLD --reason TEXT",
		Short: "Replace a published address with a notice explaining why its content was removed",
		Long: `retire replaces OLD, a published address that no longer exists, with a notice that
shows TEXT to readers who follow an old link. The headings of a page are retired with it.`,
		Example: `  signpost lock retire /cards/fax/ --reason "Faxes ended in 2026."`,
		Args:    command.Args("one address", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if strings.TrimSpace(l.reason) == "" {
				return cli.Usagef("say why the content is gone; readers see this text", "--reason is missing")
			}
			return l.change(cmd.Context(), func(r *generate.Result) error { return l.retire(r, args[0]) })
		},
	}
	cmd.Flags().StringVar(&l.reason, "reason", "", "`text` for readers who follow an old link")
	return cmd
}

// change loads the site and its lock, changes the lock and replaces its file. The site may have errors: after an
// article has moved, its author may fix the links to it before or after the lock.
func (l *locker) change(ctx context.Context, change func(*generate.Result) error) error {
	l.options.IgnoreLock = true
	result, err := generate.Load(ctx, l.options)
	if err != nil {
		return err
	}
	if result.Site == nil || slices.ContainsFunc(result.Problems, isBrokenLock) {
		return l.reportErrors(result)
	}

	if err := checkKept(ctx, l.options.LockFile(), result.Lock); err != nil {
		return err
	}
	if err := change(result); err != nil {
		return err
	}
	return replaceFile(l.options.LockFile(), result.Lock.Encode())
}

// isBrokenLock reports whether a problem is a line of the lock that cannot be read. Writing the lock would lose it.
func isBrokenLock(p problem.Problem) bool { return p.Rule == rules.BrokenLock.ID }

// record adds the addresses of the site to the lock.
func (l *locker) record(r *generate.Result) error {
	if r.Failed() {
		return l.reportErrors(r)
	}

	added := r.Lock.Record(r.Site.Addresses())
	fmt.Fprintf(l.Stderr, "recorded %s, %d in total\n", cli.Count(added, "new address"), len(r.Lock.Entries))
	return nil
}

// move redirects an address. Anchors of a page move with it if the new page has them.
func (l *locker) move(r *generate.Result, from, to string) error {
	if err := checkUnused(r, from); err != nil {
		return err
	}
	exists := addressesOf(r)
	if !exists(to) {
		if r.Failed() {
			return l.reportErrors(r) // the new address may be in an article that cannot be read
		}
		err := fmt.Errorf("no page or heading at %q", to)
		return cli.WithHint(err, "give the address from the root of the site, such as /payments/refused-card/#the-id")
	}

	left, err := r.Lock.Move(from, to, exists)
	if err != nil {
		return err
	}
	fmt.Fprintf(l.Stderr, "%s now leads to %s\n", from, to)
	page, _, _ := strings.Cut(to, "#")
	for _, address := range left {
		fmt.Fprintf(l.Stderr, "%s still needs a new address: %s has no heading with its ID\n", address, page)
	}
	return nil
}

// retire replaces an address with a notice.
func (l *locker) retire(r *generate.Result, address string) error {
	if err := checkUnused(r, address); err != nil {
		return err
	}
	if err := r.Lock.Retire(address, l.reason); err != nil {
		return err
	}
	fmt.Fprintf(l.Stderr, "%s is retired\n", address)
	return nil
}

// addressesOf returns a function that reports whether the site has an address.
func addressesOf(r *generate.Result) func(address string) bool {
	all := map[string]bool{}
	for _, e := range r.Site.Addresses() {
		all[e.Address] = true
	}
	return func(address string) bool { return all[address] }
}

// checkUnused returns an error if the site still has an address that the user wants to redirect or retire.
func checkUnused(r *generate.Result, address string) error {
	if !addressesOf(r)(address) {
		return nil
	}
	return cli.WithHint(fmt.Errorf("%s still exists on the site", address), "remove it from the articles first")
}
