package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/config"
	"signpost/internal/generate"
	"signpost/internal/importer"
)

func importCommand() *cobra.Command {
	var o generate.Options
	cmd := &cobra.Command{
		Use:   "import zendesk|intercom FILE|DIR",
		Short: "Bring articles over from another help centre",
		Long: `import writes the articles of another help centre into the content folder, as Markdown; files that are there are left alone.
FILE is what its programming interface answers, DIR a folder of such .json files:
  zendesk   /api/v2/help_center/articles?include=sections,categories, and that of each locale: /api/v2/help_center/LOCALE/articles
  intercom  /articles, and /help_center/collections
Long lists come in pages (page=2 and so on); each is a file of its own.
What is in another language than the settings say goes to the folder of that language.`,
		Args: command.Args("the kind of help centre, and a file or folder", 2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(importer.Formats, args[0]) {
				return cli.Usagef("use "+cli.OrList(importer.Formats), "cannot import from %q", args[0])
			}
			centre, err := readCentre(cmd.Context(), args[0], args[1], o.ConfigFile, o.Environ)
			if err != nil {
				return err
			}
			files, err := centre.Files(cmd.Context())
			if err == nil {
				err = writeNew(cmd.Context(), o.ContentDir(), files)
			}
			if err != nil {
				return err
			}
			tellImport(cmd.ErrOrStderr(), centre)
			fmt.Fprintf(cmd.ErrOrStderr(), "wrote %s into %s; signpost lint says what is left to do\n", count(len(files), "file"), o.ContentDir())
			return nil
		},
	}
	addBuildFlags(cmd.Flags(), &o)
	return cmd
}

// tellImport says what no linter could know.
func tellImport(w io.Writer, c *importer.Centre) {
	tags := c.Languages()
	if own := tags[0]; own != "" && !strings.EqualFold(own, c.Language) {
		fmt.Fprintf(w, "most of it is in %q, and the settings say %q: set language in config.yaml, if it is another\n", own, c.Language)
	}
	for _, tag := range tags[1:] {
		if tag != "" {
			fmt.Fprintf(w, "articles in %[1]q stand in the folder %[1]s/: add %[1]s: {} below languages in config.yaml\n", tag)
		}
	}
	for _, pages := range c.Missing() {
		fmt.Fprintf(w, "%s of a list are not here: save every page (page=2 and so on) in one folder, and import that into a new one\n", pages)
	}
	for _, link := range c.Left() {
		fmt.Fprintf(w, "leads to the old help centre still: %s\n", link)
	}
}

// readCentre reads a file, or every .json file of a folder.
func readCentre(ctx context.Context, format, name, settings string, environ []string) (*importer.Centre, error) {
	names := []string{name}
	if info, err := os.Stat(name); err != nil {
		return nil, err
	} else if info.IsDir() {
		if names, err = filepath.Glob(filepath.Join(name, "*.json")); err != nil {
			return nil, err
		}
	}
	cfg, _, err := config.Load(settings, environ)
	if err != nil {
		return nil, err
	}
	c := importer.Centre{Language: cfg.Language}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		data, err := os.ReadFile(name)
		if err == nil {
			err = c.Read(format, data)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s holds no .json file", name)
	}
	return &c, nil
}

// writeNew writes files into a folder: all of them, or none where one is there already.
func writeNew(ctx context.Context, dir string, files map[string][]byte) error {
	names := slices.Sorted(maps.Keys(files))
	var wrong []error
	for _, name := range names {
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			return fmt.Errorf("%q would stand outside of %s", name, dir)
		}
		if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(name))); !errors.Is(err, fs.ErrNotExist) {
			wrong = append(wrong, fmt.Errorf("%s is there already, and is left as it is; nothing was written", filepath.Join(dir, filepath.FromSlash(name))))
		}
	}
	if wrong != nil {
		return errors.Join(wrong...)
	}
	for _, name := range names {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, files[name], 0o666)); err != nil {
			return err
		}
	}
	return nil
}
