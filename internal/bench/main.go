// Bench measures how long signpost takes to build a large help centre, and how much memory, against a floor:
//
//	go run ./internal/bench 1000 10000
//
// The floor does the least that any generator must: it reads every file, parses and renders it with goldmark and GitHub's
// extensions on all processors, and writes the HTML. Both are programs of their own, run in turn on the same articles in the same minute, since a
// machine's speed drifts; the ratio is what counts. The articles are made by a seeded generator: corpus.go.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	rounds := flags.Int("rounds", 3, "times that each is run; the median is shown")
	brief := flags.Bool("brief", false, "run the floor and the full build alone")
	keep := flags.String("dir", "", "folder for articles and sites; a temporary one when empty")
	floorOf := flags.String("floor", "", "run the floor on the articles in this folder, and nothing else")
	out := flags.String("out", "", "folder that the floor writes to")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *floorOf != "" {
		return floor(filepath.Join(*floorOf, "content"), *out)
	}
	dir := *keep
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "signpost-bench-"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	signpost := filepath.Join(dir, "signpost")
	if out, err := exec.Command("go", "build", "-o", signpost, "signpost/cmd/signpost").CombinedOutput(); err != nil {
		return fmt.Errorf("build signpost: %w\n%s", err, out)
	}
	fmt.Println("| articles | what | wall s | of the floor | cpu s | peak MB |")
	fmt.Println("| --: | --- | --: | --: | --: | --: |")
	for _, size := range flags.Args() {
		n, err := strconv.Atoi(size)
		if err != nil || n < 1 {
			return fmt.Errorf("%q is not a number of articles", size)
		}
		if err := measure(filepath.Join(dir, size), signpost, n, *rounds, *brief); err != nil {
			return err
		}
	}
	return nil
}

// sample is what one run took.
type sample struct {
	wall, cpu time.Duration
	peak      int64 // bytes; 0 where the system does not tell
}

func measure(dir, signpost string, n, rounds int, brief bool) error {
	if err := writeCorpus(dir, n); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	edit := func() error { return touch(filepath.Join(dir, "content", articleFile(n/2))) }
	asIs := func() error { return nil }
	build := []string{signpost, "build", "--quiet", "--config", filepath.Join(dir, "config.yaml"), "--out"}
	tasks := []struct {
		name    string
		prepare func() error
		command []string // the last word, a folder for what comes out, is added
	}{
		{"floor", asIs, []string{self, "--floor", dir, "--out"}},
		{"full build", asIs, build},
		{"nothing changed", asIs, build},
		{"one article changed", edit, build},
	}
	if brief {
		tasks = tasks[:2]
	}
	samples := make([][]sample, len(tasks))
	for round := range rounds {
		for i, task := range tasks {
			if err := task.prepare(); err != nil {
				return err
			}
			// Each round has folders of its own: some file systems take long over new files where others were just deleted.
			// So has what is kept between builds: the full build of each begins with nothing.
			out := fmt.Sprintf("%s-%d", filepath.Base(task.command[0]), round)
			kept := filepath.Join(dir, fmt.Sprintf("kept-%d", round))
			settle()
			s, err := timed(append(slices.Clone(task.command), filepath.Join(dir, out)), kept)
			if err != nil {
				return err
			}
			samples[i] = append(samples[i], s)
		}
	}
	for i, task := range tasks {
		s := median(samples[i])
		fmt.Printf("| %d | %s | %.2f | %s | %.2f | %d |\n", n, task.name, s.wall.Seconds(), ratio(samples[i], samples[0]), s.cpu.Seconds(), s.peak>>20)
	}
	if brief {
		return nil
	}
	return measureEdits(dir, signpost, n, median(samples[0]).wall)
}

// ratio compares each run with that of the floor in the same round: the median, and from where to where it goes.
func ratio(runs, floor []sample) string {
	list := make([]float64, len(runs))
	for i := range runs {
		list[i] = float64(runs[i].wall) / float64(floor[i].wall)
	}
	slices.Sort(list)
	least, most := list[0], list[len(list)-1]
	if least == most {
		return fmt.Sprintf("%.2f", least)
	}
	return fmt.Sprintf("%.2f (%.2f to %.2f)", list[len(list)/2], least, most)
}

// measureEdits tells how long an edit takes to be seen while the site is served.
func measureEdits(dir, signpost string, n int, base time.Duration) error {
	e, err := serveSite(dir, signpost, n)
	if err != nil {
		return err
	}
	defer e.close()
	var samples []sample
	for round := range 9 {
		took, err := e.edit((n/2+round*7)%n, round)
		if err != nil {
			return err
		}
		samples = append(samples, sample{wall: took})
	}
	wall := median(samples).wall
	fmt.Printf("| %d | edit to page, served | %.2f | %.2f | | |\n", n, wall.Seconds(), float64(wall)/float64(base))
	return nil
}

func touch(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(text, "\nOne more line.\n"...), 0o666)
}

// timed runs a command to its end, with kept for the user's cache folder.
func timed(command []string, kept string) (sample, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+kept)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return sample{}, fmt.Errorf("%s: %w\n%s", command, err, &stderr)
	}
	state := cmd.ProcessState
	return sample{time.Since(start), state.UserTime() + state.SystemTime(), peakMemory(state)}, nil
}

func median(samples []sample) sample {
	sorted := slices.SortedFunc(slices.Values(samples), func(a, b sample) int { return int(a.wall - b.wall) })
	return sorted[len(sorted)/2]
}
