// Package repair finds where lost addresses went after articles were renamed, moved, split, merged or deleted.
//
// New compares the site with its earlier versions, such as a commit or the last build, and returns a plan: the moves
// that are certain, and questions for the writer. A wrong move sends readers to a text about something else, and no one
// notices; a question costs a minute. So a move is certain only if the text or the code says so and nothing else comes
// close.
//
// For each version, these steps add moves. Each is in a file of its own.
//
//  1. A code that a heading declares leads to it (codes.go).
//  2. Pages and sections are compared by their words (text.go, collection.go, match.go).
//  3. Sections follow the other sections of their page (flow.go).
//  4. A page follows most of its text, a folder its pages (page.go, folder.go).
//
// Addresses of which no version contains the text are compared by their names (names.go). They become questions sooner.
package repair

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"signpost/internal/codes"
	"signpost/internal/lock"
)

// Section is a heading and the text below it. The first section of a page has no ID.
type Section struct {
	ID    string
	Other []string // earlier IDs, and IDs of elements in the section
	Title string
	Text  string
	Code  codes.Code
}

// Page is a page in one version of the site.
type Page struct {
	Address  string
	Edition  string // the address of the home page in its language
	File     string
	Aliases  []string // earlier addresses, from front matter
	Sections []Section
}

// Version is an earlier version of the site.
type Version struct {
	// Name is how messages call the version: "commit 1a2b3c4".
	Name string

	Pages []Page

	// Renamed are the files that git considers renamed since, with their present names.
	Renamed map[string]string
}

// Loader reads an earlier version.
type Loader struct {
	// Read returns nil if there is no such version, and ctx.Err().
	Read func(ctx context.Context) (*Version, error)

	// Always reports whether the version is compared even if no lost address is unknown: it may show that an address
	// was reused.
	Always bool
}

// Input is what New compares.
type Input struct {
	// Lock contains the published addresses.
	Lock *lock.Lock

	// Lost are the published addresses, and the targets of redirects, that no longer exist.
	Lost []string

	// Present are the pages of the site, and Folders its folders without a page of their own.
	Present []Page
	Folders []string

	// Versions read the earlier versions of the site, the one to try first at the beginning.
	Versions []Loader
}

// Move is an address whose content is certain to be at another.
type Move struct {
	From string `json:"from"`
	To   string `json:"to"`

	// Why names the evidence: "same text", "code ID-201".
	Why string `json:"why"`

	// Similarity is the part of the text that is the same, from 0 to 1. It is 0 if no text was compared.
	Similarity float64 `json:"similarity,omitempty"`
}

// Candidate is an address to which a lost one may have moved.
type Candidate struct {
	Address    string  `json:"address"`
	Similarity float64 `json:"similarity"`
}

// Question is an address about which the writer must decide.
type Question struct {
	Address string `json:"address"`

	// Reason says why it is not clear where the address should lead.
	Reason string `json:"reason"`

	// Reused reports whether the address exists, but with another text.
	Reused bool `json:"reused,omitempty"`

	// Code is the code that the heading declared, or empty.
	Code codes.Code `json:"code,omitempty"`

	// CodeOnly reports whether the address leads to its content, and only its code is not declared any more.
	CodeOnly bool `json:"code_only,omitempty"`

	// Candidates are sorted, the most similar first.
	Candidates []Candidate `json:"candidates"`
}

// Plan says where lost addresses lead.
type Plan struct {
	Moves     []Move     `json:"moved"`
	Questions []Question `json:"open"`

	// Evidence are the versions that contained lost addresses.
	Evidence []string `json:"evidence"`
}

// New returns a plan for all lost addresses. The error is ctx.Err().
func New(ctx context.Context, in Input) (*Plan, error) {
	p := newPlanner(in)
	if err := p.compareVersions(ctx); err != nil {
		return nil, err
	}

	p.compareNames()
	p.moveFolders()
	p.askTheRest()

	return p.result(), ctx.Err()
}

