// Package external checks links to other sites.
//
// It is polite: it sends one request at a time to each site, with a pause between two, and stops if the site
// answers that there are too many requests. It requests the headers of a page first, and the page only if
// that fails. Results are cached, so that the next run sends few requests.
//
// A page is dead only if the site says so, or if the site does not exist. After any other failure, such as a
// busy site or one that rejects programs, the result is unknown.
package external

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"signpost/internal/polite"
)

// Verdict says whether a page exists.
type Verdict string

// The verdicts.
const (
	Alive   Verdict = "alive"
	Dead    Verdict = "dead"
	Unknown Verdict = "unknown"
)

// Answer is the result for one address.
type Answer struct {
	Verdict Verdict `json:"verdict"`

	// Detail is the reason, as the predicate of a sentence: "returns 404 Not Found".
	Detail string `json:"detail"`

	// When is the time of the request.
	When time.Time `json:"when"`
}

// Checker checks addresses. Client and Now are required.
type Checker struct {
	Client *http.Client

	// Cache is the file that keeps answers between runs. If it is empty, nothing is cached.
	Cache string

	// Now is the current time, from which the age of cached answers is computed.
	Now time.Time

	// Gap is the pause between two requests to a site.
	Gap time.Duration

	// Pause waits for a duration or until the context is cancelled. If it is nil, a timer is used.
	Pause func(context.Context, time.Duration) error
}

// maxSites is the number of sites that are checked at the same time.
const maxSites = 8

// Check returns an answer for each address, which must begin with http:// or https://. If ctx is cancelled, it
// returns the answers so far and ctx.Err(). It also returns an error, with all answers, if the
// cache cannot be written.
func (c *Checker) Check(ctx context.Context, addresses []string) (map[string]Answer, error) {
	cached := c.readCache()
	answers := map[string]Answer{}
	pages := map[string][]string{} // by host
	for _, address := range addresses {
		page, host := splitAddress(address)
		if answer, ok := cached[page]; ok {
			answers[address] = answer
		} else if !slices.Contains(pages[host], page) {
			pages[host] = append(pages[host], page)
		}
	}

	fresh := c.checkSites(ctx, pages)
	c.detectOffline(fresh)

	for _, address := range addresses {
		page, _ := splitAddress(address)
		if answer, ok := fresh[page]; ok {
			answers[address] = answer
			cached[page] = answer
		}
	}

	return answers, errors.Join(ctx.Err(), c.writeCache(cached))
}

// splitAddress returns an address without its fragment, and its host.
func splitAddress(address string) (page, host string) {
	u, err := url.Parse(address)
	if err != nil {
		return address, ""
	}

	u.Fragment, u.RawFragment = "", ""

	return u.String(), u.Host
}

// checkSites checks several sites at the same time.
func (c *Checker) checkSites(ctx context.Context, pages map[string][]string) map[string]Answer {
	var mu sync.Mutex
	answers := map[string]Answer{}
	report := func(page string, a Answer) {
		mu.Lock()
		defer mu.Unlock()
		answers[page] = a
	}

	var group sync.WaitGroup
	semaphore := make(chan struct{}, maxSites)
	for _, list := range pages {
		group.Go(func() {
			semaphore <- struct{}{}
			defer func() { <-semaphore }()
			c.checkSite(ctx, list, report)
		})
	}

	group.Wait()

	return answers
}

// checkSite checks the pages of one site one after another.
func (c *Checker) checkSite(ctx context.Context, pages []string, report func(string, Answer)) {
	isLimited := false
	for i, page := range pages {
		if isLimited {
			report(page, c.answer(Unknown, "was not checked: the site limits the number of requests"))
			continue
		}

		if i > 0 && c.pause(ctx) != nil {
			return
		}

		status, err := c.status(ctx, page)
		if ctx.Err() != nil {
			return
		}

		isLimited = status == http.StatusTooManyRequests
		report(page, c.judge(status, err))
	}
}

func (c *Checker) pause(ctx context.Context) error {
	if c.Pause != nil {
		return c.Pause(ctx, c.Gap)
	}

	return polite.Pause(ctx, c.Gap)
}

// status returns the HTTP status of a page. It requests the page itself if the site may not support HEAD requests.
func (c *Checker) status(ctx context.Context, page string) (int, error) {
	status, err := c.request(ctx, http.MethodHead, page)
	if err != nil || status < 400 || status == http.StatusTooManyRequests {
		return status, err
	}

	if err := c.pause(ctx); err != nil {
		return 0, err
	}

	return c.request(ctx, http.MethodGet, page)
}

func (c *Checker) request(ctx context.Context, method, page string) (int, error) {
	req, err := http.NewRequestWithContext(ctx, method, page, nil)
	if err != nil {
		return 0, err
	}

	req.Header.Set("User-Agent", "signpost (checks links)")

	resp, err := c.Client.Do(req)
	if err != nil {
		return 0, err
	}

	return resp.StatusCode, resp.Body.Close()
}

func (c *Checker) answer(v Verdict, detail string) Answer {
	return Answer{
		Verdict: v,
		Detail:  detail,
		When:    c.Now,
	}
}

const unknownHost = "is on a host that does not exist"

// detectOffline replaces the answers if no host could be resolved, because the computer is probably offline then.
func (c *Checker) detectOffline(answers map[string]Answer) {
	for _, a := range answers {
		if a.Detail != unknownHost {
			return
		}
	}

	for page := range answers {
		answers[page] = c.answer(Unknown, "cannot be checked: this computer seems to be offline")
	}
}

// judge returns Dead only for failures that are permanent.
func (c *Checker) judge(status int, err error) Answer {
	if err != nil {
		return c.judgeError(err)
	}

	detail := fmt.Sprintf("returns %d %s", status, http.StatusText(status))
	switch {
	case status == http.StatusNotFound || status == http.StatusGone:
		return c.answer(Dead, detail)
	case status >= 400:
		return c.answer(Unknown, detail)
	}

	return c.answer(Alive, detail)
}

func (c *Checker) judgeError(err error) Answer {
	if lookup := new(net.DNSError); errors.As(err, &lookup) && lookup.IsNotFound {
		return c.answer(Dead, unknownHost)
	}

	var netErr net.Error
	if errors.As(err, &netErr) && netErr.Timeout() {
		return c.answer(Unknown, "timed out")
	}

	return c.answer(Unknown, fmt.Sprintf("cannot be checked: %v", polite.Reason(err)))
}
