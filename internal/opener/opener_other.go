//go:build !windows

package opener

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"
)

// start runs the system's opener. One that still runs after a moment has become the browser itself, and is left to it.
func start(ctx context.Context, path, link string) error {
	opener := "xdg-open"
	if runtime.GOOS == "darwin" {
		opener = "open"
	}
	program, err := lookPath(path, opener)
	if err != nil {
		return err
	}
	cmd := exec.Command(program, link)
	if err := cmd.Start(); err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			return fmt.Errorf("%s: %w", opener, err)
		}
	case <-ctx.Done():
	case <-time.After(500 * time.Millisecond):
	}
	return nil
}

// lookPath finds a program on a PATH other than this process's own.
func lookPath(path, name string) (string, error) {
	for _, folder := range filepath.SplitList(path) {
		if found, err := exec.LookPath(filepath.Join(folder, name)); folder != "" && err == nil {
			return found, nil
		}
	}
	return "", fmt.Errorf("there is no %s on this computer", name)
}
