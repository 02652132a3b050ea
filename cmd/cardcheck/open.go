package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/codes"
	"signpost/internal/opener"
)

func (p *program) openCommand() *cobra.Command {
	return &cobra.Command{
		Use: "open CODE", Short: "Open the section of a code in the browser", Example: "  cardcheck open ID-201", Args: command.Args("a code such as ID-201", 1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			code, ok := codes.Parse(args[0])
			if !ok {
				return cli.Usage(fmt.Errorf("%q is not a code", args[0]), "a code is two letters and three digits, such as ID-201; for the words of a message use \"cardcheck explain\"")
			}
			link := codes.URL(p.registry.Site, code)
			if _, err := fmt.Fprintln(p.Stdout, link); err != nil {
				return err
			}
			return p.open(c.Context(), link)
		},
	}
}

// open shows an address, which has been printed already, in the browser.
func (p *program) open(ctx context.Context, link string) error {
	err := opener.Open(ctx, p.Env("PATH"), link)
	if errors.Is(err, opener.ErrRefused) {
		return cli.WithHint(err, "give a site that begins with https:// through --site")
	}
	if err != nil {
		return cli.WithHint(fmt.Errorf("the browser cannot be opened: %w", err), "copy the address above into your browser")
	}
	return nil
}

// webAddress reports what keeps a text from being the address of a site.
func webAddress(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
		return fmt.Errorf("%q is not the address of a site", text)
	}
	return nil
}
