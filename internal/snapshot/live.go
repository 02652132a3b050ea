package snapshot

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"signpost/internal/address"
	"signpost/internal/htmlpage"
	"signpost/internal/parallel"
	"signpost/internal/polite"
)

// Live reads a live site. It requests each page once, follows no redirect, and sends nothing to other hosts. Client,
// Gate, Now and Base are required.
type Live struct {
	Client *http.Client
	Gate   *polite.Gate
	Now    func() time.Time

	// Base is the address of the site, with a slash at its end.
	Base *url.URL

	// Jobs is the number of requests at the same time.
	Jobs int

	// Progress receives the number of requested pages. It may be nil.
	Progress func(done, total int)

	missing Text // what the site answers for a page that does not exist, if it says that it does
}

// Limits of one live site.
const (
	maxPages    = 50_000
	maxSitemaps = 100
	maxTries    = 4 // how often a busy host is asked
	maxWait     = time.Minute
	maxSlash    = 3 // redirects that only change the spelling of an address
)

// ElsewhereError is returned for a site that redirects to another host.
type ElsewhereError struct{ URL string }

// Error names the other host.
func (e *ElsewhereError) Error() string {
	return fmt.Sprintf("it redirects to %.200s", e.URL)
}

// errNoPage is returned for what is no site, such as redirects in a circle.
var errNoPage = errors.New("no page was found there")

// Read reads the pages in the sitemap and in the list of error codes. Without a sitemap, it follows the links from the
// home page.
func (l *Live) Read(ctx context.Context) (*Snapshot, error) {
	r := newReader()
	r.site.OnlyPages = true
	home, err := l.checkHome(ctx)
	if err != nil {
		return nil, err
	}

	if r.registry, err = l.data(ctx, codesFile, maxData); err != nil {
		return nil, err
	}

	if looksLikeHTML(r.registry) {
		r.registry = nil // the page for addresses that do not exist
	}

	listed, err := l.sitemap(ctx)
	if err != nil {
		return nil, err
	}

	r.readCodes()
	r.site.Base = l.Base.String()
	r.withLinks = listed == nil
	if err := l.add(r, "/", home); err != nil {
		return nil, err
	}

	queue := append(listed, r.linked([]string{"/"})...)
	for _, c := range r.site.Codes {
		queue = append(queue, withoutFragment(c.Address), c.Short)
	}

	if err := l.crawl(ctx, r, queue); err != nil {
		return nil, err
	}

	r.registry = nil
	r.finish()
	for _, page := range r.site.Pages {
		if page.File != "" { // it is no redirect
			return r.site, nil
		}
	}

	return nil, errNoPage
}

func withoutFragment(at string) string {
	page, _, _ := strings.Cut(at, "#")
	return page
}

// Complete requests the pages and attachments of another site that are not in the snapshot of the live site: a sitemap
// does not contain redirects and notices, for example.
func (l *Live) Complete(ctx context.Context, s, other *Snapshot) error {
	r := newReader()
	r.site = s
	known := make(map[string]bool, len(s.Pages))
	for at := range s.Pages {
		known[at] = true
	}

	var queue []string
	for _, at := range slices.Sorted(maps.Keys(other.Pages)) {
		if s.Pages[at] == nil {
			queue = append(queue, at)
		}
	}

	for name, f := range other.Files {
		if at, err := pageAddress(name); err == nil && f.Kind == Attachment {
			queue = append(queue, at)
		}
	}

	for _, c := range other.Codes {
		if s.Pages[c.Short] == nil {
			queue = append(queue, c.Short)
		}
	}

	if err := l.crawl(ctx, r, queue); err != nil {
		return err
	}

	for at, p := range s.Pages {
		if !known[at] {
			s.resolvePage(at, p)
		}
	}

	return nil
}

// crawl requests pages, and those that they link to if the reader collects links.
func (l *Live) crawl(ctx context.Context, r *reader, queue []string) error {
	seen := map[string]bool{}
	for at := range r.site.Pages {
		seen[at] = true
	}

	done := 0
	for len(queue) > 0 {
		var batch []string
		for _, at := range queue {
			if !seen[at] && at != "" {
				seen[at] = true
				batch = append(batch, at)
			}
		}

		if len(seen) > maxPages {
			return fmt.Errorf("it has more than %d pages", maxPages)
		}

		if err := l.requestAll(ctx, r, batch, done); err != nil {
			return err
		}

		done += len(batch)
		queue = r.linked(batch)
	}

	return nil
}

