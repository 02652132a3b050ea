package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/codes"
	"signpost/internal/opener"
)

func (p *program) openCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "open CODE",
		Short:   "Open the article about an error code in the browser",
		Example: "  cardcheck open ID-201",
		Args:    command.Args("a code such as ID-201", 1, 1),
		RunE:    func(c *cobra.Command, args []string) error { return p.openCode(c.Context(), args[0]) },
	}
	command.HideFlags(c, "online")
	return c
}

// openCode prints the link of a code and opens it. The code may be newer than this program.
func (p *program) openCode(ctx context.Context, text string) error {
	code, ok := codes.ParseShort(text)
	if entry, known := p.registry.Find(text); known {
		code, ok = entry.Code, true
	}
	if !ok {
		const hint = "codes are two letters and three digits, such as ID-201, or as the help centre lists them; " +
			`for the words of a message use "cardcheck explain"`
		return cli.Usagef(hint, "%q is not a code", text)
	}

	link := codes.URL(p.registry.Site, code)
	if _, err := fmt.Fprintln(p.Stdout, link); err != nil {
		return err
	}
	return p.openBrowser(ctx, link)
}

// openBrowser opens an address that has been printed already.
func (p *program) openBrowser(ctx context.Context, link string) error {
	err := opener.Open(ctx, p.Env("PATH"), link)
	if err == nil {
		return nil
	}
	if errors.Is(err, opener.ErrRefused) {
		return cli.WithHint(err, "give a site that begins with https:// with --site")
	}
	err = fmt.Errorf("cannot open the browser: %w", err)
	return cli.WithHint(err, "copy the address above into your browser")
}
