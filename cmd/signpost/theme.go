package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/config"
	"signpost/internal/generate"
	"signpost/themes"
)

func newThemeCommand(o *generate.Options) *cobra.Command {
	return &cobra.Command{
		Use:   "theme NAME [FILE ...]",
		Short: "Begin a theme of your own with a style for your colours, or copy FILEs of the default theme into it",
		Long: `new theme writes to themes/NAME/ beside the settings. FILE is one of those that docs/theming.md lists, as layouts/article.html;
strings.fr.yaml begins as the English words, to be translated, under the name of the language.`,
		Example: `  signpost new theme surgery
  signpost new theme surgery layouts/partials/footer.html strings.fr.yaml`,
		Args: command.Args("the name of the theme", 1, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, _, err := config.Load(o.ConfigFile, o.Environ)
			if err != nil {
				return err
			}
			name, files := args[0], args[1:]
			if !config.IsOwnTheme(name) {
				return cli.Usagef("use letters, digits and hyphens, such as surgery", "%q cannot be the name of a theme", name)
			}
			if err := beginTheme(cmd, filepath.Join(filepath.Dir(o.ConfigFile), "themes", name), name, files); err != nil {
				return err
			}
			if cfg.Theme != name {
				fmt.Fprintf(cmd.ErrOrStderr(), "to use it, write in %s: theme: %s\n", o.ConfigFile, name)
			}
			return nil
		},
	}
}

// beginTheme writes files of a theme: those of the default theme that are asked for, or else a style.
func beginTheme(cmd *cobra.Command, dir, name string, files []string) error {
	texts := map[string][]byte{}
	for _, file := range files {
		text, err := themes.StarterFile(file)
		if unknown := new(themes.UnknownFileError); errors.As(err, &unknown) {
			return cli.Usage(err, unknown.Hint)
		}
		if err != nil {
			return err
		}
		texts[file] = underOwnName(file, text)
	}
	if len(files) == 0 {
		texts["assets/own/"+name+".css"] = fill("theme.css", blank{})
	}
	for _, file := range slices.Sorted(maps.Keys(texts)) {
		name := filepath.Join(dir, filepath.FromSlash(file))
		if err := create(name, texts[file]); err != nil {
			return err
		}
		fmt.Fprintf(cmd.ErrOrStderr(), "wrote %s\n", name)
	}
	return nil
}

// underOwnName gives words that are yet to be translated the name that speakers of their language have for it: readers choose by it, and would not be
// led to Arabic by a link that says English.
func underOwnName(file string, words []byte) []byte {
	tag, found := strings.CutPrefix(strings.TrimSuffix(file, ".yaml"), "strings.")
	if slices.Contains(themes.Languages(), tag) || !found {
		return words
	}
	parsed, err := language.Parse(tag)
	name := display.Self.Name(parsed)
	if err != nil || name == "" {
		return words
	}
	return regexp.MustCompile(`(?m)^name: .*$`).ReplaceAllLiteral(words, []byte("name: "+name))
}

// create writes a new file and the folders that it stands in. One that is there is left alone.
func create(file string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already, and is left as it is", file)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}
