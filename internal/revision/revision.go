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
	"path"
	"strconv"
	"strings"

	"signpost/internal/git"
)

// Limits of what is read of one revision.
const (
	maxFiles = 200_000
	maxTotal = 4 << 30 // bytes of all files
)

// Errors that callers explain to users.
var (
	ErrNoGit        = git.ErrNotInstalled
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

// Find finds a revision by a name that git knows, such as HEAD~1, v1.2 or origin/main. The repository is the
// one that contains the folder dir. It returns ErrNoGit, ErrNoRepository or ErrUnknown.
func Find(ctx context.Context, dir, name string) (*Revision, error) {
	r := &Revision{dir: dir}
	prefix, err := git.Output(ctx, r.dir, "rev-parse", "--show-prefix")
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, ErrNoGit):
		return nil, err
	case err != nil && strings.Contains(err.Error(), "safe.directory"):
		return nil, err
	case err != nil:
		return nil, ErrNoRepository
	}

	commit, err := git.Output(ctx, r.dir, "rev-parse", "--verify", "--quiet", "--end-of-options", name+"^{commit}")
	if err != nil {
		return nil, errors.Join(ErrUnknown, ctx.Err())
	}

	r.Prefix = strings.TrimSuffix(string(prefix), "\n")
	r.Commit = strings.TrimSpace(string(commit))

	return r, nil
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
	out, err := git.Output(ctx, r.dir, args...)
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

// readFunc reads the content of a file, of size bytes. It need not read all of it.
type readFunc func(f File, size int64, content io.Reader) error

// Read calls read with each file. One process of git returns the content of all of them. Read returns the first error
// of read, ErrTooLarge, or an error if git has not all files, as in a partial clone.
func (r *Revision) Read(ctx context.Context, files []File, read readFunc) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()

	var hashes bytes.Buffer
	for _, f := range files {
		fmt.Fprintln(&hashes, f.hash)
	}

	cmd := git.Command(ctx, r.dir, "cat-file", "--batch")
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
func (b *blobReader) next(f File, read readFunc) error {
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

// maxTarget is the length of the longest target of a link that operating systems follow.
const maxTarget = 4096

// writeLink writes a symbolic link, unless it leads out of the repository.
func writeLink(root *os.Root, f File, content io.Reader) error {
	target, err := io.ReadAll(io.LimitReader(content, maxTarget+1))
	if err != nil || len(target) > maxTarget || !isInside(f.Path, string(target)) {
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
