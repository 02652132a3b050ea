package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/codegen"
	"signpost/internal/codes"
	"signpost/internal/strictyaml"
)

// codeLister is one run of "signpost codes".
type codeLister struct {
	*program
	registrySource
	format      string
	packageName string
	out         string
	check       bool // compare out instead of writing it
}

// codeFormats lists the formats of "signpost codes".
var codeFormats = append(slices.Clone(textOrJSON), codegen.Formats()...)

func (p *program) codesCommand() *cobra.Command {
	l := &codeLister{program: p}
	cmd := &cobra.Command{
		Use:   "codes [CODE ...]",
		Short: "List the error codes with their short links",
		Long: `codes lists the error codes of the site with their short links and titles.
With CODE it prints only the short link of that code, for a reply.

--format go, ts, py, java or cs writes the codes as constants of a programming language.
--check compares the file of --out with the codes, and changes nothing.`,
		RunE: func(cmd *cobra.Command, args []string) error { return l.run(cmd.Context(), args) },
	}

	p.addRegistryFlags(cmd.PersistentFlags(), &l.registrySource)
	addFormatFlag(cmd.Flags(), &l.format, codeFormats)
	cmd.Flags().StringVar(&l.packageName, "package", "", "`name` of the package or namespace of constants")
	cmd.Flags().StringVar(&l.out, "out", "", "`file` to write instead of standard output")
	cmd.Flags().BoolVar(&l.check, "check", false, "fail if the file of --out is not up to date")
	cmd.AddCommand(p.codesScanCommand(&l.registrySource))
	return cmd
}

func (l *codeLister) run(ctx context.Context, args []string) error {
	if err := l.checkFlags(); err != nil {
		return err
	}
	registry, err := l.read(ctx, l.program)
	if err != nil {
		return err
	}
	if registry, err = selectCodes(registry, args); err != nil {
		return err
	}
	text, err := l.encode(registry, len(args) > 0)
	if err != nil {
		return err
	}

	switch {
	case l.check:
		return l.compare(text)
	case l.out != "":
		return l.write(text)
	}
	_, err = l.Stdout.Write(text)
	return err
}

// checkFlags returns a usage error for flags that do not fit together.
func (l *codeLister) checkFlags() error {
	isSource := slices.Contains(codegen.Formats(), l.format)
	switch {
	case l.check && l.out == "":
		return cli.Usagef("name the file to compare: --out FILE", "--check needs --out")
	case l.packageName != "" && !isSource:
		return cli.Usagef("choose a language: --format "+cli.OrList(codegen.Formats()), "--package needs a language")
	}
	return cli.OneOf("format", l.format, codeFormats)
}

// encode returns the codes in the format of the command line. linksOnly leaves out codes and titles in a text.
func (l *codeLister) encode(r *codes.Registry, linksOnly bool) ([]byte, error) {
	switch l.format {
	case "text":
		return listCodes(r, linksOnly), nil
	case "json":
		return r.Encode(), nil
	}

	if r.Site == "" {
		cli.Warn(l.Stderr, "signpost", cli.WithHint(
			errors.New("the links of the constants have no host"),
			"set base_url in the settings to the address of the published site"))
	}
	source, err := codegen.Generate(r, codegen.Options{Format: l.format, Package: l.packageName, File: l.out})
	if err != nil {
		return nil, cli.Usage(err, "signpost codes --help lists the flags")
	}
	return source, nil
}

// listCodes returns the codes as text, one on a line.
func listCodes(r *codes.Registry, linksOnly bool) []byte {
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

// write writes the file of --out. Constants replace only constants: a wrong name must not cost an article.
func (l *codeLister) write(text []byte) error {
	old, err := readFile(l.out)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	isSource := slices.Contains(codegen.Formats(), l.format)
	if isSource && len(old) > 0 && !codegen.IsGenerated(old) {
		return cli.WithHint(fmt.Errorf("%s was not written by signpost", l.out),
			"name another file with --out, or remove this one")
	}
	return replaceFile(l.out, text)
}

// compare returns an error that names the command to run if the file of --out does not contain the text. Line breaks
// may be those of Windows, because git may change them.
func (l *codeLister) compare(text []byte) error {
	got, err := readFile(l.out)
	missing := errors.Is(err, fs.ErrNotExist)
	switch {
	case err != nil && !missing:
		return err
	case bytes.Equal(bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n")), text) && !missing:
		return nil
	}

	state := "is out of date"
	if missing {
		state = "does not exist"
	}
	return cli.Problems(fmt.Errorf("%s %s", l.out, state), "run: "+l.commandWithout("--check"))
}

// commandWithout returns the command line without a flag, to copy into a shell.
func (l *codeLister) commandWithout(flag string) string {
	words := []string{"signpost"}
	for _, arg := range l.Args {
		if arg == flag || strings.HasPrefix(arg, flag+"=") {
			continue
		}
		words = append(words, shellWord(arg))
	}
	return strings.Join(words, " ")
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
