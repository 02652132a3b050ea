// Package external asks other sites whether the pages that articles link to are still there.
//
// It is polite: one question at a time to each site, with a pause between two, and none at all to a site that said it was asked too
// often. It asks for the head of a page first, and for the page where a site does not answer that well. What it learns is kept, so
// that the next run asks about little. And it is slow to judge: dead is a page of which the site says so, or a site that does not
// exist; everything else that goes wrong, such as a site that is busy or does not let programs in, leaves it unknown.
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
)

// Verdict is what is known of an address.
type Verdict string

// The verdicts.
const (
	Alive   Verdict = "alive"
	Dead    Verdict = "dead"
	Unknown Verdict = "unknown"
)

// Answer is a verdict, why, and since when.
type Answer struct {
	Verdict Verdict   `json:"verdict"`
	Detail  string    `json:"detail"` // "answers 404 Not Found"
	When    time.Time `json:"when"`
}

// Checker asks. Client and Now must be set.
type Checker struct {
	Client *http.Client
	Cache  string                                     // file in which answers are kept between runs; none when empty
	Now    time.Time                                  // what the age of kept answers is counted from
	Gap    time.Duration                              // between two questions to a site
	Pause  func(context.Context, time.Duration) error // waits; nil waits by the clock
}

// sites is how many sites are asked at once.
const sites = 8

// Check answers for each of the addresses, which begin with http:// or https://. The error is of the context, or of a cache that cannot
// be written: the answers are good nevertheless.
func (c *Checker) Check(ctx context.Context, addresses []string) (map[string]Answer, error) {
	answers := c.recall()
	found := map[string]Answer{}
	queues := map[string][]string{}
	for _, address := range addresses {
		page, host := pageOf(address)
		if kept, ok := answers[page]; ok {
			found[address] = kept
		} else if !slices.Contains(queues[host], page) {
			queues[host] = append(queues[host], page)
		}
	}
	fresh := c.askAll(ctx, queues)
	c.doubt(fresh)
	for _, address := range addresses {
		page, _ := pageOf(address)
		if a, ok := fresh[page]; ok {
			found[address], answers[page] = a, a
		}
	}
	return found, errors.Join(ctx.Err(), c.remember(answers))
}

// pageOf is an address without its fragment, which no server is told, and the host that is asked.
func pageOf(address string) (page, host string) {
	u, err := url.Parse(address)
	if err != nil {
		return address, ""
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String(), u.Host
}

// askAll asks several sites at once, and each site one thing after another.
func (c *Checker) askAll(ctx context.Context, queues map[string][]string) map[string]Answer {
	answers := map[string]Answer{}
	var mu sync.Mutex
	var running sync.WaitGroup
	free := make(chan struct{}, sites)
	for _, pages := range queues {
		running.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			c.askSite(ctx, pages, func(page string, a Answer) {
				mu.Lock()
				defer mu.Unlock()
				answers[page] = a
			})
		})
	}
	running.Wait()
	return answers
}

func (c *Checker) askSite(ctx context.Context, pages []string, tell func(string, Answer)) {
	busy := false
	for i, page := range pages {
		if busy {
			tell(page, c.answer(Unknown, "was not asked for: the site said that it is asked too often"))
			continue
		}
		if i > 0 && c.pause(ctx) != nil {
			return
		}
		status, err := c.ask(ctx, page)
		if ctx.Err() != nil {
			return
		}
		busy = status == http.StatusTooManyRequests
		tell(page, c.judge(status, err))
	}
}

func (c *Checker) pause(ctx context.Context) error {
	if c.Pause != nil {
		return c.Pause(ctx, c.Gap)
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(c.Gap):
		return nil
	}
}

// ask is the status of a page: from its head, or from the page itself where the site may have refused heads alone.
func (c *Checker) ask(ctx context.Context, page string) (int, error) {
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

func (c *Checker) answer(v Verdict, detail string) Answer { return Answer{v, detail, c.Now} }

const noSite = "is on a site that does not exist"

// doubt takes back that sites do not exist where none was found: the computer is not on the network, most likely.
func (c *Checker) doubt(answers map[string]Answer) {
	for _, a := range answers {
		if a.Detail != noSite {
			return
		}
	}
	for page := range answers {
		answers[page] = c.answer(Unknown, "could not be asked for: no site was found at all")
	}
}

// judge says dead only of what will not come back by itself.
func (c *Checker) judge(status int, err error) Answer {
	lookup := new(net.DNSError)
	netError := net.Error(nil)
	switch {
	case errors.As(err, &lookup) && lookup.IsNotFound:
		return c.answer(Dead, noSite)
	case errors.As(err, &netError) && netError.Timeout():
		return c.answer(Unknown, "did not answer in time")
	case err != nil:
		return c.answer(Unknown, "could not be asked for: "+reason(err))
	}
	detail := fmt.Sprintf("answers %d %s", status, http.StatusText(status))
	switch {
	case status == http.StatusNotFound || status == http.StatusGone:
		return c.answer(Dead, detail)
	case status >= 400:
		return c.answer(Unknown, detail)
	}
	return c.answer(Alive, detail)
}

// reason leaves the method and the address out, which the caller names.
func reason(err error) string {
	if u := new(url.Error); errors.As(err, &u) {
		err = u.Err
	}
	return err.Error()
}
