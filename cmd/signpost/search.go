package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/config"
	"signpost/internal/search"
)

func searchCommand() *cobra.Command {
	var file, out, format, language, collection string
	var limit int
	cmd := &cobra.Command{
		Use:   "search QUERY",
		Short: "Search the site as built, with the results that its search box shows",
		Args:  command.Args("words to search for", 1, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := cli.OneOf("format", format, []string{"text", "json"}); err != nil {
				return err
			}
			if limit < 1 {
				return cli.Usagef("use 1 or more", "invalid value %d for --limit", limit)
			}
			if out == "" {
				out = filepath.Join(filepath.Dir(file), "public")
			}
			results, err := searchSite(cmd.Context(), out, path.Join(strings.ToLower(language), search.FirstFile), strings.Trim(collection, "/"), strings.Join(args, " "), limit)
			if err == nil {
				err = tellResults(cmd.OutOrStdout(), results, format)
			}
			if err == nil && len(results) == 0 {
				fmt.Fprintln(cmd.ErrOrStderr(), "nothing was found")
			}
			if err != nil {
				return err
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&file, "config", config.Name, "`file` of the settings")
	cmd.Flags().StringVar(&out, "out", "", "`folder` of the site (default: public beside the settings)")
	cmd.Flags().StringVar(&format, "format", "text", "`form` of the result: text or json")
	cmd.Flags().StringVar(&language, "language", "", "`tag` of one of the other languages of the settings, such as cy")
	cmd.Flags().StringVar(&collection, "in", "", "`collection` to search, as its address names it, such as smartcards (default: all)")
	cmd.Flags().IntVar(&limit, "limit", 10, "results at most")
	return cmd
}

// searchSite searches the index of a site that was built, all of it or a collection.
func searchSite(ctx context.Context, out, first, collection, query string, limit int) ([]search.Result, error) {
	root, err := os.OpenRoot(out)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, cli.WithHint(err, "build the site with: signpost build")
	}
	if err != nil {
		return nil, err
	}
	defer root.Close()
	s, err := search.Open(first, func(name string) ([]byte, error) { return indexFile(root.FS(), path.Clean(name)) })
	if language := strings.TrimSuffix(first, search.FirstFile); language != "" && errors.Is(err, fs.ErrNotExist) {
		return nil, cli.WithHint(fmt.Errorf("%s has nothing in the language %q", out, strings.Trim(language, "/")), "config.yaml lists the languages of the site")
	}
	if err != nil {
		return nil, cli.WithHint(fmt.Errorf("%s: %w", out, err), "build the site again with: signpost build")
	}
	if names := s.Collections(); collection != "" && !slices.Contains(names, collection) {
		return nil, cli.WithHint(fmt.Errorf("%s has no collection %q", out, collection), "its collections are "+cmp.Or(strings.Join(names, ", "), "none"))
	}
	results, err := s.SearchIn(ctx, collection, query, limit)
	if err != nil {
		return nil, cli.WithHint(fmt.Errorf("%s: %w", out, err), "build the site again with: signpost build")
	}
	return results, nil
}

// indexFile reads a file of an index, or the script that holds it in a portable copy.
func indexFile(site fs.FS, name string) ([]byte, error) {
	data, err := fs.ReadFile(site, name)
	if !errors.Is(err, fs.ErrNotExist) {
		return data, err
	}
	script, missing := fs.ReadFile(site, strings.TrimSuffix(name, path.Ext(name))+".js")
	if missing != nil {
		return nil, err
	}
	return search.ReadPortable(script)
}

func tellResults(w io.Writer, results []search.Result, format string) error {
	if format == "json" {
		if results == nil {
			results = []search.Result{}
		}
		return cli.WriteJSON(w, struct {
			Schema  int             `json:"schema"`
			Results []search.Result `json:"results"`
		}{1, results})
	}
	for _, r := range results {
		name := r.Title
		if r.Heading != "" {
			name = r.Heading + " - " + r.Title
		}
		if r.Code != "" {
			name = r.Code + " " + name
		}
		if _, err := fmt.Fprintf(w, "%s\n    /%s\n", name, r.URL); err != nil {
			return err
		}
	}
	return nil
}
