package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"signpost/internal/cli"
	"signpost/internal/lock"
	"signpost/internal/revision"
)

// checkKept returns an error if the lock in a file is missing or empty, but the last commit of git contains one: a new
// lock would forget every published address. Without git nothing is known, and there is no error.
func checkKept(ctx context.Context, file string, l *lock.Lock) error {
	if len(l.Entries) > 0 {
		return nil
	}

	committed, err := committedLock(ctx, file)
	if err != nil || len(committed.Entries) == 0 {
		return ctx.Err()
	}

	return cli.WithHint(
		fmt.Errorf("%s is missing or empty, but the last commit records %s in it",
			file, cli.Count(len(committed.Entries), "address")),
		"restore it with: git restore "+lock.Name+"; or, if none of them was published, commit its removal first")
}

// committedLock returns the lock of the last commit. It is empty if the commit contains none.
func committedLock(ctx context.Context, file string) (*lock.Lock, error) {
	head, err := revision.Find(ctx, filepath.Dir(file), "HEAD")
	if err != nil {
		return nil, err
	}

	files, err := head.List(ctx, head.Prefix+filepath.Base(file))
	if err != nil {
		return nil, err
	}

	committed := new(lock.Lock)
	err = head.Read(ctx, files, func(_ revision.File, _ int64, content io.Reader) error {
		data, err := io.ReadAll(content)
		committed, _ = lock.Parse(file, data)

		return err
	})

	return committed, err
}
