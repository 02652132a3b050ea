package history

import (
	"context"
	"strconv"
	"strings"

	"signpost/internal/git"
)

// Changes returns the commits that changed a file in a folder, the newest first, at most limit. Without git there are
// none.
func Changes(ctx context.Context, dir, file string, limit int) []string {
	log, err := git.Output(ctx, dir, "log", "--format=%H", "--max-count="+strconv.Itoa(limit), "--", file)
	if err != nil {
		return nil
	}

	return strings.Fields(string(log))
}

// Same reports whether two commits have the same files in a folder.
func Same(ctx context.Context, dir, a, b string) bool {
	out, err := git.Output(ctx, dir, "rev-parse", a+":./", b+":./")
	ids := strings.Fields(string(out))

	return err == nil && len(ids) == 2 && ids[0] == ids[1]
}

// Renames returns the files in a folder that git considers renamed between a commit and the index, by their names in
// the commit. A file that was renamed twice has its last name. Working files are not read: filters would be applied.
func Renames(ctx context.Context, dir, commit string) map[string]string {
	renames := map[string]string{}
	for _, args := range [][]string{
		{"log", "--format=", "--reverse", commit + "..HEAD"},
		{"diff", "--cached", "HEAD"},
	} {
		args = append(args, "--name-status", "--find-renames", "--diff-filter=R", "-z", "--relative", "--", ".")
		out, err := git.Output(ctx, dir, args...)
		if err != nil {
			return nil
		}

		addRenames(renames, string(out))
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
