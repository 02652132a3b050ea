// Bench measures the time and memory that signpost needs for large help centres, compared with a floor:
//
//	go run ./internal/bench 1000 10000
//
// The floor is the least that any generator must do: it reads every file, renders it with goldmark and the
// GitHub extensions on all processors, and writes the HTML. Both run as programs of their own, alternately
// and on the same articles, because the speed of a machine drifts. The ratio is what counts. Package corpus
// generates the articles.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"signpost/internal/testkit/corpus"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// options are the flags of the program.
type options struct {
	rounds   int
	brief    bool
	dir      string
	floorOf  string
	floorOut string
	sizes    []int
}

func parseFlags(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.IntVar(&o.rounds, "rounds", 3, "number of runs; the median is printed")
	flags.BoolVar(&o.brief, "brief", false, "run only the floor and the full build")
	flags.StringVar(&o.dir, "dir", "", "folder for articles and sites (default: a temporary one)")
	flags.StringVar(&o.floorOf, "floor", "", "run only the floor, on the articles in this folder")
	flags.StringVar(&o.floorOut, "out", "", "output folder of the floor")
	if err := flags.Parse(args); err != nil {
		return o, err
	}

	for _, arg := range flags.Args() {
		n, err := strconv.Atoi(arg)
		if err != nil || n < 1 {
			return o, fmt.Errorf("invalid number of articles %q", arg)
		}

		o.sizes = append(o.sizes, n)
	}

	return o, nil
}

func run(ctx context.Context, args []string, stdout io.Writer) (err error) {
	o, err := parseFlags(args)
	if err != nil {
		return err
	}
	if o.floorOf != "" {
		return floor(ctx, filepath.Join(o.floorOf, "content"), o.floorOut)
	}

	if o.dir == "" {
		if o.dir, err = os.MkdirTemp("", "signpost-bench-"); err != nil {
			return err
		}

		defer func() { err = errors.Join(err, os.RemoveAll(o.dir)) }()
	}

	signpost := filepath.Join(o.dir, "signpost")
	build := exec.CommandContext(ctx, "go", "build", "-o", signpost, "signpost/cmd/signpost")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build signpost: %w\n%s", err, out)
	}

	fmt.Fprintln(stdout, "| articles | what | wall s | of the floor | cpu s | peak MB |")
	fmt.Fprintln(stdout, "| --: | --- | --: | --: | --: | --: |")
	for _, n := range o.sizes {
		b := &benchmark{
			options:  o,
			dir:      filepath.Join(o.dir, strconv.Itoa(n)),
			signpost: signpost,
			articles: n,
			stdout:   stdout,
		}

		if err := b.run(ctx); err != nil {
			return err
		}
	}

	return nil
}

// benchmark measures one number of articles.
type benchmark struct {
	options
	dir      string
	signpost string // the program
	articles int
	stdout   io.Writer
}

func (b *benchmark) run(ctx context.Context) error {
	if err := corpus.Write(ctx, b.dir, b.articles); err != nil {
		return err
	}

	tasks, err := b.tasks()
	if err != nil {
		return err
	}

	samples := make([][]sample, len(tasks))
	for round := range b.rounds {
		for i, task := range tasks {
			s, err := b.runTask(ctx, task, round)
			if err != nil {
				return err
			}

			samples[i] = append(samples[i], s)
		}
	}

	for i, task := range tasks {
		s := median(samples[i])
		b.printRow(task.name, s, ratio(samples[i], samples[0]))
	}

	if b.brief {
		return nil
	}

	return b.measureEdits(ctx, median(samples[0]).wall)
}

// task is a command to measure.
type task struct {
	name    string
	prepare func() error
	command []string // without its last argument, the output folder
}

func (b *benchmark) tasks() ([]task, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}

	config := filepath.Join(b.dir, "config.yaml")
	build := []string{b.signpost, "build", "--quiet", "--config", config, "--out"}
	floor := []string{self, "--floor", b.dir, "--out"}
	nothing := func() error { return nil }
	edit := func() error {
		return appendLine(filepath.Join(b.dir, "content", corpus.ArticleFile(b.articles/2)))
	}

	tasks := []task{
		{"floor", nothing, floor},
		{"full build", nothing, build},
		{"nothing changed", nothing, build},
		{"one article changed", edit, build},
	}

	if b.brief {
		tasks = tasks[:2]
	}

	return tasks, nil
}

// runTask runs a task. Each round has its own output folder, since some file systems create files slowly
// after others were deleted, and its own cache folder, so that its full build starts without a cache.
func (b *benchmark) runTask(ctx context.Context, t task, round int) (sample, error) {
	if err := t.prepare(); err != nil {
		return sample{}, err
	}

	program := filepath.Base(t.command[0])
	out := filepath.Join(b.dir, fmt.Sprintf("%s-%d", program, round))
	cache := filepath.Join(b.dir, fmt.Sprintf("cache-%d", round))
	args := append(t.command[1:len(t.command):len(t.command)], out)

	syncDisks()
	return measure(ctx, t.command[0], args, cache)
}

func (b *benchmark) printRow(name string, s sample, ratio string) {
	fmt.Fprintf(b.stdout, "| %d | %s | %.2f | %s | ", b.articles, name, s.wall.Seconds(), ratio)
	fmt.Fprintf(b.stdout, "%.2f | %d |\n", s.cpu.Seconds(), s.peak>>20)
}

// editRounds is the number of measured edits.
const editRounds = 9

// measureEdits measures how long it takes until an edit appears in a page of `signpost serve`.
func (b *benchmark) measureEdits(ctx context.Context, floor time.Duration) error {
	s, err := startServer(ctx, b.dir, b.signpost, b.articles)
	if err != nil {
		return err
	}

	defer s.close()

	var samples []sample
	for round := range editRounds {
		article := (b.articles/2 + round*7) % b.articles
		wall, err := s.edit(ctx, article, round)
		if err != nil {
			return err
		}

		samples = append(samples, sample{wall: wall})
	}

	wall := median(samples).wall
	ratio := float64(wall) / float64(floor)
	fmt.Fprintf(b.stdout, "| %d | edit to page, served | %.2f | %.2f | | |\n", b.articles, wall.Seconds(), ratio)
	return nil
}

func appendLine(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}

	return os.WriteFile(file, append(text, "\nOne more line.\n"...), 0o666)
}
