package verify

import (
	"bytes"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"signpost/internal/htmlpage"
	"signpost/internal/output"
)

// readPage reads a page.
func (c *check) readPage(r *http.Response, body io.Reader) error {
	start := make([]byte, len(gzipMagic))
	n, err := io.ReadFull(body, start)
	if err != nil && !isEnd(err) {
		return err
	}

	if n == 0 {
		c.found = &failure{OtherPage, "is empty"}
		return nil
	}

	if c.found = checkType("a.html", r.Header); c.found != nil {
		return nil
	}

	if isCompressed(start[:n]) {
		c.found = &failure{BadEncoding, "is compressed, and has no Content-Encoding that says so"}
		return nil
	}

	c.sum.SetSeed(c.seed)
	whole := io.MultiReader(bytes.NewReader(start[:n]), body)
	page, err := htmlpage.Read(io.TeeReader(whole, &c.sum))
	if errors.Is(err, htmlpage.ErrTooLarge) {
		c.found = &failure{TooLarge, "is too large for a page: " + err.Error()}
		return nil
	}

	c.page = page

	return err
}

// judgePage compares a page with the one that was built.
func (c *check) judgePage() {
	want, err := c.builtPage()
	if err != nil {
		c.fail(err)
		return
	}

	switch {
	case c.isFallback(want):
		c.addFallback()
	case c.isOther(want):
		c.addAll(OtherPage, "shows another page: %q", shorten(c.page.Title))
	default:
		c.judgeHeadings()
		c.judgeNotices(want)
		c.judgeAge(want)
	}

	if !c.hasForeignPage() {
		c.assets.add(c.verifier, c.page, want, c.at.url, c.target.Addresses[0].Address)
	}
}

// hasForeignPage reports whether the page does not belong at its address, where its relative links are wrong.
func (c *check) hasForeignPage() bool {
	return slices.ContainsFunc(c.faults, func(f Fault) bool { return f.Kind != Stale && f.Kind != LostHeading })
}

// builtPage reads the page that was built. If it has the same bytes as the answer, it need not be read.
func (c *check) builtPage() (*htmlpage.Page, error) {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := write(b, *c.target.file); err != nil {
		return nil, err
	}

	if maphash.Bytes(c.seed, b.Bytes()) == c.sum.Sum64() {
		return c.page, nil
	}

	return htmlpage.Read(b)
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// write appends the content of a file of the site.
func write(b *bytes.Buffer, f output.File) error {
	if f.Write != nil {
		return f.Write(b)
	}

	data, err := f.Data()
	b.Write(data)

	return err
}

// isFallback reports whether the page is the one that the host shows at addresses that do not exist.
func (c *check) isFallback(want *htmlpage.Page) bool {
	f := c.fallback
	return f != nil && f.Title == c.page.Title && f.Text == c.page.Text && want.Text != c.page.Text
}

// isOther reports whether the page is not an earlier version of the one that was built: it says that it is another one,
// or has nothing in common with it.
func (c *check) isOther(want *htmlpage.Page) bool {
	got := c.page
	if got.Text == want.Text || got.Title == want.Title || got.Notice != want.Notice {
		return false
	}

	if got.Canonical != "" && want.Canonical != "" && want.Notice == htmlpage.Live {
		return pathOf(got.Canonical) != pathOf(want.Canonical)
	}

	return !slices.ContainsFunc(want.IDs, got.Has)
}

func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}

	return u.Path
}

// judgeHeadings checks that the page has all IDs that were published on it.
func (c *check) judgeHeadings() {
	for _, a := range c.target.Addresses {
		if a.fragment != "" && !c.page.Has(a.fragment) {
			c.add(LostHeading, []string{a.Address}, "is not in the page: no element has the ID %q", a.fragment)
		}
	}
}

// judgeNotices checks that the page says where its content has moved, or why it is gone.
func (c *check) judgeNotices(want *htmlpage.Page) {
	var gone []string
	for _, a := range c.target.Addresses {
		isSaid := a.Reason == "" || strings.Contains(c.page.Text, strings.Join(strings.Fields(a.Reason), " "))
		if !isSaid && (a.fragment == "" || c.page.Has(a.fragment)) {
			gone = append(gone, a.Address)
		}
	}

	isShown := c.page.Notice == want.Notice
	if want.Notice == htmlpage.Retired && !isShown && gone == nil {
		c.addAll(LostNotice, "does not say that its content is gone")
	}

	c.add(LostNotice, gone, "does not say why its content is gone")
	if got, to := places(c.page), places(want); !slices.Equal(got, to) {
		c.addAll(WrongTarget, "%s", describePlaces(c.fromRoot(got), c.fromRoot(to)))
	}
}

// places returns where a page at an old address leads.
func places(p *htmlpage.Page) []string {
	var list []string
	add := func(address string) {
		if address != "" && !slices.Contains(list, address) {
			list = append(list, address)
		}
	}

	add(p.Refresh)
	for _, address := range p.Moved {
		add(address)
	}

	for _, s := range p.Signs {
		add(s.To)
	}

	return list
}

// fromRoot returns the addresses in a page as those of the site.
func (c *check) fromRoot(list []string) []string {
	base := url.URL{Path: c.target.own}
	var addresses []string
	for _, address := range list {
		if u, err := base.Parse(address); err == nil {
			address = u.String()
		}

		addresses = append(addresses, address)
	}

	return addresses
}

// describePlaces says which places a page leads to, and which of the right ones it does not lead to.
func describePlaces(got, want []string) string {
	missing, more := without(want, got), without(got, want)
	switch {
	case missing != nil && more != nil:
		return "leads to " + listPlaces(more) + ", not to " + listPlaces(missing)
	case missing != nil:
		return "does not lead to " + listPlaces(missing)
	case more != nil:
		return "also leads to " + listPlaces(more)
	}

	return "leads to the right places in another order"
}

func without(list, other []string) []string {
	var rest []string
	for _, one := range list {
		if !slices.Contains(other, one) {
			rest = append(rest, one)
		}
	}

	return rest
}

// listPlaces lists the first places for a message.
func listPlaces(list []string) string {
	const most = 2
	if rest := len(list) - most; rest > 0 {
		return fmt.Sprintf("%s and %d more", shorten(strings.Join(list[:most], ", ")), rest)
	}

	return shorten(strings.Join(list, " and "))
}

// judgeAge reports a page from another build, unless a fault that was found says so already.
func (c *check) judgeAge(want *htmlpage.Page) {
	if c.faults != nil {
		return
	}

	got := c.page
	var differs []string
	add := func(what string, isSame bool) {
		if !isSame {
			differs = append(differs, what)
		}
	}

	add("language", got.Lang == want.Lang)
	add("title", got.Title == want.Title)
	add("text", got.Text == want.Text)
	add("styles and scripts", containsAll(got.Files, want.Files))
	if differs != nil {
		c.addPage(Stale, "is from another build: other %s", strings.Join(differs, ", "))
	}
}

// addPage adds a fault that concerns the page, but not whether its addresses work.
func (c *check) addPage(kind Kind, format string, args ...any) {
	c.add(kind, []string{c.target.Addresses[0].Address}, format, args...)
}

func containsAll[T comparable](list, wanted []T) bool {
	for _, one := range wanted {
		if !slices.Contains(list, one) {
			return false
		}
	}

	return true
}

// shorten shortens a text of the host for a message.
func shorten(text string) string {
	const longest = 100
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "..."
	}

	return text
}
