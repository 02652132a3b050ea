// Package importer converts articles of other help centres to Markdown. It reads the JSON that their APIs return, which
// contains HTML.
//
// [Centre.Read] understands the responses of Zendesk to
// /api/v2/help_center/articles?include=sections,categories, and of Intercom to /articles and
// /help_center/collections. Each file contains one response.
//
// [Centre.Files] returns the content folder of a help centre. An article is a Markdown file in the folder of
// its collection. Its old address becomes an alias, the IDs of its headings stay, and links to other articles
// name their files. Articles in another language are in the folder of that language, under the name of the
// article that they translate.
//
// Embedded videos become links; without an address, a placeholder, which `signpost lint` reports. Articles that were
// not public become drafts.
//
// [Report] lists what is left to do: drafts, links that still lead to the old help centre, and differences between the
// text of an article before and after the conversion.
package importer

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"go.yaml.in/yaml/v3"

	"signpost/internal/cli"
	"signpost/internal/limit"
	"signpost/internal/markdown"
)

// Centre is another help centre. Its zero value is empty.
type Centre struct {
	// Language is the language of the content folder. If no article has it, the most frequent one takes its place.
	Language string

	articles    []source
	seen        map[key]bool // articles
	collections map[key]collection
	byID        map[string]key       // the first collection with an ID, in the order of languages
	pages       map[int]map[int]bool // pages read, by the number of pages of their list
	report      Report

	media      map[string]string            // paths of fetched files in the content folder, by address
	mediaNames map[string][sha256.Size]byte // hashes of their data, by path
}

// key identifies an article or a collection.
type key struct {
	language, id string
}

// source is an article of the other help centre.
type source struct {
	key
	collection  string
	title       string
	description string
	html        string
	flat        bool // html is without most of its elements, which were nested too deep
	address     string
	hidden      string // why not everyone could read it: "draft", "restricted" or "internal"; or empty
	updated     time.Time
	tags        []string
	order       int
}

// collection is a category, section or collection.
type collection struct {
	key
	parent      string
	title       string
	description string
	address     string
	order       int
	restricted  bool // not everyone could read its articles
}

func (c *Centre) addCollection(added collection) {
	c.collections[added.key] = added
	if first, ok := c.byID[added.id]; !ok || added.language < first.language {
		c.byID[added.id] = added.key
	}
}

// addArticle adds an article unless it was added before: several lists can contain the same article.
func (c *Centre) addArticle(a source) {
	if a.id != "" && c.seen[a.key] {
		return
	}

	c.seen[a.key] = true
	c.articles = append(c.articles, a)
}

// addPage records that a page of a list was read.
func (c *Centre) addPage(page, total int) {
	if c.pages[total] == nil {
		c.pages[total] = map[int]bool{}
	}

	c.pages[total][page] = true
}

// Missing describes the incomplete lists: "1 of 3 pages". Lists with the same number of pages count as one.
func (c *Centre) Missing() []string {
	var list []string
	for _, total := range slices.Sorted(maps.Keys(c.pages)) {
		if missing := total - len(c.pages[total]); missing > 0 {
			list = append(list, fmt.Sprintf("%d of %d pages", missing, total))
		}
	}

	return list
}

// collection returns a collection in a language, or in another one if it is not translated.
func (c *Centre) collection(id, language string) (collection, bool) {
	for _, language := range []string{language, "", c.Language} {
		if found, ok := c.collections[key{language, id}]; ok {
			return found, true
		}
	}

	first, ok := c.byID[id]

	return c.collections[first], ok
}

// collectionKeys returns the sorted keys of all collections.
func (c *Centre) collectionKeys() []key {
	return slices.SortedFunc(maps.Keys(c.collections), func(a, b key) int {
		return strings.Compare(a.language+" "+a.id, b.language+" "+b.id)
	})
}

// Formats are the supported help centres.
var Formats = []string{"intercom", "zendesk"}

