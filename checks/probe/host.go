package probe

import (
	"errors"
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

// installation is what is known of the software on the computer.
type installation struct {
	list     []checks.Software
	searched bool
}

// host observes the computer.
func (p *prober) host() {
	i, err := within(hostLimit, func() (installation, error) {
		list, searched, err := software()
		return installation{list, searched}, err
	})
	if err != nil {
		p.trouble("host", errors.Join(errors.New("installed software"), err))
	}
	p.facts.Host.Software, p.facts.Host.Searched = i.list, i.searched
}
