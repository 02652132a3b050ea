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

// startTimeout is how long the opener may take to fail. If it runs for longer, it has become the browser.
const startTimeout = 500 * time.Millisecond

// start runs the system's opener.
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
	go func() { done <- cmd.Wait() }() // the browser may outlive this program, so no one waits for it

	select {
	case err := <-done:
		if err != nil {
			return fmt.Errorf("%s: %w", opener, err)
		}

		return nil

	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(startTimeout):
		return nil
	}
}

// lookPath is exec.LookPath with a given value of PATH.
func lookPath(path, name string) (string, error) {
	for _, dir := range filepath.SplitList(path) {
		if dir == "" {
			continue
		}

		if file, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return file, nil
		}
	}

	return "", fmt.Errorf("%s is not installed", name)
}
