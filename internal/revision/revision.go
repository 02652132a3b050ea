// Package revision reads the files of a git revision.
//
// It reads them as git stores them. Nothing that the revision contains is run or obeyed: no hook, no filter, and no
// attribute that would change files or leave them out. Files of Git LFS are therefore pointers, and submodules are
// left out.
package revision

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"strconv"
	"strings"
	"time"
)

// Limits of what is read of one revision.
const (
	maxFiles = 200_000
	maxTotal = 4 << 30 // bytes of all files
)

// Errors that callers explain to users.
var (
	ErrNoGit        = errors.New("git is not installed")
	ErrNoRepository = errors.New("the working directory is in no git repository")
	ErrUnknown      = errors.New("it is no revision of the repository")
	ErrTooLarge     = fmt.Errorf("the revision has more than %d files or %d GB", maxFiles, maxTotal>>30)
)

// Revision is a commit of a repository.
type Revision struct {
	Commit string // its hash

	// Prefix is the path of the working directory in the repository, with a slash at its end; "" for its root.
	Prefix string

	dir string
}

// Find finds a revision by a name that git knows, such as HEAD~1, v1.2 or origin/main. The repository is that of the
// folder dir. It returns ErrNoGit, ErrNoRepository or ErrUnknown.
func Find(ctx context.Context, dir, name string) (*Revision, error) {
	r := &Revision{dir: dir}
	prefix, err := r.git(ctx, nil, "rev-parse", "--show-prefix")
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return nil, ErrNoGit
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil && strings.Contains(err.Error(), "safe.directory"):
		return nil, err
	case err != nil:
		return nil, ErrNoRepository
	}

	commit, err := r.git(ctx, nil, "rev-parse", "--verify", "--quiet", "--end-of-options", name+"^{commit}")
	if err != nil {
		return nil, errors.Join(ErrUnknown, ctx.Err())
	}

	r.Prefix = strings.TrimSuffix(string(prefix), "\n")
	r.Commit = strings.TrimSpace(string(commit))

	return r, nil
}

// waitDelay is how long the output of a cancelled git may stay open.
const waitDelay = 100 * time.Millisecond

func (r *Revision) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", r.dir, "--literal-pathspecs"}, args...)...)
	cmd.Env = append(cmd.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0")
	cmd.WaitDelay = waitDelay

	return cmd
}

// git runs git and returns what it prints.
func (r *Revision) git(ctx context.Context, input io.Reader, args ...string) ([]byte, error) {
	cmd := r.command(ctx, args...)
	cmd.Stdin = input
	out, err := cmd.Output()

	var failed *exec.ExitError
	if errors.As(err, &failed) && len(failed.Stderr) > 0 {
		return nil, errors.New(strings.TrimPrefix(strings.TrimSpace(string(failed.Stderr)), "fatal: "))
	}

	return out, err
}

// File is a file of a revision.
type File struct {
	Path   string // from the root of the repository
	IsLink bool   // its content is the target of a symbolic link

	hash string
}

// List lists the files at paths from the root of the repository, and in folders there; without paths, all files. It
// leaves out paths that do not exist. It returns ErrTooLarge for too many files.
func (r *Revision) List(ctx context.Context, paths ...string) ([]File, error) {
	args := append([]string{"ls-tree", "-r", "-z", "--full-tree", r.Commit, "--"}, paths...)
	out, err := r.git(ctx, nil, args...)
	if err != nil {
		return nil, err
	}

	var list []File
	for item := range strings.SplitSeq(string(out), "\x00") {
		header, name, ok := strings.Cut(item, "\t")
		fields := strings.Fields(header)
		if !ok || len(fields) != 3 || fields[1] != "blob" {
			continue
		}

		if len(list) == maxFiles {
			return nil, ErrTooLarge
		}

		list = append(list, File{hash: fields[2], Path: name, IsLink: fields[0] == "120000"})
	}

	return list, nil
}

// ReadFunc reads the content of a file, of size bytes. It need not read all of it.
type ReadFunc func(f File, size int64, content io.Reader) error

// Read calls read with each file. One process of git returns the content of all of them. Read returns the first error
// of read, ErrTooLarge, or an error if git has not all files, as in a partial clone.
func (r *Revision) Read(ctx context.Context, files []File, read ReadFunc) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()

	var hashes bytes.Buffer
	for _, f := range files {
		fmt.Fprintln(&hashes, f.hash)
	}

	cmd := r.command(ctx, "cat-file", "--batch")
	cmd.Stdin = &hashes
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}

	if err := cmd.Start(); err != nil {
		return err
	}

	in := blobReader{in: bufio.NewReader(out), left: maxTotal}
	for _, f := range files {
		if err = in.next(f, read); err != nil {
			stop()
			break
		}
	}

	waitErr := cmd.Wait()
	if err == nil {
		err = waitErr
	}

	return err
}

// blobReader reads the output of git cat-file --batch.
type blobReader struct {
	in   *bufio.Reader
	left int64 // bytes that may still follow
}

// next reads the next file: a line with its hash, type and size, its content, and a line feed.
func (b *blobReader) next(f File, read ReadFunc) error {
	line, err := b.in.ReadString('\n')
	if err != nil {
		return err
	}

	fields := strings.Fields(line)
	if len(fields) != 3 || fields[0] != f.hash {
		return fmt.Errorf("git has no content of %s", f.Path)
	}

	size, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil {
		return err
	}

	if b.left -= size; b.left < 0 {
		return ErrTooLarge
	}

	content := io.LimitReader(b.in, size)
	if err := read(f, size, content); err != nil {
		return err
	}

	if _, err := io.Copy(io.Discard, content); err != nil {
		return err
	}

	_, err = b.in.Discard(1)

	return err
}

// Extract writes files and folders to the folder into, at their paths from the root of the repository. It leaves out
// paths that do not exist, and links that lead out of the repository. It returns the number of files.
func (r *Revision) Extract(ctx context.Context, into string, paths []string) (int, error) {
	files, err := r.List(ctx, paths...)
	if err != nil || len(files) == 0 {
		return 0, err
	}

	root, err := os.OpenRoot(into)
	if err != nil {
		return 0, err
	}
	defer root.Close()

	err = r.Read(ctx, files, func(f File, _ int64, content io.Reader) error {
		return writeFile(root, f, content)
	})

	return len(files), err
}

// writeFile writes a file or a link.
func writeFile(root *os.Root, f File, content io.Reader) error {
	if err := root.MkdirAll(path.Dir(f.Path), 0o777); err != nil {
		return err
	}

	if f.IsLink {
		return writeLink(root, f, content)
	}

	file, err := root.OpenFile(f.Path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}

	_, err = io.Copy(file, content)

	return errors.Join(err, file.Close())
}

// writeLink writes a symbolic link, unless it leads out of the repository.
func writeLink(root *os.Root, f File, content io.Reader) error {
	target, err := io.ReadAll(content)
	if err != nil || !isInside(f.Path, string(target)) {
		return err
	}

	return root.Symlink(string(target), f.Path)
}

// isInside reports whether a link leads to something in the repository, whatever the other links in the repository
// are: it goes up only at its beginning, and no further than to the root.
func isInside(name, target string) bool {
	depth := strings.Count(name, "/")
	for depth > 0 && strings.HasPrefix(target, "../") {
		target = target[len("../"):]
		depth--
	}

	return target != "" && !path.IsAbs(target) && !strings.ContainsAny(target, "\\:\x00") &&
		!strings.Contains("/"+target+"/", "/../")
}
