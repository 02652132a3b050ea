// Package baseline reads and writes lint.baseline: the problems that a site already has, so that only new ones fail.
//
// The file has one line per problem, sorted, so that changes of several authors merge:
//
//	content/setup.md SP020 3f9a8c7d1e2b        one problem
//	content/setup.md SP050 77ac0d5e9b14 x3     three with the same text
//
// The fingerprint identifies the text of the line with the problem; see [problem.Fingerprints]. Other lines can change,
// and the file can move: the problem stays known. Lines that begin with a number sign are comments.
package baseline

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"signpost/internal/problem"
	"signpost/internal/rules"
)

// Name is the name of the file, which is next to the settings.
const Name = "lint.baseline"

const header = "# Known problems, which do not fail build and lint. Written by `signpost lint --baseline`; " +
	"signpost removes those that are fixed."

// Entry identifies problems with the same text.
type Entry struct {
	File        string // relative to the folder of the baseline, with slashes
	Rule        string
	Fingerprint string
}

// Baseline contains known problems, with the number of times that each occurs.
type Baseline struct {
	dir    string // of the file
	counts map[Entry]int
}

// New returns an empty baseline. name is the path of its file.
func New(name string) *Baseline {
	return &Baseline{dir: filepath.Dir(name), counts: map[Entry]int{}}
}

// Parse reads a baseline. It reports and skips lines that it cannot read. If a merge left several lines about the same
// problem, the largest number counts.
func Parse(name string, data []byte) (*Baseline, []problem.Problem) {
	b := New(name)
	var problems []problem.Problem
	number := 0
	for line := range bytes.Lines(data) {
		number++
		text := strings.TrimSpace(string(line))
		if text == "" || text[0] == '#' {
			continue
		}

		e, count, ok := parseLine(text)
		if !ok {
			place := problem.Place{File: name, Line: number}
			problems = append(problems, describe(text, place))
			continue
		}

		b.counts[e] = max(b.counts[e], count)
	}

	return b, problems
}

// describe returns the problem of a line that cannot be read.
func describe(line string, place problem.Place) problem.Problem {
	for _, marker := range []string{"<<<<<<<", "=======", ">>>>>>>", "|||||||"} {
		if strings.HasPrefix(line, marker) {
			return rules.BrokenBaseline.At(place,
				"keep the lines of both sides and delete the conflict markers",
				"merge conflict")
		}
	}

	return rules.BrokenBaseline.At(place,
		"undo the change of this line, or write the file again with: signpost lint --baseline",
		"%q is not a known problem", problem.Shorten(line, 60))
}

// maxCount limits the number of equal problems, so that it never overflows.
const maxCount = 1_000_000

// parseLine parses a line. Only the name of the file, which comes first, can contain spaces.
func parseLine(line string) (e Entry, count int, ok bool) {
	rest, last := cutLast(line)
	count = 1
	if digits, isCount := strings.CutPrefix(last, "x"); isCount {
		n, err := strconv.Atoi(digits)
		if err != nil || n < 1 || n > maxCount {
			return Entry{}, 0, false
		}

		count = n
		rest, last = cutLast(rest)
	}

	e.Fingerprint = last
	e.File, e.Rule = cutLast(rest)
	if strings.HasPrefix(e.File, `"`) {
		name, err := strconv.Unquote(e.File)
		if err != nil {
			return Entry{}, 0, false
		}

		e.File = name
	}

	return e, count, e.File != "" && isRule(e.Rule) && isFingerprint(e.Fingerprint)
}

// cutLast splits a line at its last space.
func cutLast(line string) (rest, last string) {
	i := strings.LastIndexByte(line, ' ')
	if i < 0 {
		return "", line
	}

	return line[:i], line[i+1:]
}

func isRule(id string) bool {
	digits, ok := strings.CutPrefix(id, "SP")
	return ok && len(digits) == 3 && strings.Trim(digits, "0123456789") == ""
}

func isFingerprint(text string) bool {
	return len(text) == problem.FingerprintLen && strings.Trim(text, "0123456789abcdef") == ""
}

// Encode returns the content of the file.
func (b *Baseline) Encode() []byte {
	var out bytes.Buffer
	fmt.Fprintln(&out, header)
	for _, e := range slices.SortedFunc(maps.Keys(b.counts), compare) {
		fmt.Fprintf(&out, "%s %s %s", quote(e.File), e.Rule, e.Fingerprint)
		if n := b.counts[e]; n > 1 {
			fmt.Fprintf(&out, " x%d", n)
		}

		fmt.Fprintln(&out)
	}

	return out.Bytes()
}

func compare(a, b Entry) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Fingerprint, b.Fingerprint),
	)
}

// quote returns a file name as lines contain it: in quotes if it is ambiguous otherwise.
func quote(file string) string {
	quoted := strconv.Quote(file)
	isPlain := quoted == `"`+file+`"` && strings.TrimSpace(file) == file && !strings.ContainsAny(file[:1], "#<=>|")
	if isPlain {
		return file
	}

	return quoted
}

// Len returns the number of problems.
func (b *Baseline) Len() int {
	n := 0
	for _, count := range b.counts {
		n += count
	}

	return n
}

// add adds problems.
func (b *Baseline) add(e Entry, count int) {
	b.counts[e] = min(b.counts[e]+count, maxCount)
}

// entry returns the entry of a problem.
func (b *Baseline) entry(p problem.Problem, fingerprint string) Entry {
	file := p.File
	if relative, err := filepath.Rel(b.dir, file); err == nil {
		file = relative
	}

	return Entry{
		File:        filepath.ToSlash(file),
		Rule:        p.Rule,
		Fingerprint: fingerprint,
	}
}

// Path returns the path of the file of an entry.
func (b *Baseline) Path(e Entry) string {
	return filepath.Join(b.dir, filepath.FromSlash(e.File))
}
