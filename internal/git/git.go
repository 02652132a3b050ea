// Package git runs git in such a way that it starts none of the programs in the configuration of a repository, such as
// filters and hooks, requests nothing from the network, and changes nothing.
package git

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"time"
)

// waitDelay is how long the output of a cancelled git may stay open.
const waitDelay = 100 * time.Millisecond

// Command returns a command that runs git in a folder. Patterns in the names of files have no meaning.
func Command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	options := []string{
		"-C", dir,
		"--literal-pathspecs",
		"-c", "core.fsmonitor=false", // a program that lists changed files
		"-c", "log.showSignature=false", // which would start gpg.program
	}

	cmd := exec.CommandContext(ctx, "git", append(options, args...)...)
	cmd.Env = append(cmd.Environ(),
		"TZ=UTC", "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0")
	cmd.WaitDelay = waitDelay

	return cmd
}

// ErrNotInstalled is returned if there is no git.
var ErrNotInstalled = errors.New("git is not installed")

// Output returns the output of git. If git fails, the error is its message.
func Output(ctx context.Context, dir string, args ...string) ([]byte, error) {
	out, err := Command(ctx, dir, args...).Output()

	var failed *exec.ExitError
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return nil, ErrNotInstalled
	case errors.As(err, &failed) && len(failed.Stderr) > 0:
		return nil, errors.New(strings.TrimPrefix(strings.TrimSpace(string(failed.Stderr)), "fatal: "))
	}

	return out, err
}