// requestAll requests pages in parallel.
func (l *Live) requestAll(ctx context.Context, r *reader, batch []string, done int) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)

	var mu sync.Mutex
	count := done
	err := parallel.Each(ctx, l.Jobs, len(batch), func(i int) {
		if err := l.request(ctx, r, batch[i]); err != nil {
			stop(fmt.Errorf("%s: %w", batch[i], err))
		}

		mu.Lock()
		defer mu.Unlock()
		count++
		if l.Progress != nil {
			l.Progress(count, done+len(batch))
		}
	})
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}

	return err
}

// linked returns the addresses on this site to which pages redirect, and to which they link if links are collected.
func (r *reader) linked(batch []string) []string {
	var list []string
	for _, at := range batch {
		p := r.site.Pages[at]
		if p == nil {
			continue
		}

		links := append(p.links, p.rawTo)
		for _, sign := range p.Signs {
			links = append(links, sign.To)
		}

		for _, link := range links {
			to := withoutFragment(r.site.absolute(at, link))
			if strings.HasPrefix(to, "/") && isPagePath(to) {
				list = append(list, to)
			}
		}

		p.links = nil
	}

	return list
}

// isPagePath reports whether there may be a page at an address.
func isPagePath(at string) bool {
	kind, isKnown := kindByExtension[strings.ToLower(path.Ext(strings.TrimSuffix(at, "/")))]
	return !strings.Contains(at, "?") && (!isKnown || kind == PageFile)
}

// request requests a page and adds what the site answers.
func (l *Live) request(ctx context.Context, r *reader, at string) error {
	a, err := l.get(ctx, l.url(at), htmlpage.MaxSize)
	if err != nil {
		return err
	}

	for range maxSlash {
		if to := r.site.absolute(at, a.location); a.location == "" || to != at {
			break
		}

		next, err := url.Parse(a.location)
		if err != nil || !strings.EqualFold(next.Host, l.Base.Host) {
			break
		}

		if a, err = l.get(ctx, next, htmlpage.MaxSize); err != nil {
			return err
		}
	}

	return l.add(r, at, a)
}

// url returns the URL of an address of the site.
func (l *Live) url(at string) *url.URL {
	parsed := address.Parse(at)
	u := *l.Base
	u.Path = strings.TrimSuffix(u.Path, "/") + parsed.Path
	u.RawPath, u.RawQuery = "", parsed.Query
	if name := path.Base(parsed.Path); strings.HasSuffix(u.Path, "/") && kindOf(name) == Attachment {
		u.Path = strings.TrimSuffix(u.Path, "/")
	}

	return &u
}

// add adds the answer for an address.
func (l *Live) add(r *reader, at string, a answer) error {
	switch {
	case a.location != "":
		r.mu.Lock()
		defer r.mu.Unlock()
		r.site.Pages[at] = &Page{rawTo: a.location}
		return nil
	case a.status == http.StatusNotFound || a.status == http.StatusGone:
		return nil
	case a.status != http.StatusOK:
		return fmt.Errorf("returns %d %s", a.status, http.StatusText(a.status))
	}

	name := strings.TrimPrefix(address.Parse(at).Path, "/")
	if !a.isHTML {
		name = strings.TrimSuffix(name, "/")
		r.mu.Lock()
		defer r.mu.Unlock()
		r.site.Files[name] = File{a.size, kindOf(name)}
		return nil
	}

	if r.budget.Add(-int64(len(a.body))) < 0 {
		return errTooLarge
	}

	if strings.HasSuffix(name, "/") || name == "" {
		name += "index.html"
	}

	page, err := readPage(name, a.body, r.withLinks)
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case err != nil:
		r.unread = append(r.unread, name)
		return nil
	case l.missing.Words > 0 && page.Text.Sum == l.missing.Sum:
		return nil
	case page.isBooklet:
		return nil
	}

	r.site.Files[name] = File{a.size, PageFile}
	r.site.Pages[at] = page

	return nil
}

// checkHome requests and returns the home page. It also requests a page that does not exist: some hosts return a page
// for every address.
func (l *Live) checkHome(ctx context.Context) (home answer, err error) {
	home, err = l.get(ctx, l.Base, htmlpage.MaxSize)
	if err != nil {
		return home, err
	}

	to, err := url.Parse(home.location)
	if err != nil || to.Host != "" && !strings.EqualFold(to.Host, l.Base.Host) {
		return home, &ElsewhereError{home.location}
	}

	if home.status >= 400 {
		return home, fmt.Errorf("returns %d %s", home.status, http.StatusText(home.status))
	}

	const noPage = "/signpost-diff/no-page-has-this-address/"
	none, err := l.get(ctx, l.url(noPage), htmlpage.MaxSize)
	if err != nil || none.status != http.StatusOK || !none.isHTML {
		return home, err
	}

	page, err := readPage("", none.body, false)
	if err == nil {
		l.missing = page.Text
	}

	return home, nil
}