// compareVersions reads earlier versions until the old text of every lost address is known.
func (p *planner) compareVersions(ctx context.Context) error {
	for _, loader := range p.in.Versions {
		if len(p.unknown) == 0 && !loader.Always {
			continue
		}

		version, err := loader.Read(ctx)
		if err != nil {
			return err
		}

		if version == nil {
			continue
		}

		if err := p.compare(ctx, version); err != nil {
			return err
		}
	}

	return nil
}

// planner collects moves and questions.
type planner struct {
	in      Input
	present presentSite

	// headings are the addresses of headings, by page: the live ones in the lock, and lost targets of redirects.
	headings map[string][]string

	unknown map[string]bool // lost addresses whose text no version has contained yet
	moves   map[string]Move
	asked   map[string]Question
	used    []string // names of versions
}

func newPlanner(in Input) *planner {
	p := &planner{
		in:       in,
		present:  newPresentSite(in.Present, in.Folders),
		headings: map[string][]string{},
		unknown:  map[string]bool{},
		moves:    map[string]Move{},
		asked:    map[string]Question{},
	}

	for _, e := range in.Lock.Entries {
		if e.Live() {
			p.addHeading(e.Address)
		}
	}

	for _, address := range in.Lost {
		p.unknown[address] = true
		if e, ok := in.Lock.Lookup(address); !ok || !e.Live() {
			p.addHeading(address)
		}
	}

	return p
}

// addHeading adds the address of a heading. It ignores other addresses.
func (p *planner) addHeading(address string) {
	if page := pageOf(address); page != address {
		p.headings[page] = append(p.headings[page], address)
	}
}

// move adds a move.
func (p *planner) move(from, to, why string, similarity float64) {
	delete(p.unknown, from)
	delete(p.asked, from)
	p.moves[from] = Move{From: from, To: to, Why: why, Similarity: similarity}
}

// ask adds a question.
func (p *planner) ask(q Question) {
	if _, isMoved := p.moves[q.Address]; isMoved {
		return
	}

	delete(p.unknown, q.Address)
	if e, ok := p.in.Lock.Lookup(q.Address); ok {
		q.Code = e.Code
	}

	slices.SortStableFunc(q.Candidates, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.Similarity, a.Similarity), cmp.Compare(a.Address, b.Address))
	})

	q.Candidates = q.Candidates[:min(len(q.Candidates), maxCandidates)]
	p.asked[q.Address] = q
}

// maxCandidates is the number of candidates that a question names.
const maxCandidates = 3

// askTheRest asks about the addresses of which nothing is known.
func (p *planner) askTheRest() {
	for address := range p.unknown {
		p.ask(Question{Address: address, Reason: "its earlier text was not found, and no name is clear enough"})
	}
}

// result returns the plan, sorted by address.
func (p *planner) result() *Plan {
	plan := &Plan{Moves: []Move{}, Questions: []Question{}, Evidence: p.used}
	if plan.Evidence == nil {
		plan.Evidence = []string{}
	}

	for _, m := range p.moves {
		plan.Moves = append(plan.Moves, m)
	}

	for _, q := range p.asked {
		if q.Candidates == nil {
			q.Candidates = []Candidate{}
		}

		plan.Questions = append(plan.Questions, q)
	}

	slices.SortFunc(plan.Moves, func(a, b Move) int { return cmp.Compare(a.From, b.From) })
	slices.SortFunc(plan.Questions, func(a, b Question) int { return cmp.Compare(a.Address, b.Address) })

	return plan
}

// pageOf returns the page of an address.
func pageOf(address string) string {
	page, _, _ := strings.Cut(address, "#")
	return page
}

// join returns the address of an ID on a page. Without an ID it is the page.
func join(page, id string) string {
	if id == "" {
		return page
	}

	return page + "#" + id
}
