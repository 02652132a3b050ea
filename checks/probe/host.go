package probe

import (
	"context"
	"fmt"
	"regexp"
	"runtime/debug"
	"sync"
	"time"

	"signpost/checks"
)

// hostLimit is the time limit for one observation of the computer.
const hostLimit = time.Second

// withLimit runs fn with a time limit. A system call that hangs cannot be interrupted: then its goroutine is
// abandoned, its result is dropped, and withLimit returns.
func withLimit[T any](ctx context.Context, limit time.Duration, fn func() (T, error)) (T, error) {
	type outcome struct {
		value T
		err   error
	}

	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()

	done := make(chan outcome, 1)
	go func() {
		value, err := fn()
		done <- outcome{value, err}
	}()

	select {
	case o := <-done:
		return o.value, o.err
	case <-ctx.Done():
		var none T
		return none, errSilence
	}
}

// observation is one observation of the computer. run returns a function that stores the result, which is not
// called after the time limit.
type observation struct {
	name string
	run  func() (store func(), err error)
}

// storeIn returns an observation that stores its result in a field.
func storeIn[T any](name string, field *T, observe func() (T, error)) observation {
	return observation{name, func() (func(), error) {
		value, err := observe()
		return func() { *field = value }, err
	}}
}

// computer observes this computer, without any special rights.
type computer struct{ now time.Time }

func (c computer) origin(source string) checks.Origin {
	return checks.Origin{Source: source, Time: c.now}
}

// host observes the computer.
func (p *prober) host(ctx context.Context) {
	h := p.facts.Host
	c := computer{p.now}

	var found installation
	p.observeAll(ctx, []observation{
		storeIn("installed software", &found, c.software),
		storeIn("program folders", &h.Files, c.files),
		storeIn("Windows services", &h.Services, c.services),
		storeIn("running programs", &h.Processes, c.processes),
		storeIn("open ports", &h.Ports, c.ports),
		storeIn(".NET Framework", &h.DotNet, c.dotNet),
		storeIn("browser policies", &h.Policies, c.policies),
		storeIn("Windows security zones", &h.Localhost, c.localhost),
		storeIn("default browser", &h.Browser, c.browser),
		storeIn("session", &h.Session, c.session),
		storeIn("clock", &h.Clock, c.clock),
	})

	h.Software = found.list
	h.Searched = found.searched
}

// observeAll makes all observations in parallel. One that fails or hangs does not affect the others.
func (p *prober) observeAll(ctx context.Context, list []observation) {
	stores := make([]func(), len(list))
	errs := make([]error, len(list))
	var wait sync.WaitGroup
	for i, o := range list {
		wait.Go(func() { stores[i], errs[i] = withLimit(ctx, hostLimit, o.run) })
	}

	wait.Wait()
	for i, o := range list {
		if errs[i] != nil {
			p.recordError("host", fmt.Errorf("%s: %w", o.name, errs[i]))
		}

		if stores[i] != nil {
			stores[i]()
		}
	}
}

// installation lists the installed smartcard software, and states whether it was searched for.
type installation struct {
	list     []checks.Software
	searched bool
}

// smartcardSoftware matches the programs and services to record. All others are private. The earlier name
// of NHS Credential Management is NHS Identity Hub.
var smartcardSoftware = regexp.MustCompile(
	`(?i)identity ?agent|credential ?management|identity ?hub|` +
		`smartcard ?connect|nhs ?port ?service|\\nhs digital\\`,
)

// clock returns the build time of this program, which is in the past. It needs no network.
func (c computer) clock() (*checks.Clock, error) {
	built := checks.PolicyDate()
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key != "vcs.time" {
				continue
			}

			if at, err := time.Parse(time.RFC3339, s.Value); err == nil && at.After(built) {
				built = at.UTC()
			}
		}
	}

	return &checks.Clock{Origin: c.origin("host"), Built: built}, nil
}
