package main

import (
	"errors"
	"fmt"
	"maps"
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
	"signpost/themes"
)

func (c *creator) themeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "theme NAME [FILE ...]",
		Short: "Create a theme with your colours, or copy FILEs of the default theme to change them",
		Long: `new theme creates a theme in themes/NAME, next to the settings, with a style sheet for
your colours. FILE is a file of the default theme to copy instead, such as
layouts/article.html; docs/theming.md lists them. A file such as strings.fr.yaml starts
with the English strings, to be translated.`,
		Example: `  signpost new theme acme
  signpost new theme acme layouts/partials/footer.html strings.fr.yaml`,
		Args: command.Args("the name of the theme", 1, -1),
		RunE: func(_ *cobra.Command, args []string) error { return c.createTheme(args[0], args[1:]) },
	}
	command.HideFlags(cmd, "content", "now")
	return cmd
}

// createTheme creates a theme and prints the setting that selects it.
func (c *creator) createTheme(name string, files []string) error {
	cfg, _, err := config.Load(c.options.ConfigFile, c.Environ)
	if err != nil {
		return err
	}
	if !config.IsOwnTheme(name) {
		const hint = "use letters, digits and hyphens, such as acme"
		return cli.Usagef(hint, "%q cannot be the name of a theme", name)
	}
	texts, err := themeFiles(name, files)
	if err != nil {
		return err
	}

	dir := filepath.Join(filepath.Dir(c.options.ConfigFile), "themes", name)
	for _, file := range slices.Sorted(maps.Keys(texts)) {
		path := filepath.Join(dir, filepath.FromSlash(file))
		if err := createFile(dir, file, texts[file]); err != nil {
			return err
		}
		fmt.Fprintf(c.Stderr, "wrote %s\n", path)
	}
	if cfg.Theme != name {
		fmt.Fprintf(c.Stderr, "to use it, write in %s: theme: %s\n", c.options.ConfigFile, name)
	}
	return nil
}

// themeFiles returns copies of files of the default theme or, if none is named, a style sheet.
func themeFiles(name string, files []string) (map[string][]byte, error) {
	if len(files) == 0 {
		style := executeSkeleton("theme.css", templateValues{})
		return map[string][]byte{"assets/own/" + name + ".css": style}, nil
	}

	texts := map[string][]byte{}
	for _, file := range files {
		text, err := themes.StarterFile(file)
		var unknown *themes.UnknownFileError
		if errors.As(err, &unknown) {
			return nil, cli.Usage(err, unknown.Hint)
		}
		if err != nil {
			return nil, err
		}
		texts[file] = setLanguageName(file, text)
	}
	return texts, nil
}

var languageName = regexp.MustCompile(`(?m)^name: .*$`)

// setLanguageName sets the name of the language in the strings to translate. Readers choose a language by that
// name, so a link named "English" must not lead to Arabic.
func setLanguageName(file string, text []byte) []byte {
	tag, found := strings.CutPrefix(strings.TrimSuffix(file, ".yaml"), "strings.")
	if !found || slices.Contains(themes.Languages(), tag) {
		return text
	}
	parsed, err := language.Parse(tag)
	if err != nil {
		return text
	}
	name := display.Self.Name(parsed)
	if name == "" {
		return text
	}
	return languageName.ReplaceAllLiteral(text, []byte("name: "+name))
}
