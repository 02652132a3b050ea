package main

import (
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

func lockCommand() *cobra.Command {
	var o generate.Options
	cmd := &cobra.Command{
		Use:   "lock",
		Short: "Record every address of the site as published, in anchors.lock",
		Long: `lock records every address of the site as published, in anchors.lock beside the settings.
From then on build and lint fail when one of them leads nowhere any more, and say which command mends it.`,
		Args: command.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return changeLock(cmd, o, func(r *generate.Result) error {
				if r.Failed() {
					return refuse(cmd, r)
				}
				added := r.Lock.Record(r.Site.Addresses())
				fmt.Fprintf(cmd.ErrOrStderr(), "%s recorded, %d in all\n", count(added, "new address"), len(r.Lock.Entries))
				return nil
			})
		},
	}
	cmd.AddCommand(moveCommand(&o), retireCommand(&o))
	addBuildFlags(cmd.PersistentFlags(), &o)
	addNow(cmd.PersistentFlags(), &o.Now)
	return cmd
}

// changeLock loads the site and the lock, lets change work on the lock, and writes it: whole, or not at all. The site may have
// errors: where an article moved, links to it are broken until each is mended, and that can come before or after the lock.
func changeLock(cmd *cobra.Command, o generate.Options, change func(*generate.Result) error) error {
	o.IgnoreLock = true
	result, err := generate.Load(cmd.Context(), o)
	if err != nil {
		return err
	}
	if result.Site == nil || slices.ContainsFunc(result.Problems, inLock) {
		return refuse(cmd, result)
	}
	if err := change(result); err != nil {
		return err
	}
	if err := replace(o.LockFile(), result.Lock.Encode()); err != nil {
		return err
	}
	return nil
}

// inLock reports whether a problem is that a line of the lock cannot be read, which would be lost.
func inLock(p problem.Problem) bool { return p.Rule == rules.BrokenLock.ID }

func moveCommand(o *generate.Options) *cobra.Command {
	return &cobra.Command{
		Use:   "move OLD NEW",
		Short: "Make a published address lead to another from now on",
		Args:  command.Args("the old address and the new one", 2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return changeLock(cmd, *o, func(r *generate.Result) error {
				from, to := args[0], args[1]
				if err := gone(r, from); err != nil {
					return err
				}
				has := func(address string) bool { return hasAddress(r, address) }
				if !has(to) && r.Failed() {
					return refuse(cmd, r) // it may stand in an article that cannot be read
				}
				if !has(to) {
					return cli.WithHint(fmt.Errorf("no page or heading at %q", to), "give the address from the root of the site, such as /smartcards/resolve/#the-id")
				}
				left, err := r.Lock.Move(from, to, has)
				if err != nil {
					return err
				}
				fmt.Fprintf(cmd.ErrOrStderr(), "%s leads to %s\n", from, to)
				for _, address := range left {
					fmt.Fprintf(cmd.ErrOrStderr(), "%s is left: %s has no heading of its id\n", address, strings.SplitN(to, "#", 2)[0])
				}
				return nil
			})
		},
	}
}

// hasAddress reports whether an address is one of the site's own.
func hasAddress(r *generate.Result, address string) bool {
	for _, e := range r.Site.Addresses() {
		if e.Address == address {
			return true
		}
	}
	return false
}

// gone makes sure that nothing stands at an address that is to lead elsewhere: readers of its page would never get there.
func gone(r *generate.Result, address string) error {
	if hasAddress(r, address) {
		return fmt.Errorf("%s stands: take it out of the articles first", address)
	}
	return nil
}

func retireCommand(o *generate.Options) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "retire OLD --reason TEXT",
		Short: "Let a published address lead to a page that says why what stood there is gone",
		Args:  command.Args("one address", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if strings.TrimSpace(reason) == "" {
				return cli.Usagef("give a text for readers who follow an old link", "--reason is missing")
			}
			return changeLock(cmd, *o, func(r *generate.Result) error {
				if err := gone(r, args[0]); err != nil {
					return err
				}
				if err := r.Lock.Retire(args[0], reason); err != nil {
					return err
				}
				fmt.Fprintf(cmd.ErrOrStderr(), "%s is retired\n", args[0])
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "`text` that readers of an old link are shown")
	return cmd
}
