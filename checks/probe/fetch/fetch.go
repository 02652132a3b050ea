// Package fetch gets a small document from a web server, the way the browser of this computer would: through the
// proxy that is set, trusting whom the computer trusts.
//
// On Windows it calls the system's own WinHTTP, which knows automatic proxies and the certificates that an
// organisation installed on its computers. Elsewhere it uses net/http.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"signpost/checks"
)

// Answer is what a server answered. Redirects are not followed.
type Answer struct {
	Status int
	Date   time.Time // by the server's clock; zero when it does not say
	Body   []byte
}

// Failure is why no server answered.
type Failure struct {
	Stage string // one of the Stage constants of package checks
	Err   error
}

// Error says what failed, not at which stage.
func (f *Failure) Error() string { return f.Err.Error() }

// Unwrap gives the system's error.
func (f *Failure) Unwrap() error { return f.Err }

// ErrRefused is the error for an address that is not called.
var ErrRefused = errors.New("only https addresses, or http addresses of this computer, are called")

// ErrLarge is the error of a document that is larger than was asked for.
var ErrLarge = errors.New("the answer is larger than it can be")

// agent is what this program calls itself.
const agent = "cardcheck"

// Get asks for the document at an address, of at most so many bytes. With 0 bytes only the answer's head counts.
// Its error is a [Failure], or [ErrRefused].
func Get(ctx context.Context, address string, most int) (*Answer, error) {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Host == "" ||
		u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return nil, ErrRefused
	}

	a, err := get(ctx, u, most)
	if err != nil {
		return nil, err
	}
	if len(a.Body) > most {
		return nil, &Failure{checks.StageAnswer, fmt.Errorf("%w: more than %d bytes", ErrLarge, most)}
	}

	return a, nil
}

// refusal is the status with which a proxy refuses to call a server.
type refusal int

// Error names the status.
func (r refusal) Error() string { return fmt.Sprintf("the proxy answered %d", int(r)) }

// answer gives a wish for a password back as one: others tell it apart by its status.
func (r refusal) answer() (*Answer, error) {
	if r == wantsPassword {
		return &Answer{Status: int(r)}, nil
	}
	return nil, &Failure{checks.StageProxy, r}
}

// wantsPassword is the status with which a proxy asks for a password.
const wantsPassword = 407

func loopback(host string) bool { return host == "127.0.0.1" || host == "localhost" }
