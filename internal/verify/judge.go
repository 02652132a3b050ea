package verify

import (
	"context"
	"fmt"
	"hash/maphash"
	"io"
	"mime"
	"net/http"
	"path"
	"strings"

	"signpost/internal/htmlpage"
)

// checkTarget requests a target and adds what is wrong with it to the result. The error is ctx.Err(), the error of
// building a page, or an *UnreachableError.
func (v *verifier) checkTarget(ctx context.Context, t *Target) error {
	c := check{verifier: v, target: t}
	at, err := v.follow(ctx, t, c.accept(), c.read)
	if err != nil {
		return err
	}

	c.at = at
	c.judge()

	return v.add(&c)
}

// check checks one target.
type check struct {
	*verifier
	target *Target
	at     visit
	page   *htmlpage.Page // if the answer is a page
	sum    maphash.Hash   // of its bytes
	found  *failure       // what is wrong with the content of the answer
	faults []Fault
}

// accept returns the header that browsers send for pages.
func (c *check) accept() string {
	if c.target.kind != isPage {
		return "*/*"
	}

	return "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
}

// read reads the answer as far as it is needed.
func (c *check) read(r *http.Response, body io.Reader) error {
	c.page, c.found = nil, nil // of a try that failed
	c.sum.Reset()
	isContent := r.StatusCode == http.StatusOK || r.StatusCode == http.StatusGone
	switch {
	case !isContent:
		return nil
	case c.target.kind == isPage:
		return c.readPage(r, body)
	case c.target.kind == isRegistry:
		return c.readRegistry(r, body)
	case c.target.file != nil:
		return c.readFile(r, body)
	}

	return nil
}

// judge decides where the answer leads readers.
func (c *check) judge() {
	t, at := c.target, &c.at
	switch {
	case at.failure != nil:
		c.addAll(at.failure.kind, "%s", at.failure.text)
	case at.isInside && at.fragment == nil && t.isOwn(at.path):
		c.judgeContent()
	case at.isInside && t.own != "/" && at.path == strings.TrimSuffix(t.own, "/") && at.redirects > 0:
		c.addAll(LostSlash, "redirects to the address without the slash at its end")
	case !at.isKnown && at.status != http.StatusOK:
		c.addStatus()
	default:
		c.judgeTarget()
	}
}

// judgeTarget checks that redirects lead to the current addresses.
func (c *check) judgeTarget() {
	var wrong, lost []string
	for _, a := range c.target.Addresses {
		fragment := a.fragment
		if c.at.fragment != nil {
			fragment = *c.at.fragment
		}

		page, want, _ := strings.Cut(a.To, "#")
		switch isPlace := c.at.isInside && a.To != "" && samePath(page, c.at.path); {
		case isPlace && want == fragment:
		case isPlace:
			lost = append(lost, a.Address)
		default:
			wrong = append(wrong, a.Address)
		}
	}

	c.add(WrongTarget, wrong, "%s", c.describeTarget(wrong))
	c.add(LostFragment, lost, "%s", c.describeFragment(lost))
}

// samePath compares the address of a page with a decoded path.
func samePath(page, decoded string) bool {
	page = strings.TrimSuffix(page, indexName)
	return strings.EqualFold(page, decoded) || strings.EqualFold(escape(decoded), page)
}

const insteadText = " instead of showing its own page"

// describeTarget says where readers arrive instead of the right place.
func (c *check) describeTarget(wrong []string) string {
	got := "redirects to " + c.place()
	if c.at.redirects == 0 {
		got = "shows another file"
	}

	to := c.toOf(wrong)
	switch page, _, _ := strings.Cut(to, "#"); {
	case to == "":
		return got + ", and does not say why its content is gone"
	case page == c.target.own:
		return got + insteadText
	}

	return got + ", not to " + to
}

// describeFragment says which section readers do not reach.
func (c *check) describeFragment(lost []string) string {
	return fmt.Sprintf("redirects to %s, not to %s", c.place(), c.toOf(lost))
}

// place returns where redirects ended, with their fragment.
func (c *check) place() string {
	text := shown(c.at.url)
	if c.at.isInside {
		text = c.at.path
	}

	if c.at.fragment != nil {
		text += "#" + *c.at.fragment
	}

	return text
}

// toOf returns where the first of some addresses leads.
func (c *check) toOf(list []string) string {
	for _, a := range c.target.Addresses {
		if len(list) > 0 && a.Address == list[0] {
			return a.To
		}
	}

	return ""
}

