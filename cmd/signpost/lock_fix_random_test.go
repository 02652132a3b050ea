package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"signpost/internal/repair"
	"signpost/internal/testkit/edits"
)

// editsVariable is the number of random edits with git, and seedVariable is the seed of the first one.
const (
	editsVariable = "LOCK_EDITS"
	seedVariable  = "LOCK_SEED"
)

// TestRandomEdits makes random edits, and repairs each with one "signpost lock fix". No address may lead to another
// text than before, and what was deleted must become a question. CONTRIBUTING.md explains how to make more edits.
func TestRandomEdits(t *testing.T) {
	count := numberIn(t, editsVariable, 200)
	seed := uint64(numberIn(t, seedVariable, 1))
	material := sectionsIn(t, "../../content")

	for _, test := range []struct {
		name     string
		evidence evidence
		edits    int
		most     float64 // of the edits may leave a question that the texts answer
	}{
		{"git", fromGit, count * 6 / 10, 0.1},
		{"last build", fromBuild, count * 3 / 10, 0.1},
		{"nothing", fromNothing, count / 10, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := newEditRun(t, test.evidence, edits.New(seed, material))
			for n := range test.edits {
				r.edit(n)
			}

			t.Logf("%d edits: %d left a question, %d of them one that has an answer", r.edits, r.asked, r.avoidable)
			t.Logf("%d addresses moved, %d questions, %d of %d reused addresses noticed",
				r.moved, r.questions, r.noticed, r.reused)
			if float64(r.avoidable) > test.most*float64(r.edits) {
				t.Errorf("%d of %d edits left a question that has an answer", r.avoidable, r.edits)
			}
		})
	}
}

func numberIn(t *testing.T, variable string, standard int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return standard
	}

	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		t.Fatalf("%s=%s is not a number", variable, text)
	}

	return n
}

var links = regexp.MustCompile(`!?\[([^]]*)\]\([^)]*\)`)

// sectionsIn returns the texts of the sections in a content folder.
func sectionsIn(t *testing.T, dir string) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".md" {
			return err
		}

		data, err := os.ReadFile(name)
		for i, part := range strings.Split(string(data), "\n## ") {
			_, text, _ := strings.Cut(part, "\n")
			text = links.ReplaceAllString(text, "$1")
			if i > 0 && !strings.ContainsAny(text, "{<[`") && !strings.Contains(text, "\n#") {
				list = append(list, strings.TrimSpace(text))
			}
		}

		return err
	})
	if err != nil || len(list) < 50 {
		t.Fatalf("%d sections in %s: %v", len(list), dir, err)
	}

	return list
}

// evidence is where earlier texts come from.
type evidence int

const (
	fromGit evidence = iota
	fromBuild
	fromNothing
)

// editRun is a help centre on disk that is edited and repaired.
type editRun struct {
	*testing.T
	dir      string
	evidence evidence
	centre   *edits.Centre

	known map[string]bool // reused addresses that the writer wants

	edits, asked, avoidable, moved, questions int
	reused, noticed                           int // addresses
}

func newEditRun(t *testing.T, e evidence, centre *edits.Centre) *editRun {
	t.Helper()
	r := &editRun{T: t, dir: t.TempDir(), evidence: e, centre: centre, known: map[string]bool{}}
	if err := os.WriteFile(filepath.Join(r.dir, "config.yaml"), []byte("title: Help\n"), 0o666); err != nil {
		t.Fatal(err)
	}

	r.write()
	r.run(0, "lock")
	if e == fromGit {
		r.git("init", "-q", ".")
	}

	r.save()

	return r
}

// edit makes an edit, repairs it and checks the result.
func (r *editRun) edit(n int) {
	r.Helper()
	name := fmt.Sprintf("edit %d: %s", n, r.centre.Edit())
	r.write()
	if r.evidence == fromGit && r.centre.Chance(2) {
		r.commit()
	}

	lost, reused := r.centre.Lost(), r.centre.Reused()
	result, code := r.fix()
	r.edits++
	isAsked, isAvoidable := r.check(name, result, lost, reused)
	if isAsked != (code == 3) {
		r.Errorf("%s: exit code %d, questions: %v", name, code, isAsked)
	}

	if isAsked {
		r.asked++
	}

	if isAvoidable {
		r.avoidable++
	}

	r.answer(result)
	for _, address := range slices.Concat(lost, reused) {
		r.centre.Forget(address)
		r.known[address] = true
	}

	r.centre.Publish()
	r.save()
}

