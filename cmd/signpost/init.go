package main

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"text/template"
	"time"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/site"
)

// starter is a help centre of two articles, without a mistake.
//
//go:embed all:starter
var starter embed.FS

func initCommand() *cobra.Command {
	var now time.Time
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Begin a help centre: settings and two articles that show how it is done",
		Args:  command.Args("the folder to create", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := beginCentre(args[0], now); err != nil {
				return err
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "began a help centre in %s; to see it, run: cd %s && signpost serve --open\n", args[0], args[0])
			return nil
		},
	}
	addNow(cmd.Flags(), &now)
	return cmd
}

// beginCentre writes the starter into a folder that is empty, or is not there yet.
func beginCentre(dir string, now time.Time) error {
	whole, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	there, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, f := range there {
		if f.Name() != ".git" {
			return cli.WithHint(fmt.Errorf("%s is not empty: it contains %s", dir, f.Name()), "name a folder that is empty or does not exist")
		}
	}
	b := blank{Title: strconv.Quote(site.Humanise(filepath.Base(whole))), Today: now.Format(time.DateOnly)}
	files, err := fs.Sub(starter, "starter")
	if err != nil {
		panic(err) // the name is a constant and valid
	}
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err != nil || d.IsDir() {
			return errors.Join(err, os.MkdirAll(to, 0o777))
		}
		return os.WriteFile(to, start(files, name, b), 0o666)
	})
}

func start(files fs.FS, name string, b blank) []byte {
	var text bytes.Buffer
	if err := template.Must(template.ParseFS(files, name)).Execute(&text, b); err != nil {
		panic(err) // the starter is part of the program
	}
	return text.Bytes()
}
