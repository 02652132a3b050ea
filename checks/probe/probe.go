// Package probe observes: smartcard readers and cards (PC/SC), the set-up file, the identity document, the
// computer. It is all the input that cardcheck does, and decides nothing: what it saw goes into [checks.Facts].
//
// The PC/SC library can hang for as long as a card or a driver likes, can panic, and cannot be interrupted. So this
// process never calls it: [Collect] starts the program again as a child ([Child]), gives it a deadline, and kills
// it when that has passed. Everything that fails, fails alone and is written down; the rest is observed all the
// same.
//
// Cards are connected to shared with other programs, asked one short question without a PIN, and left as they were.
package probe

import (
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"

	"signpost/checks"
)

// Options says what to observe and how.
type Options struct {
	Child    []string            // the program and arguments that end in [Child]; a reader's name may be added
	Setup    []string            // places of the set-up file: the first that exists is read
	Identity string              // file of the identity document, - for Stdin; empty when there is none
	Stdin    io.Reader           // where somebody pastes
	Answers  string              // file of the answers given before; empty when nothing is remembered
	Timeout  time.Duration       // for everything that has to do with readers
	Online   *Online             // what to call on the network; nil when nothing may be called
	Now      func() time.Time    // the clock
	Env      func(string) string // the environment
}

// prober collects the facts of one run.
type prober struct {
	options Options
	now     time.Time
	facts   *checks.Facts
}

// Collect observes everything once. It takes little longer than options.Timeout, whatever readers and cards do, or
// than the network is given.
func Collect(ctx context.Context, options Options) *checks.Facts {
	p := newProber(options)
	var wait sync.WaitGroup
	if options.Online != nil {
		wait.Go(func() { p.online(ctx, *options.Online) })
	}
	reading, cancel := context.WithTimeout(ctx, options.Timeout)
	defer cancel()

	p.readers(reading)
	wait.Wait()
	return p.facts
}

// newProber has observed what takes no time: everything but readers and cards.
func newProber(options Options) *prober {
	p := &prober{options: options, now: options.Now().UTC().Truncate(time.Second)}
	p.facts = &checks.Facts{
		Schema:  checks.FactsSchema,
		Readers: []checks.Reader{},
		Host: &checks.Host{
			Origin: p.origin("host"),
			OS:     runtime.GOOS,
			Arch:   runtime.GOARCH,
		},
		Asked:  []checks.Answer{},
		Errors: []checks.Trouble{},
	}
	if name, err := os.Hostname(); err == nil {
		p.facts.Host.Name = name
	}
	p.facts.Host.User = cmp.Or(env(options.Env, "USERNAME"), env(options.Env, "USER"))
	p.setup()
	p.identity()
	p.asked()
	p.host()
	return p
}

// env is a variable of the environment, where there is one.
func env(environment func(string) string, name string) string {
	if environment == nil {
		return ""
	}
	return environment(name)
}

func (p *prober) origin(source string) checks.Origin {
	return checks.Origin{Source: source, Time: p.now}
}

func (p *prober) trouble(source string, err error) {
	p.facts.Errors = append(p.facts.Errors, checks.Trouble{Origin: p.origin(source), Text: err.Error()})
}

// maxFile is more than any file that people write by hand needs.
const maxFile = 1 << 20

// ReadFile reads a small regular file. It refuses what could block or never end.
func ReadFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%q is not a file", path)
	}

	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()

	return readSmall(f, path)
}

func readSmall(r io.Reader, name string) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err == nil && len(data) > maxFile {
		return nil, fmt.Errorf("%q is larger than a file of its kind can be", name)
	}
	return data, err
}

// hexBytes writes bytes as card people do: "3B F9 18".
func hexBytes(b []byte) string {
	pairs := make([]string, len(b))
	for i := range b {
		pairs[i] = strings.ToUpper(hex.EncodeToString(b[i : i+1]))
	}
	return strings.Join(pairs, " ")
}
