package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/generate"
	"signpost/internal/opener"
	"signpost/internal/problem"
	"signpost/internal/serve"
)

// previewer is one run of "signpost serve".
type previewer struct {
	*program
	options serve.Options
	open    bool // open the site in the browser
}

func (p *program) serveCommand() *cobra.Command {
	v := &previewer{program: p}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Preview the site in the browser while you write",
		Long: `serve shows the site at an address of this computer and builds it again after every
change. Open pages reload automatically. Ctrl+C stops it.`,
		Args: command.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return v.run(cmd.Context()) },
	}

	flags := cmd.Flags()
	p.addBuildFlags(flags, &v.options.Build)
	addDraftsFlag(flags, &v.options.Build)
	addAudienceFlag(flags, &v.options.Build)
	flags.StringVar(&v.options.Addr, "addr", "127.0.0.1:8080", "`host:port` to listen on")
	p.addNowFlag(flags, &v.options.Build.Now)
	flags.BoolVar(&v.open, "open", false, "open the site in the browser")
	return cmd
}

func (v *previewer) run(ctx context.Context) error {
	if err := errors.Join(checkAddr(v.options.Addr), checkAudience(&v.options.Build)); err != nil {
		return err
	}
	articles, err := v.openLibrary("articles", v.options.Build.ContentDir())
	if err != nil {
		return err
	}
	defer articles.Close(context.WithoutCancel(ctx)) // every run ends with an interrupt

	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	v.options.Build.Library = articles
	v.options.Build.Scaler = v.pictureScaler()
	v.options.Log = v.Stderr
	v.options.Report = v.reportProblems
	v.options.Ready = func(address string, r *generate.Result) {
		if err := v.announce(address, r); err != nil {
			stop(err)
			return
		}
		if v.open {
			v.openBrowser(ctx, address)
		}
	}
	return serve.Run(ctx, v.options)
}

// checkAddr checks the address to listen on.
func checkAddr(addr string) error {
	_, port, err := net.SplitHostPort(addr)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		const hint = "use a host and a port, such as 127.0.0.1:8080; port 0 picks a free one"
		return cli.Usagef(hint, "invalid value %q for --addr", addr)
	}
	return nil
}

// reportProblems prints why a build failed.
func (v *previewer) reportProblems(problems []problem.Problem) {
	// There is no other place to print an error.
	_ = v.writeErrors(v.options.Build.Source, problems, false, "signpost lint --all")
}

// announce prints the address of the site and what it contains.
func (v *previewer) announce(address string, r *generate.Result) error {
	if r.Failed() {
		_, err := fmt.Fprintf(v.Stdout, "%s will show the site when its errors are fixed\n", address)
		return err
	}

	if _, err := fmt.Fprintf(v.Stdout, "%s shows %q: %s\n", address, r.Config.Title, describe(r)); err != nil {
		return err
	}
	if n := len(problem.New(r.Problems)); n > 0 {
		fmt.Fprintf(v.Stderr, "%s; signpost lint shows them\n", cli.Count(n, string(problem.Warning)))
	}
	fmt.Fprintln(v.Stderr, "pages reload when an article changes; press Ctrl+C to stop")
	return nil
}

// openBrowser opens the site in the browser. If there is none, the user has the address.
func (v *previewer) openBrowser(ctx context.Context, address string) {
	if err := opener.Open(ctx, v.Env("PATH"), address); err != nil {
		cli.Warn(v.Stderr, "signpost", fmt.Errorf("cannot open the browser: %w", err))
	}
}
