package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/codes"
	"signpost/internal/generate"
	"signpost/internal/strictyaml"
)

// codeLister is one run of "signpost codes".
type codeLister struct {
	*program
	options generate.Options
	format  string
	out     string
}

func (p *program) codesCommand() *cobra.Command {
	l := &codeLister{program: p}
	cmd := &cobra.Command{
		Use:   "codes [CODE ...]",
		Short: "List the error codes with their short links",
		Long: `codes lists the error codes of the site with their short links and titles.
With CODE it prints only the short link of that code, for a reply.`,
		RunE: func(cmd *cobra.Command, args []string) error { return l.run(cmd.Context(), args) },
	}

	p.addBuildFlags(cmd.Flags(), &l.options)
	p.addNowFlag(cmd.Flags(), &l.options.Now)
	addFormatFlag(cmd.Flags(), &l.format, textOrJSON)
	cmd.Flags().StringVar(&l.out, "out", "", "`file` to write instead of standard output")
	return cmd
}

func (l *codeLister) run(ctx context.Context, args []string) error {
	if err := cli.OneOf("format", l.format, textOrJSON); err != nil {
		return err
	}
	result, err := l.load(ctx, l.options)
	if err != nil {
		return err
	}
	registry, err := selectCodes(result.Site.Registry, args)
	if err != nil {
		return err
	}

	text := l.encode(registry, len(args) > 0)
	if l.out != "" {
		return replaceFile(l.out, text)
	}
	_, err = l.Stdout.Write(text)
	return err
}

// encode returns the codes in the format of the command line. linksOnly leaves out codes and titles in a text.
func (l *codeLister) encode(r *codes.Registry, linksOnly bool) []byte {
	if l.format == "json" {
		return r.Encode()
	}

	var b bytes.Buffer
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, e := range r.Codes {
		if linksOnly {
			fmt.Fprintln(w, e.Short)
		} else {
			fmt.Fprintf(w, "%s\t%s\t%s\n", e.Code, e.Short, e.Title)
		}
	}
	_ = w.Flush() // a buffer has no write errors
	return b.Bytes()
}

// selectCodes returns a registry of the codes that the arguments name, in any spelling, or all codes.
func selectCodes(r *codes.Registry, args []string) (*codes.Registry, error) {
	if len(args) == 0 {
		return r, nil
	}

	var entries []codes.Entry
	for _, arg := range args {
		entry, ok := r.Find(arg)
		if !ok && !codes.Code(arg).Valid() {
			return nil, cli.Usagef(codes.Form, "%q is not a code", arg)
		}
		if !ok {
			err := fmt.Errorf("no article explains %s", arg)
			return nil, cli.WithHint(err, similarCode(r, arg))
		}
		entries = append(entries, entry)
	}
	return codes.New(r.Site, entries), nil
}

// similarCode returns a hint that names the most similar code, if there is one.
func similarCode(r *codes.Registry, text string) string {
	var known []string
	for _, e := range r.Codes {
		known = append(known, codes.Key(string(e.Code)))
	}
	if similar, ok := strictyaml.Nearest(codes.Key(text), known); ok {
		e, _ := r.Find(similar)
		return "did you mean " + string(e.Code) + "?"
	}
	return "signpost codes lists all codes"
}

// replaceFile writes a file completely or not at all.
func replaceFile(name string, data []byte) error {
	temporary := name + ".new"
	if err := os.WriteFile(temporary, data, 0o666); err != nil {
		return err
	}
	return os.Rename(temporary, name)
}