// addFallback adds the fault of an address that shows the same as addresses that do not exist.
func (c *check) addFallback() {
	const hint = "copy the whole output folder; if it is complete, turn off the host's fallback to one page"
	c.addAll(Missing, "shows what the host shows at any address that does not exist")
	c.faults[len(c.faults)-1].Hint = hint
}

// judgeContent checks what the host sends at the right place.
func (c *check) judgeContent() {
	isGone := c.at.status == http.StatusGone && c.target.canBeGone()
	switch {
	case c.at.status != http.StatusOK && !isGone:
		c.addStatus()
	case c.found != nil && c.found.kind == WrongType && c.target.kind != isPage && c.fallback != nil:
		c.addFallback()
	case c.found != nil:
		c.addAll(c.found.kind, "%s", c.found.text)
	case c.page != nil:
		c.judgePage()
	}
}

// addStatus adds a fault for a status that is not one of success.
func (c *check) addStatus() {
	kind := BadStatus
	switch code := c.at.status; {
	case code == http.StatusNotFound || code == http.StatusGone:
		kind = Missing
	case code == http.StatusUnauthorized || code == http.StatusForbidden:
		kind = Forbidden
	case code == http.StatusTooManyRequests:
		kind = RateLimited
	case code >= 500:
		kind = ServerError
	}

	text := "returns " + status(c.at.status)
	if c.at.redirects > 0 {
		text = fmt.Sprintf("redirects to %s, which %s", c.place(), text)
	}

	c.addAll(kind, "%s", text)
}

// addAll adds a fault that concerns all addresses of the target.
func (c *check) addAll(kind Kind, format string, args ...any) {
	var all []string
	for _, a := range c.target.Addresses {
		all = append(all, a.Address)
	}

	c.add(kind, all, format, args...)
}

// add adds a fault that concerns some addresses, if there are any.
func (c *check) add(kind Kind, addresses []string, format string, args ...any) {
	if len(addresses) == 0 {
		return
	}

	f := Fault{
		Kind:    kind,
		Address: addresses[0],
		URL:     c.resolve(c.target.Path).String(),
		Text:    fmt.Sprintf(format, args...),
		Hint:    hints[kind],
		Status:  c.at.status,
		Also:    addresses[1:],
	}

	if c.at.redirects > 0 {
		f.Final = c.at.url.String()
	}

	c.faults = append(c.faults, f)
}

// types are the types that browsers need for some endings. Others differ between hosts.
var types = map[string][]string{
	".html":  {"text/html", "application/xhtml+xml"},
	".htm":   {"text/html", "application/xhtml+xml"},
	".css":   {"text/css"},
	".js":    {"text/javascript", "application/javascript", "application/x-javascript"},
	".json":  {"application/json", "text/json", "text/plain"},
	".svg":   {"image/svg+xml"},
	".png":   {"image/png"},
	".jpg":   {"image/jpeg"},
	".jpeg":  {"image/jpeg"},
	".gif":   {"image/gif"},
	".webp":  {"image/webp"},
	".pdf":   {"application/pdf"},
	".mp4":   {"video/mp4"},
	".webm":  {"video/webm"},
	".woff2": {"font/woff2", "application/font-woff2", "application/octet-stream"},
}

// checkType checks the type of a file by the ending of its name. No file that is not a page is sent as one.
func checkType(name string, h http.Header) *failure {
	value := h.Get("Content-Type")
	want, isListed := types[strings.ToLower(path.Ext(name))]
	if value == "" && !isListed {
		return nil
	}

	got, parameters, err := mime.ParseMediaType(value)
	if err != nil {
		return &failure{WrongType, fmt.Sprintf("has the Content-Type %q", shorten(value))}
	}

	for _, one := range want {
		if got == one {
			return checkCharset(got, parameters["charset"])
		}
	}

	if isListed {
		return &failure{WrongType, fmt.Sprintf("has the type %s, not %s", got, want[0])}
	}

	if got == "text/html" {
		return &failure{WrongType, "has the type text/html, but is a file"}
	}

	return nil
}

// checkCharset checks the encoding of a text. Files of the site are in UTF-8.
func checkCharset(got, charset string) *failure {
	if charset != "" && !strings.EqualFold(charset, "utf-8") && !strings.EqualFold(charset, "utf8") {
		return &failure{WrongType, fmt.Sprintf("has the type %s with the charset %s, not utf-8", got, charset)}
	}

	return nil
}
