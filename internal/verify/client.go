package verify

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"signpost/internal/polite"
)

// Limits of one request.
const (
	busyTries    = 4 // how often a host may answer that it is busy
	failedTries  = 2 // how often a request may fail without an answer
	firstBackoff = time.Second
	maxWait      = 2 * time.Minute // that a busy host may ask for
)

// client sends requests. It uses a transport, not an http.Client, so that it follows no redirects and keeps no cookies.
type client struct {
	http    http.RoundTripper
	gate    *polite.Gate
	timeout time.Duration
	now     func() time.Time
	sent    atomic.Int64
}

// failure is why there is no answer, or only a part of one.
type failure struct {
	kind Kind
	text string // the predicate of a sentence
}

// Error returns the text of the fault.
func (f *failure) Error() string { return f.text }

// answerReader reads an answer. The body is decoded, except for one that it never reads.
type answerReader func(r *http.Response, body io.Reader) error

// get requests a URL and passes the answer to read. It sends the request again if it fails or the host is busy. The
// error is a *failure, ctx.Err(), or the error of read.
func (c *client) get(ctx context.Context, u *url.URL, accept string, read answerReader) error {
	busy, failed := 0, 0
	for {
		if err := c.gate.Wait(ctx); err != nil {
			return err
		}

		wait, err := c.try(ctx, u, accept, busy, read)
		var f *failure
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case wait > 0:
			c.gate.Hold(wait)
			busy++
		case errors.As(err, &f) && f.kind.mayPass() && failed < failedTries-1:
			failed++
		default:
			return err
		}
	}
}

// try sends one request. If the host is busy, and was so less than busyTries times, it returns for how long to wait.
func (c *client) try(
	ctx context.Context, u *url.URL, accept string, busy int, read answerReader,
) (wait time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return 0, &failure{BadRedirect, "is not an address that can be requested"}
	}

	request.Header.Set("User-Agent", "signpost (verifies a help centre)")
	request.Header.Set("Accept", accept)
	request.Header.Set("Accept-Encoding", "gzip")
	c.sent.Add(1)

	response, err := c.http.RoundTrip(request)
	if err != nil {
		return 0, c.failed(err)
	}
	defer response.Body.Close()

	if polite.IsBusy(response.StatusCode) && busy < busyTries-1 {
		return c.busyWait(response, firstBackoff<<busy)
	}

	return 0, c.readAnswer(response, read)
}

// busyWait returns for how long a host asks to wait, or an error if that is too long. If it does not say, backoff
// counts.
func (c *client) busyWait(r *http.Response, backoff time.Duration) (time.Duration, error) {
	wait, ok := polite.RetryAfter(r.Header, c.now())
	if !ok || wait == 0 {
		return backoff, nil
	}

	if wait > maxWait {
		return 0, &failure{RateLimited, fmt.Sprintf("returns %s and asks to wait for %v", status(r.StatusCode), wait)}
	}

	return wait, nil
}

// readAnswer passes the decoded body to read. It tells a broken connection from a broken encoding.
func (c *client) readAnswer(r *http.Response, read answerReader) error {
	raw := &errorKeeper{r: r.Body}
	body, err := decode(r.Header.Get("Content-Encoding"), raw)
	if err == nil {
		err = read(r, body)
	}

	var f *failure
	switch {
	case err == nil || errors.As(err, &f) && raw.err == nil:
		return err
	case raw.err != nil:
		return c.failed(raw.err)
	}

	return &failure{BadEncoding, fmt.Sprintf("cannot be decompressed: %v", err)}
}

// decode returns a body without its encoding.
func decode(encoding string, body io.Reader) (io.Reader, error) {
	switch encoding = strings.ToLower(strings.TrimSpace(encoding)); encoding {
	case "", "identity":
		return body, nil
	case "gzip", "x-gzip":
		return &gzipReader{source: body}, nil
	}

	text := fmt.Sprintf("is compressed with %q, which was not asked for", encoding)
	return nil, &failure{BadEncoding, text}
}

// gzipReader starts to decompress when it is first read, because not every answer has a body.
type gzipReader struct {
	source io.Reader
	gzip   *gzip.Reader
	err    error // of the header
}

// Read decompresses the answer.
func (g *gzipReader) Read(p []byte) (int, error) {
	if g.gzip == nil && g.err == nil {
		g.gzip, g.err = gzip.NewReader(g.source)
	}

	if g.err != nil {
		return 0, g.err
	}

	return g.gzip.Read(p)
}

// errorKeeper remembers the error of a connection.
type errorKeeper struct {
	r   io.Reader
	err error
}

// Read reads, and keeps an error other than io.EOF.
func (e *errorKeeper) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		e.err = err
	}

	return n, err
}

// failed describes why a request failed.
func (c *client) failed(err error) *failure {
	var netErr net.Error
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.As(err, &netErr) && netErr.Timeout() || errors.Is(err, context.DeadlineExceeded):
		return &failure{Timeout, fmt.Sprintf("did not answer completely within %v", c.timeout)}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &failure{CutOff, "ends before it is complete: the connection was closed"}
	case errors.As(err, &unknown):
		return &failure{NoConnection, "has a certificate of an unknown authority: name its file with --ca"}
	}

	return &failure{NoConnection, fmt.Sprintf("cannot be requested: %v", polite.Reason(err))}
}

// status returns a status as people write it: "404 Not Found".
func status(code int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", code, http.StatusText(code)))
}

// gzipMagic is how compressed data begins.
var gzipMagic = []byte{0x1f, 0x8b}

// isCompressed reports whether data is compressed although its headers do not say so.
func isCompressed(data []byte) bool {
	return bytes.HasPrefix(data, gzipMagic)
}
