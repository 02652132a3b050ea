package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

const profilePrefix = "signpost-chromium-"

// newProfile creates a folder for the files of the browser. The browser uses it until the process ends, so
// that each process removes the folders of earlier ones.
func newProfile() (string, error) {
	old, err := filepath.Glob(filepath.Join(os.TempDir(), profilePrefix+"*"))
	if err != nil {
		return "", err
	}

	for _, dir := range old {
		if !isInUse(dir) {
			_ = os.RemoveAll(dir) // the next process tries again
		}
	}

	return os.MkdirTemp("", fmt.Sprintf("%s%d-", profilePrefix, os.Getpid()))
}

// isInUse reports whether the process that created a profile is still running, or may be.
func isInUse(dir string) bool {
	rest := strings.TrimPrefix(filepath.Base(dir), profilePrefix)
	number, _, _ := strings.Cut(rest, "-")
	pid, err := strconv.Atoi(number)
	if err != nil {
		return true
	}

	process, err := os.FindProcess(pid)
	if err != nil {
		return false
	}

	return process.Signal(syscall.Signal(0)) == nil
}
