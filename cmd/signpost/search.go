package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/config"
	"signpost/internal/regular"
	"signpost/internal/search"
)

// searcher is one run of "signpost search".
type searcher struct {
	*program
	configFile string
	out        string // the output folder of the build
	format     string
	language   string
	collection string
	limit      int
}

func (p *program) searchCommand() *cobra.Command {
	s := &searcher{program: p}
	cmd := &cobra.Command{
		Use:   "search QUERY",
		Short: "Search the built site",
		Long:  `search finds what the search box of the site finds, in the same order.`,
		Args:  command.Args("words to search for", 1, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.run(cmd.Context(), strings.Join(args, " "))
		},
	}

	flags := cmd.Flags()
	flags.StringVar(&s.configFile, "config", config.Name, "settings `file`")
	flags.StringVar(&s.out, "out", "", "output `folder` of the build (default: public next to the settings)")
	addFormatFlag(flags, &s.format, textOrJSON)
	flags.StringVar(&s.language, "language", "", "`tag` of an additional language of the site, such as cy")
	flags.StringVar(&s.collection, "in", "", "`collection` to search, such as payments (default: all)")
	flags.IntVar(&s.limit, "limit", 10, "maximum `number` of results")
	return cmd
}

func (s *searcher) run(ctx context.Context, query string) error {
	if err := cli.OneOf("format", s.format, textOrJSON); err != nil {
		return err
	}
	if s.limit < 1 {
		return cli.Usagef("use 1 or more", "invalid value %d for --limit", s.limit)
	}
	if s.out == "" {
		s.out = filepath.Join(filepath.Dir(s.configFile), "public")
	}
	s.collection = strings.Trim(s.collection, "/")

	results, err := s.search(ctx, query)
	if err != nil {
		return err
	}
	if err := s.print(results); err != nil {
		return err
	}
	if len(results) == 0 {
		fmt.Fprintln(s.Stderr, "nothing found")
	}
	return nil
}

// search reads the index of the built site.
func (s *searcher) search(ctx context.Context, query string) ([]search.Result, error) {
	site, err := regular.OpenFolder(s.out)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, cli.WithHint(err, "build the site with: signpost build")
	}
	if err != nil {
		return nil, err
	}
	defer site.Close()

	index, err := s.openIndex(site)
	if err != nil {
		return nil, err
	}
	if names := index.Collections(); s.collection != "" && !slices.Contains(names, s.collection) {
		err := fmt.Errorf("%s has no collection %q", s.out, s.collection)
		return nil, cli.WithHint(err, "its collections are "+cmp.Or(strings.Join(names, ", "), "none"))
	}

	results, err := index.SearchIn(ctx, s.collection, query, s.limit)
	if err != nil {
		return nil, s.indexError(err)
	}
	return results, nil
}

// openIndex opens the index of the language.
func (s *searcher) openIndex(site fs.FS) (*search.Searcher, error) {
	first := path.Join(strings.ToLower(s.language), search.FirstFile)
	index, err := search.Open(first, func(name string) ([]byte, error) {
		return readIndexFile(site, path.Clean(name))
	})
	if s.language != "" && errors.Is(err, fs.ErrNotExist) {
		err := fmt.Errorf("%s has nothing in the language %q", s.out, s.language)
		return nil, cli.WithHint(err, "config.yaml lists the languages of the site")
	}
	if err != nil {
		return nil, s.indexError(err)
	}
	return index, nil
}

func (s *searcher) indexError(err error) error {
	return cli.WithHint(fmt.Errorf("%s: %w", s.out, err), "build the site again with: signpost build")
}

// readIndexFile reads a file of the index or, in a portable copy, the script that contains it.
func readIndexFile(site fs.FS, name string) ([]byte, error) {
	data, err := fs.ReadFile(site, name)
	if !errors.Is(err, fs.ErrNotExist) {
		return data, err
	}

	script, scriptErr := fs.ReadFile(site, strings.TrimSuffix(name, path.Ext(name))+".js")
	if scriptErr != nil {
		return nil, err
	}
	return search.ReadPortable(script)
}

// print writes the results in the format of the command line.
func (s *searcher) print(results []search.Result) error {
	if s.format == "json" {
		return s.printJSON(results)
	}

	for _, r := range results {
		name := r.Title
		if r.Heading != "" {
			name = r.Heading + " - " + r.Title
		}
		if r.Code != "" {
			name = r.Code + " " + name
		}
		if _, err := fmt.Fprintf(s.Stdout, "%s\n    /%s\n", name, r.URL); err != nil {
			return err
		}
	}
	return nil
}

func (s *searcher) printJSON(results []search.Result) error {
	if results == nil {
		results = []search.Result{}
	}
	return cli.WriteJSON(s.Stdout, struct {
		Schema  int             `json:"schema"`
		Results []search.Result `json:"results"`
	}{1, results})
}
