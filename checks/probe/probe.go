// Package probe observes smartcard readers and cards (PC/SC), the set-up file, the identity document and the
// computer. It does all input of cardcheck and decides nothing: what it observes goes into [checks.Facts].
//
// The PC/SC library can block for as long as a card or a driver does, can panic, and cannot be interrupted. So this
// process never calls it: [Collect] starts the program again as a child ([Child]) and kills it when its time limit
// has passed. If one observation fails, the failure is recorded and all others continue.
//
// Cards are connected in shared mode, sent only commands that need no PIN, and left as they were.
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

// Options are the sources and limits of an observation.
type Options struct {
	// Child is the command line that runs [Child]. The name of a reader can be appended.
	Child []string
	// Setup lists the possible paths of the set-up file. The first existing file is read.
	Setup []string
	// Identity is the path of the identity document: "-" for Stdin, empty for none.
	Identity string
	// Stdin is the input for a pasted identity document.
	Stdin io.Reader
	// Reader is a part of the name of the reader that the user chose; empty for all.
	Reader string
	// Answers is the path of the file with earlier answers; empty for none.
	Answers string
	// Timeout is how long the service or a card may be silent. All of them together may take [Options.Whole].
	Timeout time.Duration
	// Online lists the network addresses to connect to; nil for none.
	Online *Online
	// Now returns the current time.
	Now func() time.Time
	// Env returns an environment variable.
	Env func(string) string
}

// prober collects the facts of one run.
type prober struct {
	options Options
	now     time.Time
	facts   *checks.Facts
}

// Whole is the time limit for everything that concerns readers. A card with several certificates needs about thirty
// commands, and each takes a network round trip in a remote session: such a card is slow, not silent.
func (o Options) Whole() time.Duration { return 4 * o.Timeout }

// Collect observes everything once. It takes little longer than options.Whole, or than the network needs, whatever
// readers and cards do.
func Collect(ctx context.Context, options Options) *checks.Facts {
	p := newProber(ctx, options)

	var wait sync.WaitGroup
	if options.Online != nil {
		wait.Go(func() { p.online(ctx, *options.Online) })
	}

	reading, cancel := context.WithTimeout(ctx, options.Whole())
	defer cancel()

	p.readers(reading)
	wait.Wait()

	return p.facts
}

// newProber returns a prober that has observed everything except readers, cards and network.
func newProber(ctx context.Context, options Options) *prober {
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
		Chosen: options.Reader,
		Errors: []checks.ObservationError{},
	}

	if name, err := os.Hostname(); err == nil {
		p.facts.Host.Name = name
	}

	p.facts.Host.User = cmp.Or(env(options.Env, "USERNAME"), env(options.Env, "USER"))
	p.setup()
	p.identity()
	p.answers()
	p.host(ctx)

	return p
}

// env returns an environment variable, or nothing if there is no environment.
func env(environment func(string) string, name string) string {
	if environment == nil {
		return ""
	}

	return environment(name)
}

func (p *prober) origin(source string) checks.Origin {
	return checks.Origin{Source: source, Time: p.now}
}

func (p *prober) recordError(source string, err error) {
	p.facts.Errors = append(p.facts.Errors, checks.ObservationError{Origin: p.origin(source), Text: err.Error()})
}

// maxFile limits the size of the files that users write, in bytes.
const maxFile = 1 << 20

// ReadFile reads a small regular file. It rejects other files, which could block or never end.
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
		return nil, fmt.Errorf("%q is too large", name)
	}

	return data, err
}

// hexBytes returns bytes in hex: "3B F9 18".
func hexBytes(b []byte) string {
	pairs := make([]string, len(b))
	for i := range b {
		pairs[i] = strings.ToUpper(hex.EncodeToString(b[i : i+1]))
	}

	return strings.Join(pairs, " ")
}