// Read adds the content of a file to the centre.
func (c *Centre) Read(format string, data []byte) error {
	if c.collections == nil {
		c.collections = map[key]collection{}
		c.byID = map[string]key{}
		c.seen = map[key]bool{}
		c.pages = map[int]map[int]bool{}
	}

	read := c.readIntercom
	if format == "zendesk" {
		read = c.readZendesk
	}

	err := read(data)
	const hint = "save the response of the API unchanged"
	if syntax := new(json.SyntaxError); errors.As(err, &syntax) {
		return cli.WithHint(fmt.Errorf("invalid JSON: %w", err), hint)
	}

	if other := new(json.UnmarshalTypeError); errors.As(err, &other) {
		return cli.WithHint(fmt.Errorf("unexpected %s in %q", other.Value, other.Field), hint)
	}

	return err
}

// frontMatter is the front matter of the files.
type frontMatter struct {
	Title       string   `yaml:"title"`
	Description string   `yaml:"description,omitempty"`
	Order       int      `yaml:"order,omitempty"`
	Updated     string   `yaml:"updated,omitempty"`
	Tags        []string `yaml:"tags,omitempty"`
	Aliases     []string `yaml:"aliases,omitempty"`
	Draft       bool     `yaml:"draft,omitempty"`
}

// markdown returns the file of an article. hasOrder says whether the centre orders its articles; resolve maps
// addresses of links. It also returns how the text differs from that of the article.
func (a *source) markdown(hasOrder bool, resolve resolver) ([]byte, Difference, error) {
	front, err := yaml.Marshal(a.frontMatter(hasOrder))
	if err != nil {
		return nil, Difference{}, err
	}

	body, err := convert(a.html, resolve)
	if err != nil { // elements are nested too deep
		a.html, a.flat = flatten(a.html), true
		body, err = convert(a.html, resolve)
	}

	if err != nil {
		return nil, Difference{}, err
	}

	file := slices.Concat([]byte("---\n"), front, []byte("---\n\n"), bytes.TrimSpace(body), []byte("\n"))

	if reason := unpublishable(file); reason != "" {
		return file, Difference{Unpublishable: reason}, nil
	}

	return file, compare(a.html, string(body), resolve), nil
}

// unpublishable returns why the site refuses the file of an article, or "".
func unpublishable(file []byte) string {
	if len(file) > limit.Article {
		return fmt.Sprintf("has more than %d MB", limit.Article>>20)
	}

	if d := markdown.MeasureDensity(file); d.IsTooHigh() {
		return fmt.Sprintf("has %d Markdown markers without a blank line", d.Max)
	}

	return ""
}

// withoutControls replaces control characters by spaces: the site refuses them in titles.
func withoutControls(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}

		return r
	}, text)
}

func (a *source) frontMatter(hasOrder bool) frontMatter {
	f := frontMatter{
		Title:       withoutControls(a.title),
		Description: withoutControls(a.description),
		Tags:        a.tags,
		Draft:       a.hidden != "",
	}

	if hasOrder {
		f.Order = a.order + 1
	}

	if !a.updated.IsZero() {
		f.Updated = a.updated.Format(time.DateOnly)
	}

	f.Aliases = oldPaths(a.address)

	return f
}

// slugOfID matches an old path whose ID has the title behind it, which the old help centre ignores.
var slugOfID = regexp.MustCompile(`^(.*/(?:articles|sections|categories|collections)/[0-9]+)-[^/]*$`)

// oldPaths returns the paths at which the old help centre showed an address: with any title, or without.
func oldPaths(address string) []string {
	u, err := url.Parse(address)
	if err != nil || len(u.Path) < 2 {
		return nil
	}

	old := strings.TrimSuffix(u.Path, "/")
	paths := []string{old + "/"}
	if m := slugOfID.FindStringSubmatch(old); m != nil {
		paths = append(paths, m[1]+"/", m[1]+"-*")
	}

	return paths
}
