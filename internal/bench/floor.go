package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// floor renders every Markdown file below content into out, a folder for each, on all processors.
func floor(content, out string) error {
	files := make(chan string)
	failed := make(chan error, runtime.GOMAXPROCS(0))
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			md := goldmark.New(goldmark.WithExtensions(extension.GFM))
			for file := range files {
				if err := renderFile(md, content, file, out); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	err := filepath.WalkDir(content, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			select {
			case files <- name:
			case err = <-failed:
			}
		}
		return err
	})
	close(files)
	workers.Wait()
	select {
	case first := <-failed:
		return first
	default:
		return err
	}
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
