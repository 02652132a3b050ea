package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"
	"time"
)

// attackWorkerName is the name under which the program of the tests is a worker: a process with limits that runs one
// command line after the other. Starting a process for each would take longer than the commands.
const attackWorkerName = "attack-worker"

// attackRequest is a command line to run in a folder.
type attackRequest struct {
	Dir, Cache string
	Args       []string
}

// attackResult is how a command line ended.
type attackResult struct {
	Args           []string
	Code           int
	Stdout, Stderr string
	Took           time.Duration
	Memory         int64 // the most bytes that were in use, if the system tells

	// Died says why the worker ended, if it did.
	Died string `json:"-"`
}

// serveAttacks runs the command lines that standard input requests.
func serveAttacks() {
	limitMemory(attackMemory)
	requests, results := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var r attackRequest
		if err := requests.Decode(&r); err != nil {
			return
		}

		if err := results.Encode(serveAttack(r)); err != nil {
			return
		}
	}
}

func serveAttack(r attackRequest) attackResult {
	if err := os.Chdir(r.Dir); err != nil {
		return attackResult{Args: r.Args, Code: -1, Stderr: err.Error()}
	}

	var stdout, stderr bytes.Buffer
	p := thisProcess()
	p.Args = r.Args
	p.CacheDir = r.Cache
	p.Stdin = bytes.NewReader(nil)
	p.Stdout = &stdout
	p.Stderr = &stderr

	resetPeakMemory()
	start := time.Now()
	code := run(context.Background(), p)

	return attackResult{
		Args:   r.Args,
		Code:   code,
		Stdout: stdout.String(),
		Stderr: stderr.String(),
		Took:   time.Since(start),
		Memory: peakMemory(),
	}
}

// attackWorker is a running worker.
type attackWorker struct {
	cmd      *exec.Cmd
	requests *json.Encoder
	results  *json.Decoder
	stdin    io.Closer
	stderr   bytes.Buffer
}

func startAttackWorker(t *testing.T) *attackWorker {
	t.Helper()
	file, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}

	w := &attackWorker{cmd: exec.Command(file)}
	w.cmd.Args = []string{attackWorkerName}
	w.cmd.Stderr = &w.stderr
	stdin, err := w.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}

	stdout, err := w.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}

	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}

	w.requests, w.results, w.stdin = json.NewEncoder(stdin), json.NewDecoder(stdout), stdin

	return w
}

// run runs a command line. If it takes too long, the worker is killed.
func (w *attackWorker) run(r attackRequest) attackResult {
	late := time.AfterFunc(attackTime, func() { _ = w.cmd.Process.Kill() })
	var result attackResult
	err := errors.Join(w.requests.Encode(r), w.results.Decode(&result))
	inTime := late.Stop()
	if err == nil {
		return result
	}

	err = w.cmd.Wait()
	died := fmt.Sprintf("%v: %.3000s", err, w.stderr.String())
	if !inTime {
		died = fmt.Sprintf("not finished after %v", attackTime)
	}

	return attackResult{Args: r.Args, Code: -1, Died: died, Took: attackTime}
}

func (w *attackWorker) close() {
	_ = w.stdin.Close()
	_ = w.cmd.Wait()
}
