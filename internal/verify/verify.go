// Package verify compares a site on its host with its sources: it requests every address that was ever published and
// finds those that no longer lead readers to their content.
//
// [Plan] lists what was published, from the lock and the loaded site. [Run] requests each page once, follows the
// redirects of the host as browsers do, with fragments, and compares the answer with the page that a build writes:
// status, type, encoding, IDs, notices, and text. Pages are rendered when they are compared, so that memory does not
// grow with the site.
//
// Answers are untrusted. Of each, a limited part is read; redirects to other hosts are reported, not followed; nothing
// of an answer is executed, and no credentials or cookies are sent.
package verify

import (
	"cmp"
	"context"
	"fmt"
	"hash/maphash"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"signpost/internal/codes"
	"signpost/internal/htmlpage"
	"signpost/internal/polite"
)

// Options control requests. URL, Transport, Jobs, Timeout, Now and Pause are required.
type Options struct {
	// URL is where the site is. Its path ends with a slash.
	URL *url.URL

	// BaseURLs are the addresses for which the site may have been built.
	BaseURLs []string

	// Hosts are other hosts to which the site may redirect, in lower case, with their port unless it is the default.
	Hosts []string

	// Transport sends the requests.
	Transport http.RoundTripper

	// Jobs is the number of requests at the same time, and Gap the time between two.
	Jobs int
	Gap  time.Duration

	// Timeout is the time for one answer.
	Timeout time.Duration

	Now   func() time.Time
	Pause func(context.Context, time.Duration) error

	// Random makes the address that must not exist.
	Random uint64

	// Verified contains the paths of targets that an interrupted run verified. They are not requested.
	Verified map[string]bool

	// Progress receives the number of targets that are done, from any goroutine. It may be nil.
	Progress func(done, total int)
}

// Result is what a run found.
type Result struct {
	// Faults are in the order of their addresses.
	Faults []Fault

	// Advice is what would be better, but breaks no address.
	Advice []string

	// Verified are the paths of the targets without faults, including those of an interrupted run.
	Verified []string

	// Failed is set if all addresses have the same fault. Faults contains it once, and the others were not requested.
	Failed bool

	// Requests is the number of requests that were sent.
	Requests int
}

// UnreachableError is returned if the host does not answer, or stopped answering.
type UnreachableError struct {
	Reason string // the predicate of a sentence
	Done   int    // targets that were verified before, with those of an interrupted run
}

// Error returns the message, without a hint.
func (e *UnreachableError) Error() string {
	if e.Done == 0 {
		return "the host " + e.Reason
	}

	return fmt.Sprintf("the host stopped answering: it %s", e.Reason)
}

// verifier is one run.
type verifier struct {
	options  Options
	base     *url.URL
	client   *client
	site     *Site
	fallback *htmlpage.Page // what the host shows at addresses that do not exist; nil if it says so
	assets   assets
	seed     maphash.Seed // of the checksums of pages

	mu     sync.Mutex
	result Result
	done   int
	silent int   // targets in a row without an answer
	err    error // of building a page

	isServed bool // something other than a redirect is right
}

func newVerifier(o Options, s *Site) *verifier {
	return &verifier{
		options: o,
		base:    o.URL,
		site:    s,
		assets:  assets{list: map[string]asset{}},
		seed:    maphash.MakeSeed(),
		client: &client{
			http:    o.Transport,
			gate:    &polite.Gate{Gap: o.Gap, Now: o.Now, Pause: o.Pause},
			timeout: o.Timeout,
			now:     o.Now,
		},
	}
}

// Registry requests the list of codes of the site on the host. It returns nil if there is none that can be read, and an
// *UnreachableError if the host does not answer.
func Registry(ctx context.Context, o Options) (*codes.Registry, error) {
	v := newVerifier(o, &Site{})
	var live *codes.Registry
	t := &Target{Path: registryPath, kind: isRegistry}
	at, err := v.follow(ctx, t, "*/*", func(r *http.Response, body io.Reader) (err error) {
		if r.StatusCode == http.StatusOK {
			live, err = decodeRegistry(body)
		}

		return err
	})
	if err == nil && at.failure != nil && at.failure.kind.isUnreachable() {
		err = &UnreachableError{Reason: at.failure.text}
	}

	return live, err
}

// Run verifies a site. If ctx is cancelled, or the host stops answering, it returns the result until then and an error.
func Run(ctx context.Context, o Options, s *Site) (*Result, error) {
	v := newVerifier(o, s)
	err := v.run(ctx)
	v.result.Requests = int(v.client.sent.Load())
	slices.SortStableFunc(v.result.Faults, func(a, b Fault) int { return strings.Compare(a.Address, b.Address) })
	slices.Sort(v.result.Verified)
	slices.Sort(v.result.Advice)
	if err == nil {
		err = v.err
	}

	return &v.result, err
}

func (v *verifier) run(ctx context.Context) error {
	faults, err := v.checkUnused(ctx)
	if err != nil {
		return err
	}

	v.result.Faults = append(v.result.Faults, faults...)
	first, rest := v.sample()
	if err := v.checkAll(ctx, first); err != nil {
		return err
	}

	if isFailed, err := v.findCommonCause(); isFailed || err != nil {
		return err
	}

	if err := v.checkAll(ctx, rest); err != nil {
		return err
	}

	return v.checkAssets(ctx)
}

// sampleSize is the number of targets that are requested first, to find what is wrong with all of them.
const sampleSize = 10

