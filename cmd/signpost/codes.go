package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/codes"
	"signpost/internal/generate"
	"signpost/internal/strictyaml"
)

func codesCommand() *cobra.Command {
	var o generate.Options
	var format, out string
	cmd := &cobra.Command{
		Use:   "codes [CODE ...]",
		Short: "Every error code with its short link; with CODE just its link, to paste",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := cli.OneOf("format", format, []string{"text", "json"}); err != nil {
				return err
			}
			result, err := load(cmd, o)
			if err != nil {
				return err
			}
			registry, err := pick(result.Site.Registry, args)
			if err != nil {
				return err
			}
			text := print(registry, format, len(args) > 0)
			if out == "" {
				_, err = cmd.OutOrStdout().Write(text)
			} else {
				err = replace(out, text)
			}
			if err != nil {
				return err
			}
			return nil
		},
	}
	addBuildFlags(cmd.Flags(), &o)
	addNow(cmd.Flags(), &o.Now)
	cmd.Flags().StringVar(&format, "format", "text", "`form` of the result: text or json")
	cmd.Flags().StringVar(&out, "out", "", "`file` to write instead of printing")
	return cmd
}

// pick finds the codes that were asked for, in any spelling; with none, it is all.
func pick(r *codes.Registry, args []string) (*codes.Registry, error) {
	if len(args) == 0 {
		return r, nil
	}
	var entries []codes.Entry
	for _, arg := range args {
		code, ok := codes.Parse(arg)
		if !ok {
			return nil, notACode(arg)
		}
		e, ok := r.Lookup(code)
		if !ok {
			return nil, cli.WithHint(fmt.Errorf("no article explains %s", code), nearestCode(r, code))
		}
		entries = append(entries, e)
	}
	return codes.New(r.Site, entries), nil
}

func nearestCode(r *codes.Registry, code codes.Code) string {
	var known []string
	for _, e := range r.Codes {
		known = append(known, strings.ToLower(string(e.Code)))
	}
	if nearest, ok := strictyaml.Nearest(string(code), known); ok {
		return "did you mean " + strings.ToUpper(nearest) + "?"
	}
	return "signpost codes lists all codes"
}

func notACode(text string) error {
	return cli.Usagef("a code is two letters and three digits, such as ID-201", "%q is not a code", text)
}

func print(r *codes.Registry, format string, bare bool) []byte {
	if format == "json" {
		return r.Encode()
	}
	var b bytes.Buffer
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, e := range r.Codes {
		if bare {
			fmt.Fprintln(w, e.Short)
		} else {
			fmt.Fprintf(w, "%s\t%s\t%s\n", e.Code, e.Short, e.Title)
		}
	}
	_ = w.Flush() // a buffer takes everything
	return b.Bytes()
}

// replace writes a file whole or not at all.
func replace(name string, data []byte) error {
	if err := os.WriteFile(name+".new", data, 0o666); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}
