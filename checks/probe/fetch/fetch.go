// Package fetch requests small documents from web servers, as the browser of this computer would: through the
// configured proxy, and trusting the certificates that the computer trusts.
//
// On Windows it calls WinHTTP, which supports automatic proxies and the certificates that an organisation has
// installed. On other systems it uses net/http.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"signpost/checks"
)

// Answer is the response of a server. Redirects are not followed.
type Answer struct {
	Status int
	// Date is the time of the server's clock, or zero if the server does not state it.
	Date time.Time
	Body []byte
}

// Failure says why no server responded.
type Failure struct {
	// Stage is the stage that failed, one of the Stage constants of package checks.
	Stage string
	Err   error
}

// Error describes what failed, but not the stage.
func (f *Failure) Error() string { return f.Err.Error() }

// Unwrap returns the error of the system.
func (f *Failure) Unwrap() error { return f.Err }

// ErrRefused is returned for addresses that Get does not request.
var ErrRefused = errors.New("only https addresses, and http addresses of this computer, are allowed")

// ErrLarge is returned if a document exceeds the size limit.
var ErrLarge = errors.New("the answer is too large")

// agent is the User-Agent of the requests.
const agent = "cardcheck"

// Client requests documents. Its methods can be called from several goroutines.
type Client struct {
	// Env returns an environment variable. It can name a proxy.
	Env func(string) string
}

// Get requests the document at address, of at most limit bytes. If limit is 0, it does not read the body. Its error is
// a [Failure] or [ErrRefused].
func (c Client) Get(ctx context.Context, address string, limit int) (*Answer, error) {
	u, err := url.Parse(address)
	if err != nil || !allowed(u) {
		return nil, ErrRefused
	}

	a, err := c.get(ctx, u, limit)
	if err != nil {
		return nil, err
	}

	if len(a.Body) > limit {
		return nil, &Failure{
			Stage: checks.StageAnswer,
			Err:   fmt.Errorf("%w: more than %d bytes", ErrLarge, limit),
		}
	}

	return a, nil
}

// env returns the value of the first variable that is set.
func (c Client) env(names ...string) string {
	if c.Env == nil {
		return ""
	}

	for _, name := range names {
		if value := c.Env(name); value != "" {
			return value
		}
	}

	return ""
}

// refusal is the status with which a proxy refuses a request.
type refusal int

// Error states the status.
func (r refusal) Error() string { return fmt.Sprintf("the proxy answered %d", int(r)) }

// answer returns a request for a password as an answer, which callers recognise by its status.
func (r refusal) answer() (*Answer, error) {
	if r == passwordRequired {
		return &Answer{Status: int(r)}, nil
	}

	return nil, &Failure{checks.StageProxy, r}
}

// passwordRequired is the status with which a proxy asks for a password.
const passwordRequired = 407

// allowed reports whether Get requests an address.
func allowed(u *url.URL) bool {
	if u.User != nil || u.Host == "" {
		return false
	}

	return u.Scheme == "https" || u.Scheme == "http" && loopback(u.Hostname())
}

func loopback(host string) bool { return host == "127.0.0.1" || host == "localhost" }
