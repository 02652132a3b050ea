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

// newProfile makes a folder for the browser's own files. Nothing can remove it while the browser runs, and the browser runs until
// the tests have ended; so each run removes what earlier ones left.
func newProfile() (string, error) {
	old, err := filepath.Glob(filepath.Join(os.TempDir(), profilePrefix+"*"))
	if err != nil {
		return "", err
	}
	for _, dir := range old {
		if !running(dir) {
			_ = os.RemoveAll(dir) // the next run tries again
		}
	}
	return os.MkdirTemp("", fmt.Sprintf("%s%d-", profilePrefix, os.Getpid()))
}

// running reports whether the process in whose name a profile was made still lives, as far as can be known.
func running(dir string) bool {
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
