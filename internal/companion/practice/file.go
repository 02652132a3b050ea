package practice

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"signpost/checks/probe"
)

const fileHeader = `# What your practice provided at onboarding. cardcheck reads this file and sends it to no one.
# Never write a password or a passcode (PIN) into it.
`

// Text returns the set-up file with these answers. A question without an answer becomes a comment with an example.
func Text(answers Answers) string {
	var b strings.Builder
	b.WriteString(fileHeader)
	previous := ""
	for _, q := range questions {
		parent, key, nested := strings.Cut(q.Key, ".")
		indent := "  "
		if !nested {
			parent, key, indent = "", q.Key, ""
		}

		b.WriteString("\n")
		if parent != "" && parent != previous {
			fmt.Fprintf(&b, "%s%s:\n", commentUnless(answers.hasPrefix(parent+".")), parent)
		}

		previous = parent
		fmt.Fprintf(&b, "%s# %s\n", indent, q.comment)
		q.write(&b, key, indent, answers[q.Key])
	}

	return b.String()
}

// commentUnless returns the start of a comment if there is no answer.
func commentUnless(answered bool) string {
	if answered {
		return ""
	}

	return "# "
}

// hasPrefix reports whether a key with this prefix has an answer.
func (a Answers) hasPrefix(prefix string) bool {
	for key, values := range a {
		if strings.HasPrefix(key, prefix) && len(values) > 0 {
			return true
		}
	}

	return false
}

// write writes the lines of one value, or of its example.
func (q Question) write(b *strings.Builder, key, indent string, values []string) {
	start := commentUnless(len(values) > 0) + indent
	if len(values) == 0 {
		values = []string{q.Example}
	}

	if !q.List {
		fmt.Fprintf(b, "%s%s: %s\n", start, key, strconv.Quote(values[0]))
		return
	}

	fmt.Fprintf(b, "%s%s:\n", start, key)
	for _, v := range values {
		fmt.Fprintf(b, "%s  - %s\n", start, strconv.Quote(v))
	}
}

// Create writes a new file that only its owner can read. If the file exists, even since a moment ago, the error is
// [os.ErrExist].
func Create(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}

	_, err = f.Write(data)
	if err := errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(path)) // an incomplete file would be taken for a complete one
	}

	return nil
}

// CreateFirst creates the file at the first of several paths where that is possible, and returns this path. It also
// creates the folders of all but the first. If a file exists on the way, the error is [os.ErrExist]; if no path is
// possible, it is the error of the first.
func CreateFirst(paths []string, data []byte) (string, error) {
	var first error
	for i, path := range paths {
		var err error
		if i > 0 {
			err = os.MkdirAll(filepath.Dir(path), 0o700)
		}

		if err == nil {
			err = Create(path, data)
		}

		if err == nil || errors.Is(err, os.ErrExist) {
			return path, err
		}

		first = cmp.Or(first, err)
	}

	return paths[0], first
}

// Replace writes other answers into an existing set-up file, completely or not at all. If the file was edited by hand,
// Replace first saves a copy next to it and returns its name. A file that [Text] wrote needs no copy.
func Replace(path string, answers Answers, now time.Time) (backup string, err error) {
	old, err := probe.ReadFile(path)
	if err != nil {
		return "", err
	}

	if string(old) != Text(FromSetup(probe.ParseSetup(path, old))) {
		backup = path + now.Format(".2006-01-02-150405.old")
		if err := Create(backup, old); err != nil {
			return "", err
		}
	}

	return backup, probe.WriteFile(path, []byte(Text(answers)))
}