// check compares a repair with the truth. It reports whether there are questions, and whether one has an answer.
func (r *editRun) check(name string, result *lockRepair, lost, reused []string) (isAsked, isAvoidable bool) {
	r.Helper()
	moves := map[string]repair.Move{}
	for _, m := range result.Moves {
		moves[m.From] = m
	}

	open := map[string]bool{}
	for _, q := range result.Questions {
		open[q.Address] = true
		if q.Reused && !r.known[q.Address] && slices.Contains(r.centre.Right(q.Address), q.Address) {
			r.Errorf("%s: %s is not reused: %v", name, q.Address, q)
		}
	}

	for _, address := range lost {
		right := r.centre.Right(address)
		m, isMoved := moves[address]
		switch {
		case isMoved && !slices.Contains(right, m.To):
			r.Errorf("%s: WRONG %s -> %s (%s, %.2f), right: %v", name, address, m.To, m.Why, m.Similarity, right)
		case isMoved:
			r.moved++
		case !open[address]:
			r.Errorf("%s: %s is neither moved nor asked about", name, address)
		case len(right) > 0:
			isAvoidable = true
			if testing.Verbose() {
				r.Logf("%s: asked about %s, right: %v: %v", name, address, right, questionAbout(result, address))
			}
		}
	}

	for _, address := range reused {
		r.reused++
		if open[address] {
			r.noticed++
		} else if testing.Verbose() {
			r.Logf("%s: did not notice that %s was reused, now %v", name, address, r.centre.Right(address))
		}
	}

	r.questions += len(result.Questions)

	return len(result.Questions) > 0, isAvoidable
}

func questionAbout(result *lockRepair, address string) repair.Question {
	i := slices.IndexFunc(result.Questions, func(q repair.Question) bool { return q.Address == address })
	return result.Questions[i]
}

// answer answers the questions as the writer would, the headings first.
func (r *editRun) answer(result *lockRepair) {
	r.Helper()
	for _, q := range slices.Backward(result.Questions) {
		right := r.centre.Right(q.Address)
		switch {
		case q.Reused:
			r.known[q.Address] = true
		case len(right) > 0:
			r.run(0, "lock", "move", q.Address, right[0])
		default:
			r.run(0, "lock", "retire", q.Address, "--reason", "It is gone.")
		}
	}

	if len(result.Questions) > 0 {
		r.run(0, "lock") // the writer wants the new text of a reused address
		if again, _ := r.fix(); slices.ContainsFunc(again.Questions, isLost) {
			r.Fatalf("still open: %v", again.Questions)
		}
	}
}

// fix runs "signpost lock fix".
func (r *editRun) fix() (*lockRepair, int) {
	r.Helper()
	var stdout, stderr bytes.Buffer
	code := runArgs(r.Context(), &stdout, &stderr, "lock", "fix", "--format", "json", "--config",
		filepath.Join(r.dir, "config.yaml"))
	result := new(lockRepair)
	if err := json.Unmarshal(stdout.Bytes(), result); err != nil {
		r.Fatalf("%v in %s\n%s", err, stdout.String(), stderr.String())
	}

	return result, code
}

func (r *editRun) write() {
	r.Helper()
	if err := r.centre.Write(filepath.Join(r.dir, "content")); err != nil {
		r.Fatal(err)
	}
}

// save leaves what the next repair compares with. It fails if an address is lost.
func (r *editRun) save() {
	r.Helper()
	r.centre.Publish()
	switch {
	case r.evidence == fromBuild:
		r.run(0, "build", "--quiet")
	case r.evidence == fromGit && r.centre.Chance(3):
		r.commit()
	}

	if r.edits%10 == 0 {
		r.run(0, "lint")
	}
}

func (r *editRun) run(want int, args ...string) {
	r.Helper()
	var out bytes.Buffer
	args = append(args, "--config", filepath.Join(r.dir, "config.yaml"))
	if code := runArgs(r.Context(), &out, &out, args...); code != want {
		r.Fatalf("signpost %s: exit code %d\n%s", strings.Join(args, " "), code, out.String())
	}
}

func (r *editRun) commit() {
	r.Helper()
	r.git("add", "-A")
	r.git("-c", "user.name=Writer", "-c", "user.email=writer@help.example", "-c", "commit.gpgsign=false",
		"commit", "-q", "--allow-empty", "-m", "Edit")
}

func (r *editRun) git(args ...string) {
	r.Helper()
	cmd := exec.Command("git", append([]string{"-C", r.dir}, args...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		r.Fatalf("git %v: %v\n%s", args, err, out)
	}
}
