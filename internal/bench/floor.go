package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// floor renders every Markdown file below content to a folder of its own below out, on all processors.
func floor(ctx context.Context, content, out string) error {
	workers := runtime.GOMAXPROCS(0)
	files := make(chan string)
	errs := make([]error, workers)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)

	var group sync.WaitGroup
	for i := range workers {
		group.Go(func() {
			if errs[i] = renderFiles(content, out, files); errs[i] != nil {
				cancel(errs[i])
			}
		})
	}

	walkErr := filepath.WalkDir(content, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}

		select {
		case files <- name:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	})

	close(files)
	group.Wait()
	return cmp.Or(walkErr, errors.Join(errs...))
}

func renderFiles(content, out string, files <-chan string) error {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM))
	for file := range files {
		if err := renderFile(md, content, file, out); err != nil {
			return err
		}
	}

	return nil
}

func renderFile(md goldmark.Markdown, content, file, out string) error {
	src, err := os.ReadFile(file)
	if err != nil {
		return err
	}

	var page bytes.Buffer
	if err := md.Convert(src, &page); err != nil {
		return err
	}

	relative, err := filepath.Rel(content, file)
	if err != nil {
		return err
	}

	dir := filepath.Join(out, strings.TrimSuffix(relative, ".md"))
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}

	return os.WriteFile(filepath.Join(dir, "index.html"), page.Bytes(), 0o666)
}
