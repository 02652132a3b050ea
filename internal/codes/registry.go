package codes

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
)

// Severity is the effect of an error on the user.
type Severity string

// The severities, the most serious first.
const (
	Blocking Severity = "blocking" // work with the card is impossible
	Degraded Severity = "degraded" // something works less well
	Advice   Severity = "advice"   // good to know
)

// Manual is the Check of a code that only a person can diagnose.
const Manual = "manual"

// Entry is one code and the section that explains it.
type Entry struct {
	Code     Code     `json:"code"`
	Title    string   `json:"title"`  // the heading: the message as users see it
	URL      string   `json:"url"`    // article and anchor on the site
	Short    string   `json:"short"`  // the short link on the site
	Path     string   `json:"path"`   // address of the article: "/smartcards/resolve/"
	Anchor   string   `json:"anchor"` // ID of the heading, without "#"
	Severity Severity `json:"severity"`
	Summary  string   `json:"summary"`           // the first paragraph
	Steps    []string `json:"steps"`             // the items of the section's first numbered list, as plain text
	Fix      string   `json:"fix"`               // the whole section as plain text
	Also     []string `json:"also"`              // other wordings; /.../ is a regular expression
	Check    string   `json:"check"`             // ID of the check that finds it, or "manual"
	Retired  *Retired `json:"retired,omitempty"` // set if the code no longer occurs
	Facts    Facts    `json:"facts,omitzero"`    // what is known before the steps
}

// Retired names the successor of a code that no longer occurs.
type Retired struct {
	Successor Code `json:"successor"`
}

// Pattern returns the regular expression in a wording of the form /.../, or nil for plain text. See [Entry].Also.
func Pattern(wording string) (*regexp.Regexp, error) {
	if len(wording) < 3 || wording[0] != '/' || wording[len(wording)-1] != '/' {
		return nil, nil
	}

	return regexp.Compile("(?i)" + wording[1:len(wording)-1])
}

// Registry is every code of a site, sorted by code.
type Registry struct {
	Schema int     `json:"schema"`
	Site   string  `json:"site"`
	Hash   string  `json:"hash"` // SHA-256 of the codes without facts and the site's address, in hex
	Codes  []Entry `json:"codes"`

	byKey map[string]int // position in Codes
}

// Schema is the version of the JSON form of the registry. Fields are added, never renamed.
const Schema = 1

// New returns the registry of the site at base. It sorts the entries and fills in addresses and hash.
func New(base string, entries []Entry) *Registry {
	r := &Registry{Schema: Schema, Codes: slices.Clone(entries)}
	slices.SortFunc(r.Codes, func(a, b Entry) int { return Compare(a.Code, b.Code) })
	for i := range r.Codes {
		e := &r.Codes[i]
		e.Steps, e.Also = notNil(e.Steps), notNil(e.Also)
		e.Check = cmp.Or(e.Check, Manual)
		e.Severity = cmp.Or(e.Severity, Blocking)
	}

	r.indexKeys()
	r.Hash = r.sum()
	r.moveTo(base)

	return r
}

// indexKeys fills in byKey.
func (r *Registry) indexKeys() {
	r.byKey = make(map[string]int, len(r.Codes))
	for i, e := range r.Codes {
		r.byKey[Key(string(e.Code))] = i
	}
}

// notNil keeps null out of the JSON, where readers expect a list.
func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}

	return list
}

// sum returns the hash of the codes without the address of the site. Programs from before there were facts compute it
// without them.
func (r *Registry) sum() string {
	bare := slices.Clone(r.Codes)
	for i := range bare {
		bare[i].URL, bare[i].Short = "", ""
		bare[i].Facts = Facts{}
	}

	data, err := json.Marshal(bare)
	if err != nil {
		panic(err) // strings and slices of strings always marshal
	}

	hash := sha256.Sum256(data)

	return hex.EncodeToString(hash[:])
}

func (r *Registry) moveTo(base string) {
	r.Site = base
	for i := range r.Codes {
		e := &r.Codes[i]
		e.URL = trimSlash(base) + e.Path + "#" + e.Anchor
		e.Short = URL(base, e.Code)
	}
}

func trimSlash(base string) string {
	for len(base) > 0 && base[len(base)-1] == '/' {
		base = base[:len(base)-1]
	}

	return base
}

// At returns the same registry for a copy of the site at base.
func (r *Registry) At(base string) *Registry {
	moved := *r
	moved.Codes = slices.Clone(r.Codes)
	moved.moveTo(base)

	return &moved
}

// Lookup returns the entry of a code.
func (r *Registry) Lookup(c Code) (Entry, bool) {
	e, found := r.Find(string(c))

	return e, found && e.Code == c
}

// Find returns the entry of the code that a user meant, in any spelling: see [Key].
func (r *Registry) Find(text string) (Entry, bool) {
	i, found := r.byKey[Key(text)]
	if !found {
		return Entry{}, false
	}

	return r.Codes[i], true
}

// Encode returns the registry as codes.json: indented, sorted, and the same bytes for the same registry.
func (r *Registry) Encode() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		panic(err) // strings and slices of strings always marshal
	}

	return b.Bytes()
}

// Decode parses codes.json and verifies its schema, the form and order of the codes, and the hash.
func Decode(data []byte) (*Registry, error) {
	r := new(Registry)
	if err := json.Unmarshal(data, r); err != nil {
		return nil, fmt.Errorf("not a code registry: %w", err)
	}

	if r.Schema != Schema {
		return nil, fmt.Errorf("code registry has schema %d, this program reads schema %d", r.Schema, Schema)
	}

	for i, e := range r.Codes {
		if !e.Code.Valid() {
			return nil, fmt.Errorf("code registry contains %q, which is not a code", e.Code)
		}

		if i > 0 && Compare(e.Code, r.Codes[i-1].Code) <= 0 {
			return nil, fmt.Errorf("code registry is not sorted at %s", e.Code)
		}
	}

	r.indexKeys()
	if len(r.byKey) < len(r.Codes) {
		return nil, errors.New("code registry contains a code twice, in two spellings")
	}

	if sum := r.sum(); sum != r.Hash {
		return nil, fmt.Errorf("code registry is damaged: its hash is %.12s, want %.12s", sum, r.Hash)
	}

	return r, nil
}

//go:generate go run signpost/cmd/signpost codes --config ../../config.yaml --format json --out codes.json

//go:embed codes.json
var embedded []byte

// Embedded returns the registry that is embedded in this program.
func Embedded() (*Registry, error) { return Decode(embedded) }