// data requests a file. It returns nil if there is none.
func (l *Live) data(ctx context.Context, name string, limit int64) ([]byte, error) {
	a, err := l.get(ctx, l.url("/"+name), limit)
	if err != nil || a.status != http.StatusOK {
		return nil, err
	}

	return a.body, nil
}

// answer is what a host answers.
type answer struct {
	status   int
	location string // of a redirect
	isHTML   bool
	body     []byte
	size     int64
}

// get sends a request, and again if the host is busy.
func (l *Live) get(ctx context.Context, u *url.URL, limit int64) (answer, error) {
	for try := 1; ; try++ {
		if err := l.Gate.Wait(ctx); err != nil {
			return answer{}, err
		}

		a, header, err := l.send(ctx, u, limit)
		if err != nil || !polite.IsBusy(a.status) || try == maxTries {
			return a, err
		}

		wait, ok := polite.RetryAfter(header, l.Now())
		if !ok {
			wait = time.Second << try
		}

		l.Gate.Hold(min(wait, maxWait))
	}
}

func (l *Live) send(ctx context.Context, u *url.URL, limit int64) (answer, http.Header, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return answer{}, nil, err
	}

	request.Header.Set("User-Agent", "signpost (compares a help centre)")
	client := *l.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := client.Do(request)
	if err != nil {
		return answer{}, nil, errors.Join(ctx.Err(), l.reason(err))
	}
	defer response.Body.Close()

	a := answer{status: response.StatusCode}
	if a.status >= 300 && a.status < 400 {
		to, err := response.Location()
		if err != nil {
			return answer{}, nil, fmt.Errorf("returns %s without a valid address", response.Status)
		}

		a.location = to.String()
		return a, response.Header, nil
	}

	kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	a.isHTML = kind == "text/html" || kind == "application/xhtml+xml"
	a.size = response.ContentLength
	if a.isHTML || limit != htmlpage.MaxSize {
		a.body, err = io.ReadAll(io.LimitReader(response.Body, limit+1))
		a.size = int64(len(a.body))
	}

	return a, response.Header, l.reason(err)
}

// reason returns what to tell users about an error of a request, or nil for none.
func (l *Live) reason(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("it did not answer completely within %v", l.Client.Timeout)
	}

	return polite.Reason(err)
}

func looksLikeHTML(data []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(data), []byte("<"))
}

// sitemap returns the addresses in the sitemap of the site. It returns nil if there is none.
func (l *Live) sitemap(ctx context.Context) ([]string, error) {
	s := Snapshot{Base: l.Base.String()}
	queue := []string{"sitemap.xml"}
	seen := map[string]bool{}
	var list []string
	for len(queue) > 0 && len(seen) < maxSitemaps {
		at := queue[0]
		queue = queue[1:]
		if seen[at] {
			continue
		}

		seen[at] = true
		data, err := l.data(ctx, at, maxData)
		if err != nil {
			return nil, err
		}

		pages, more := readSitemap(data)
		for _, link := range pages {
			if to := s.absolute("/", link); strings.HasPrefix(to, "/") && len(list) < maxPages {
				list = append(list, to)
			}
		}

		for _, link := range more {
			if to := s.absolute("/", link); strings.HasPrefix(to, "/") {
				queue = append(queue, strings.Trim(to, "/"))
			}
		}
	}

	return list, nil
}

// maxDepth is the number of open elements of a sitemap. HTML without ends would take memory for each of its elements.
const maxDepth = 20

// readSitemap returns the addresses of pages and of other sitemaps in a sitemap. A damaged one ends early.
func readSitemap(data []byte) (pages, sitemaps []string) {
	decoder := xml.NewDecoder(bytes.NewReader(data))
	var open []string
	for {
		token, err := decoder.Token()
		if err != nil || len(open) > maxDepth {
			return pages, sitemaps
		}

		switch token := token.(type) {
		case xml.StartElement:
			open = append(open, token.Name.Local)
		case xml.EndElement:
			open = open[:max(0, len(open)-1)]
		case xml.CharData:
			text := strings.TrimSpace(string(token))
			switch {
			case text == "" || len(open) != 3 || open[2] != "loc":
			case open[1] == "url":
				pages = append(pages, text)
			case open[1] == "sitemap":
				sitemaps = append(sitemaps, text)
			}
		}
	}
}
