package main

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"

	"github.com/spf13/cobra"

	"signpost/internal/article"
	"signpost/internal/cli"
	"signpost/internal/cli/command"
)

// starter is a help centre of two articles, without problems.
//
//go:embed all:starter
var starter embed.FS

func (p *program) initCommand() *cobra.Command {
	var now time.Time
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Create a help centre with settings and two sample articles",
		Long: `init creates a help centre in DIR: settings in config.yaml and two sample articles to
replace with your own. DIR may exist if it contains no more than a new repository does:
hidden files such as .git, and files such as README.md and LICENSE. They stay as they
are, except that public/ is added to .gitignore.`,
		Example: `  signpost init help
  cd help && signpost serve --open`,
		Args: command.Args("the folder to create", 1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := args[0]
			if err := createCentre(dir, now); err != nil {
				return err
			}
			enter := "cd " + dir + " && "
			if dir == "." {
				enter = ""
			}
			fmt.Fprintf(p.Stderr, "created a help centre in %s; to see it, run: %ssignpost serve --open\n", dir, enter)
			return nil
		},
	}
	p.addNowFlag(cmd.Flags(), &now)
	return cmd
}

// createCentre writes the starter to a folder, which must be empty or not exist.
func createCentre(dir string, now time.Time) error {
	if err := checkNew(dir); err != nil {
		return err
	}
	full, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	values := templateValues{
		Title: strconv.Quote(article.Humanise(filepath.Base(full))),
		Today: now.Format(time.DateOnly),
	}

	files, err := fs.Sub(starter, "starter")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		path := filepath.Join(dir, filepath.FromSlash(name))
		if d.IsDir() {
			return os.MkdirAll(path, 0o777)
		}
		text := executeStarter(files, name, values)
		if name == ".gitignore" {
			return addLines(path, string(text))
		}
		return createFile(dir, name, text)
	})
}

// addLines appends the lines to a file that it does not contain. The file need not exist.
func addLines(file, lines string) error {
	data, err := readFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}

	old := string(data)
	if old != "" && !strings.HasSuffix(old, "\n") {
		old += "\n"
	}
	text := old
	for line := range strings.Lines(lines) {
		if !slices.Contains(strings.SplitAfter(old, "\n"), line) {
			text += line
		}
	}
	return replaceFile(file, []byte(text))
}

// repositoryFile matches the files of a new repository, which do not belong to a help centre.
var repositoryFile = regexp.MustCompile(`(?i)^(\.|(readme|licen[cs]e|copying|notice|authors|changelog|contributing|` +
	`code_of_conduct|security|support|codeowners)(\.|$))`)

// checkNew returns an error if a folder contains anything that a new repository does not.
func checkNew(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, entry := range entries {
		if !repositoryFile.MatchString(entry.Name()) {
			err := fmt.Errorf("%s is not empty: it contains %s", dir, entry.Name())
			return cli.WithHint(err, "name a folder that is empty or does not exist")
		}
	}
	return nil
}

// checkEmpty returns an error if a folder contains anything except a git repository.
func checkEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, entry := range entries {
		if entry.Name() != ".git" {
			err := fmt.Errorf("%s is not empty: it contains %s", dir, entry.Name())
			return cli.WithHint(err, "name a folder that is empty or does not exist")
		}
	}
	return nil
}

// executeStarter fills in a file of the starter.
func executeStarter(files fs.FS, name string, values templateValues) []byte {
	var text bytes.Buffer
	if err := template.Must(template.ParseFS(files, name)).Execute(&text, values); err != nil {
		panic(err) // the starter is embedded
	}
	return text.Bytes()
}
