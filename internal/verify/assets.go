package verify

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"

	"signpost/internal/htmlpage"
)

// Limits of the files that pages load. Most pages load the same ones.
const (
	maxAssets   = 500
	maxPictures = 20
)

// assets are the files that pages load, by path.
type assets struct {
	mu       sync.Mutex
	list     map[string]asset
	pictures int
}

// asset is a file that a page loads.
type asset struct {
	kind htmlpage.Kind
	path string // decoded, from the root of the site
	page string // the first page that loads it
}

// add adds the files of this host that a page loads. Of pictures, which are many, it adds the first ones. It leaves out
// files that are missing in the site itself, as in the page that was built: these are no fault of the host.
func (a *assets) add(v *verifier, page, built *htmlpage.Page, at *url.URL, address string) {
	base, err := at.Parse(page.Base)
	if err != nil {
		base = at
	}

	a.mu.Lock()
	defer a.mu.Unlock()
	for _, f := range page.Files {
		u, err := base.Parse(f.Address)
		if err != nil || u.Host != at.Host {
			continue
		}

		place := visit{url: u}
		v.locate(&place)
		isFull := len(a.list) >= maxAssets || f.Kind == htmlpage.Picture && a.pictures >= maxPictures
		if _, ok := a.list[place.path]; ok || isFull || !place.isInside || v.lacks(f, place.path, built) {
			continue
		}

		if f.Kind == htmlpage.Picture {
			a.pictures++
		}

		a.list[place.path] = asset{f.Kind, place.path, address}
	}
}

// lacks reports whether the site has no file that one of its pages loads. Search indexes are made when they are
// written, and are not in the list of files.
func (v *verifier) lacks(f htmlpage.File, path string, built *htmlpage.Page) bool {
	_, exists := v.site.files[strings.TrimPrefix(path, "/")]
	return !exists && f.Kind != htmlpage.Index && slices.Contains(built.Files, f)
}

// sorted returns the files, the most important kinds first.
func (a *assets) sorted() []asset {
	order := []htmlpage.Kind{
		htmlpage.Style, htmlpage.Script, htmlpage.Index, htmlpage.Icon, htmlpage.Picture,
	}

	var list []asset
	for _, one := range a.list {
		list = append(list, one)
	}

	slices.SortFunc(list, func(x, y asset) int {
		if n := slices.Index(order, x.kind) - slices.Index(order, y.kind); n != 0 {
			return n
		}

		return strings.Compare(x.path, y.path)
	})

	return list
}

// checkAsset requests a file that pages load.
func (v *verifier) checkAsset(ctx context.Context, a asset) ([]Fault, error) {
	t := &Target{Path: escape(a.path), own: a.path, Addresses: []Address{{Address: a.path, To: a.path}}, kind: isFile}
	c := check{verifier: v, target: t}
	if f, ok := v.site.files[strings.TrimPrefix(a.path, "/")]; ok {
		t.file = &f
	}

	at, err := v.follow(ctx, t, "*/*", func(r *http.Response, body io.Reader) error {
		if r.StatusCode != http.StatusOK {
			return nil
		}

		if t.file == nil {
			return c.readUnknown(r, body)
		}

		return c.readFile(r, body)
	})
	if err != nil {
		return nil, err
	}

	c.at = at
	switch {
	case at.failure != nil:
		c.addAll(at.failure.kind, "%s", at.failure.text)
	case at.status != http.StatusOK:
		c.addAll(MissingAsset, "returns %s; it is the %s of %s and perhaps others", status(at.status), a.kind, a.page)
	case c.found != nil:
		c.addAll(c.found.kind, "%s; it is the %s of %s and perhaps others", c.found.text, a.kind, a.page)
	}

	return c.faults, nil
}

// readUnknown checks the type of a file that is not in the build: a search index, or a file of another build.
func (c *check) readUnknown(r *http.Response, body io.Reader) error {
	if c.found = checkType(path.Base(c.target.own), r.Header); c.found != nil {
		return nil
	}

	n, err := io.Copy(io.Discard, io.LimitReader(body, maxCompared))
	if err == nil && n == 0 {
		c.found = &failure{OtherFile, "is empty"}
	}

	return err
}

func describePage(p *htmlpage.Page) string {
	if p.Title == "" {
		return "a page without a title"
	}

	return fmt.Sprintf("the page %q", shorten(p.Title))
}

// checkUnused requests an address that does not exist, and keeps what the host shows there.
func (v *verifier) checkUnused(ctx context.Context) ([]Fault, error) {
	address := fmt.Sprintf("/signpost-verify-%016x/", v.options.Random)
	t := &Target{Path: address, Addresses: []Address{{Address: address}}}
	c := check{verifier: v, target: t}
	at, err := v.follow(ctx, t, c.accept(), func(r *http.Response, body io.Reader) error {
		page, err := htmlpage.Read(body)
		c.page = page
		return err
	})
	if err != nil {
		return nil, err
	}

	c.at = at
	switch {
	case at.failure != nil:
		return nil, nil // the addresses of the site show why
	case at.isKnown:
		c.addAll(SoftMissing, "does not exist, and redirects to %s", c.place())
	case at.status == http.StatusOK:
		v.fallback = c.page
		c.addAll(SoftMissing, "does not exist, and shows %s", describePage(c.page))
	case at.status == http.StatusNotFound:
		v.adviseMissingPage(c.page)
	}

	v.advise(at.header)

	return c.faults, nil
}

// adviseMissingPage advises to use the site's own page for addresses that do not exist.
func (v *verifier) adviseMissingPage(got *htmlpage.Page) {
	f, ok := v.site.files["404.html"]
	if !ok || got == nil {
		return
	}

	var b bytes.Buffer
	if err := write(&b, f); err != nil {
		v.fail(err)
		return
	}

	want, err := htmlpage.Read(&b)
	if err == nil && want.Title != got.Title {
		v.addAdvice("the host shows a page of its own at addresses that do not exist: let it use 404.html")
	}
}

// advise compares the headers of an answer with those that the site suggests.
func (v *verifier) advise(h http.Header) {
	const how = "use _headers, _nginx.conf or _Caddyfile"
	if h.Get("Content-Security-Policy") == "" {
		v.addAdvice("the host sends no Content-Security-Policy: " + how)
	}

	if !strings.EqualFold(h.Get("X-Content-Type-Options"), "nosniff") {
		v.addAdvice("the host sends no X-Content-Type-Options: " + how)
	}
}

func (v *verifier) addAdvice(text string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.result.Advice = append(v.result.Advice, text)
}
