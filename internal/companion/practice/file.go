package practice

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"signpost/checks/probe"
)

// Text is the set-up file with these answers; what has none stands there as a comment, with an example.
func Text(answers Answers) string {
	var b strings.Builder
	b.WriteString("# What your practice gave at onboarding. cardcheck reads this file and sends it to nobody.\n# Never write a password or a passcode (PIN) into it.\n")
	above := ""
	for _, q := range Questions() {
		parent, key, nested := strings.Cut(q.Key, ".")
		indent := "  "
		if !nested {
			parent, key, indent = "", q.Key, ""
		}
		b.WriteString("\n")
		if parent != "" && parent != above {
			fmt.Fprintf(&b, "%s%s:\n", off(answers.any(parent+".")), parent)
		}
		above = parent
		fmt.Fprintf(&b, "%s# %s\n", indent, q.comment)
		q.write(&b, key, indent, answers[q.Key])
	}
	return b.String()
}

// off begins a line that says nothing yet.
func off(given bool) string {
	if given {
		return ""
	}
	return "# "
}

// any reports whether any of the keys that begin so has an answer.
func (a Answers) any(prefix string) bool {
	for key, values := range a {
		if strings.HasPrefix(key, prefix) && len(values) > 0 {
			return true
		}
	}
	return false
}

// write writes the lines of one value, or of its example.
func (q Question) write(b *strings.Builder, key, indent string, values []string) {
	begin := off(len(values) > 0) + indent
	if len(values) == 0 {
		values = []string{q.Example}
	}
	if !q.List {
		fmt.Fprintf(b, "%s%s: %s\n", begin, key, strconv.Quote(values[0]))
		return
	}
	fmt.Fprintf(b, "%s%s:\n", begin, key)
	for _, v := range values {
		fmt.Fprintf(b, "%s  - %s\n", begin, strconv.Quote(v))
	}
}

// Create writes a file that was not there, for its owner alone to read. Somebody may have made it a moment ago: the system decides, and
// the error is then os.ErrExist.
func Create(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, bytes.NewReader(data))
	if err := errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(path)) // half a file would be taken for a whole one
	}
	return nil
}

// Replace writes other answers into the set-up file that is there, whole or not at all. What somebody wrote by hand is kept beside it,
// and kept is its name; what Text made loses nothing, and is not.
func Replace(path string, answers Answers, now time.Time) (kept string, err error) {
	old, err := probe.ReadFile(path)
	if err != nil {
		return "", err
	}
	if string(old) != Text(Given(probe.ParseSetup(path, old))) {
		kept = path + now.Format(".2006-01-02-150405.old")
		if err := Create(kept, old); err != nil {
			return "", err
		}
	}
	return kept, probe.WriteFile(path, []byte(Text(answers)))
}
