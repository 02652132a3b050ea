package history

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
)

// maxFile is the size above which files are left out of a tree.
const maxFile = 8 << 20

// Changes returns the commits that changed a file in a folder, the newest first, at most limit. Without git there are
// none.
func Changes(ctx context.Context, dir, file string, limit int) []string {
	log, err := git(ctx, dir, "log", "--format=%H", "--max-count="+strconv.Itoa(limit), "--", file)
	if err != nil {
		return nil
	}

	return strings.Fields(log)
}

// Same reports whether two commits have the same files in a folder.
func Same(ctx context.Context, dir, a, b string) bool {
	out, err := git(ctx, dir, "rev-parse", a+":./", b+":./")
	ids := strings.Fields(out)

	return err == nil && len(ids) == 2 && ids[0] == ids[1]
}

// Renames returns the files in a folder that git considers renamed between a commit and now, by their names in the
// commit. A file that was renamed twice has its last name.
func Renames(ctx context.Context, dir, commit string) map[string]string {
	renames := map[string]string{}
	for _, args := range [][]string{
		{"log", "--format=", "--reverse", commit + "..HEAD"},
		{"diff", "HEAD"},
	} {
		args = append(args, "--name-status", "--find-renames", "--diff-filter=R", "-z", "--relative", "--", ".")
		out, err := git(ctx, dir, args...)
		if err != nil {
			return nil
		}

		addRenames(renames, out)
	}

	return renames
}

// addRenames adds the renames in the output of git: "R100", the old name, and the new one, each with a NUL.
func addRenames(renames map[string]string, out string) {
	parts := strings.Split(out, "\x00")
	origin := map[string]string{}
	for from, to := range renames {
		origin[to] = from
	}

	for ; len(parts) >= 3; parts = parts[3:] {
		from, to := parts[1], parts[2]
		first, ok := origin[from]
		if !ok {
			first = from
		}

		renames[first] = to
		origin[to] = first
	}
}

// Files returns the files of a folder in a commit that include accepts, by their names in the folder.
func Files(
	ctx context.Context, dir, commit string, include func(name string) bool,
) (map[string][]byte, error) {
	list, err := git(ctx, dir, "ls-tree", "-r", "-z", commit)
	if err != nil {
		return nil, err
	}

	var names, ids []string
	for line := range strings.SplitSeq(list, "\x00") {
		info, name, _ := strings.Cut(line, "\t")
		fields := strings.Fields(info) // mode, type and ID
		if len(fields) == 3 && fields[1] == "blob" && fields[0] != "120000" && include(name) {
			names = append(names, name)
			ids = append(ids, fields[2])
		}
	}

	return readBlobs(ctx, dir, names, ids)
}

// readBlobs returns the contents of files, which one process of git prints.
func readBlobs(ctx context.Context, dir string, names, ids []string) (map[string][]byte, error) {
	cmd := exec.CommandContext(ctx, "git", "-C", dir, "cat-file", "--batch")
	cmd.Stdin = strings.NewReader(strings.Join(ids, "\n") + "\n")
	cmd.WaitDelay = waitDelay
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}

	if err := cmd.Start(); err != nil {
		return nil, err
	}

	files := make(map[string][]byte, len(names))
	reader := bufio.NewReaderSize(out, 1<<16)
	for _, name := range names {
		var data []byte
		if data, err = readBlob(reader); err != nil {
			break
		}

		if data != nil {
			files[name] = data
		}
	}

	_, _ = io.Copy(io.Discard, reader) // so that git can end
	if err := cmd.Wait(); err != nil && ctx.Err() == nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}

	return files, errors.Join(ctx.Err(), err)
}

// readBlob reads a line "ID blob SIZE", the content and a line feed. The content of a large or missing file is nil.
func readBlob(r *bufio.Reader) ([]byte, error) {
	line, err := r.ReadString('\n')
	if err != nil {
		return nil, err
	}

	fields := strings.Fields(line)
	if len(fields) != 3 {
		return nil, nil // missing, as in a partial clone
	}

	size, err := strconv.Atoi(fields[2])
	if err != nil {
		return nil, err
	}

	if size > maxFile {
		_, err := io.CopyN(io.Discard, r, int64(size)+1)
		return nil, err
	}

	var b bytes.Buffer
	if _, err := io.CopyN(&b, r, int64(size)+1); err != nil {
		return nil, err
	}

	return b.Bytes()[:size], nil
}
