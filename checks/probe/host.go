package probe

import (
	"fmt"
	"regexp"
	"runtime/debug"
	"sync"
	"time"

	"signpost/checks"
)

// hostLimit is how long one look at the computer may take. A look that hangs is left behind: the process ends soon.
const hostLimit = time.Second

// within gives fn a deadline, after which its result is not waited for.
func within[T any](limit time.Duration, fn func() (T, error)) (T, error) {
	type outcome struct {
		value T
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		value, err := fn()
		done <- outcome{value, err}
	}()
	select {
	case o := <-done:
		return o.value, o.err
	case <-time.After(limit):
		var none T
		return none, errDeadline
	}
}

// look is one look at the computer. What it saw is kept by the function that take returns, and not when it came too
// late.
type look struct {
	name string
	take func() (keep func(), err error)
}

// into is a look whose result goes into a field.
func into[T any](name string, field *T, see func() (T, error)) look {
	return look{name, func() (func(), error) {
		seen, err := see()
		return func() { *field = seen }, err
	}}
}

// computer is looked at: its methods see what this system lets anybody see, without any special right.
type computer struct{ now time.Time }

func (c computer) origin(source string) checks.Origin {
	return checks.Origin{Source: source, Time: c.now}
}

// host observes the computer.
func (p *prober) host() {
	h, c := p.facts.Host, computer{p.now}
	var found installation
	p.takeAll([]look{
		into("installed software", &found, c.software),
		into("folders of programs", &h.Files, c.files),
		into("services of Windows", &h.Services, c.services),
		into("running programs", &h.Processes, c.processes),
		into("open ports", &h.Ports, c.ports),
		into(".NET Framework", &h.DotNet, c.dotNet),
		into("policies of browsers", &h.Policies, c.policies),
		into("security zones of Windows", &h.Localhost, c.localhost),
		into("default browser", &h.Browser, c.browser),
		into("kind of session", &h.Session, c.session),
		into("clock", &h.Clock, c.clock),
	})
	h.Software, h.Searched = found.list, found.searched
}

// takeAll takes all looks at the same time. One that fails or hangs keeps no other from seeing.
func (p *prober) takeAll(looks []look) {
	keeps, errs := make([]func(), len(looks)), make([]error, len(looks))
	var wait sync.WaitGroup
	for i, l := range looks {
		wait.Go(func() { keeps[i], errs[i] = within(hostLimit, l.take) })
	}

	wait.Wait()
	for i, l := range looks {
		if errs[i] != nil {
			p.trouble("host", fmt.Errorf("%s: %w", l.name, errs[i]))
		}
		if keeps[i] != nil {
			keeps[i]()
		}
	}
}

// installation is what is known of the software on the computer.
type installation struct {
	list     []checks.Software
	searched bool
}

// smartcardSoftware is what matters of all that is installed, runs or is started by Windows; the rest is nobody's
// business. NHS Credential Management was called NHS Identity Hub before.
var smartcardSoftware = regexp.MustCompile(`(?i)identity ?agent|credential ?management|identity ?hub|smartcard ?connect|nhs ?port ?service|\\nhs digital\\`)

// clock looks at what the clock can be held against without a network: the program cannot run before it was made.
func (c computer) clock() (*checks.Clock, error) {
	built := checks.PolicyDate()
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if at, err := time.Parse(time.RFC3339,
				s.Value); s.Key == "vcs.time" && err == nil && at.After(built) {
				built = at.UTC()
			}
		}
	}
	return &checks.Clock{Origin: c.origin("host"), Built: built}, nil
}