// sample divides the targets that are left into some of all parts of the site, and the others.
func (v *verifier) sample() (first, rest []*Target) {
	var left []*Target
	for i := range v.site.Targets {
		t := &v.site.Targets[i]
		if !v.options.Verified[t.Path] {
			left = append(left, t)
			continue
		}

		v.done++
		v.isServed = true
		v.result.Verified = append(v.result.Verified, t.Path)
		v.addBuiltAssets(t)
	}

	step := max(1, len(left)/sampleSize)
	for i, t := range left {
		if i%step == 0 || t.Path == "/" || t.Path == registryPath {
			first = append(first, t)
		} else {
			rest = append(rest, t)
		}
	}

	return first, rest
}

// addBuiltAssets adds the files that a page loads whose answer was compared by an interrupted run.
func (v *verifier) addBuiltAssets(t *Target) {
	if t.kind != isPage || t.file == nil {
		return
	}

	page, err := (&check{verifier: v, target: t}).builtPage()
	if err != nil {
		v.fail(err)
		return
	}

	v.assets.add(v, page, page, v.resolve(escape(t.own)), t.Addresses[0].Address)
}

// checkAll checks targets, several at the same time.
func (v *verifier) checkAll(ctx context.Context, list []*Target) error {
	return v.each(ctx, len(list), func(ctx context.Context, i int) error {
		return v.checkTarget(ctx, list[i])
	})
}

// each calls check for each number below n, several at the same time, until one returns an error.
func (v *verifier) each(ctx context.Context, n int, check func(ctx context.Context, i int) error) error {
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(v.options.Jobs)
	for i := range n {
		if inner.Err() != nil {
			break
		}

		group.Go(func() error { return check(inner, i) })
	}

	return cmp.Or(group.Wait(), ctx.Err())
}

// maxSilent is the number of targets in a row without an answer after which the host counts as unreachable.
const maxSilent = 20

// add adds what was found at a target. It returns an error if the host no longer answers.
func (v *verifier) add(c *check) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.err != nil {
		return v.err
	}

	v.done++
	if v.options.Progress != nil {
		v.options.Progress(v.done, len(v.site.Targets))
	}

	v.result.Faults = append(v.result.Faults, c.faults...)
	if len(c.faults) == 0 {
		v.result.Verified = append(v.result.Verified, c.target.Path)
		v.isServed = v.isServed || !c.at.isKnown
	}

	if len(c.faults) == 0 || !c.faults[0].Kind.isUnreachable() {
		v.silent = 0
		return nil
	}

	if v.silent++; v.silent >= maxSilent {
		return &UnreachableError{Reason: c.faults[0].Text, Done: len(v.result.Verified)}
	}

	return nil
}

// fail records that a page of the site could not be built.
func (v *verifier) fail(err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.err == nil {
		v.err = err
	}
}

// findCommonCause replaces the faults of the first targets by one if all that the host sent has the same.
func (v *verifier) findCommonCause() (isFailed bool, err error) {
	first := slices.DeleteFunc(slices.Clone(v.result.Faults), func(f Fault) bool { return f.Kind == SoftMissing })
	if len(first) == 0 || v.isServed {
		return false, nil
	}

	cause, ok := commonCause(first)
	if !ok {
		return false, nil
	}

	if cause.Kind.isUnreachable() {
		return true, &UnreachableError{Reason: cause.Text, Done: len(v.result.Verified)}
	}

	cause.Address, cause.Also = "/", nil
	cause.URL = v.base.String()
	switch cause.Kind {
	case Missing:
		cause.Hint = "check the address of the site, and that the output folder was copied there"
	case WrongTarget:
		cause.Hint = "check the address of the site, and whether the host asks readers to sign in"
	}

	v.result.Failed = true
	v.result.Faults = []Fault{cause}

	return true, nil
}

// commonCause returns what is wrong with all addresses of a site, from the faults of some: they have the same kind, or
// most are missing because there is another site. Pages of another build are not such a cause.
func commonCause(faults []Fault) (cause Fault, ok bool) {
	count := map[Kind]int{}
	for _, f := range faults {
		count[f.Kind]++
	}

	missing := slices.IndexFunc(faults, func(f Fault) bool { return f.Kind == Missing })
	switch cause = faults[0]; {
	case len(count) == 1 && (cause.Kind == Stale || cause.Kind == LostHeading):
		return cause, false
	case len(count) == 1:
		hasPage := func(f Fault) bool { return strings.HasSuffix(f.Text, insteadText) }
		if i := slices.IndexFunc(faults, hasPage); i >= 0 {
			cause = faults[i] // it names no other place, which not all faults have
		}

		cause.Text = "and every other address " + cause.Text
		return cause, true
	case count[Missing] > len(faults)/2 && len(faults) >= sampleSize/2:
		cause = faults[missing]
		cause.Text = "and every other address is missing, or shows another site"
		return cause, true
	}

	return cause, false
}

// checkAssets checks the files that pages load.
func (v *verifier) checkAssets(ctx context.Context) error {
	list := slices.DeleteFunc(v.assets.sorted(), func(a asset) bool { return v.options.Verified[escape(a.path)] })

	return v.each(ctx, len(list), func(ctx context.Context, i int) error {
		faults, err := v.checkAsset(ctx, list[i])
		v.mu.Lock()
		defer v.mu.Unlock()
		v.result.Faults = append(v.result.Faults, faults...)

		return err
	})
}
