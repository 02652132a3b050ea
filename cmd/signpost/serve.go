package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/generate"
	"signpost/internal/opener"
	"signpost/internal/picture"
	"signpost/internal/problem"
	"signpost/internal/serve"
)

func serveCommand() *cobra.Command {
	var o serve.Options
	var open bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Show the site on this computer, and reload it after every change",
		Args:  command.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkAddr(o.Addr); err != nil {
				return err
			}
			o.Log = cmd.ErrOrStderr()
			articles, err := openLibrary("articles", o.Build.ContentDir())
			if err != nil {
				return err
			}
			defer articles.Close(context.WithoutCancel(cmd.Context())) // an interrupt ends every run of serve
			o.Build.Library = articles
			o.Build.Scaler = &picture.Scaler{Dir: kept("pictures"), Now: time.Now()}
			o.Report = func(problems []problem.Problem) {
				_ = problem.WriteReport(o.Log, errorsOf(problems), readSource) // the terminal is gone when this fails
			}
			o.Ready = func(address string, r *generate.Result) {
				announce(cmd, address, r)
				if open {
					show(cmd, address)
				}
			}
			if err := serve.Run(cmd.Context(), o); err != nil {
				return err
			}
			return nil
		},
	}
	addBuildFlags(cmd.Flags(), &o.Build)
	cmd.Flags().BoolVar(&o.Build.Drafts, "drafts", false, "show drafts too")
	cmd.Flags().StringVar(&o.Addr, "addr", "127.0.0.1:8080", "`host:port` to listen on")
	addNow(cmd.Flags(), &o.Build.Now)
	cmd.Flags().BoolVar(&open, "open", false, "open the site in the browser")
	return cmd
}

// checkAddr looks whether an address to listen on is one.
func checkAddr(addr string) error {
	_, port, err := net.SplitHostPort(addr)
	if _, wrong := strconv.ParseUint(port, 10, 16); err != nil || wrong != nil {
		return cli.Usagef("use a host and a port, such as 127.0.0.1:8080; port 0 picks a free one", "invalid value %q for --addr", addr)
	}
	return nil
}

// show opens the site; when no browser comes, the address has been printed already.
func show(cmd *cobra.Command, address string) {
	if err := opener.Open(cmd.Context(), os.Getenv("PATH"), address); err != nil {
		fmt.Fprintf(cmd.ErrOrStderr(), "the browser cannot be opened: %v\n", err)
	}
}

// announce prints where the site is and what it holds.
func announce(cmd *cobra.Command, address string, r *generate.Result) {
	out := cmd.OutOrStdout()
	if r.Failed() {
		fmt.Fprintf(out, "%s will show the site as soon as its problems are mended\n", address)
		return
	}
	fmt.Fprintf(out, "%s shows %q: %s\n", address, r.Config.Title, describe(r))
	if warnings := len(r.Problems); warnings > 0 {
		fmt.Fprintf(cmd.ErrOrStderr(), "%s: signpost lint shows them\n", count(warnings, string(problem.Warning)))
	}
	fmt.Fprintln(cmd.ErrOrStderr(), "pages reload when an article changes; Ctrl+C stops")
}
