// Package importer brings articles over from other help centres, as their programming interfaces give them: JSON, with HTML in it.
//
// [Centre.Read] understands what Zendesk answers to /api/v2/help_center/articles?include=sections,categories, and Intercom to /articles and
// /help_center/collections: a file holds one answer, and there may be several. [Centre.Files] makes of it the content folder of a help centre: an
// article is a Markdown file in the folder of its collection, keeps its old address as an alias and those of its headings as ids, and its links to other
// articles name their files. What is in another language than the rest stands in the folder of that language, beside what it translates. What
// Markdown cannot say, and pictures that are elsewhere, `signpost lint` tells of afterwards; [Centre.Left] are links that lead to the old place still.
package importer

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"signpost/internal/cli"
)

// Centre is a help centre somewhere else.
type Centre struct {
	Language string // of the content folder itself; where no article is in it, the one that most are in takes its place

	articles    []source
	read        map[string]bool       // the articles, by language and id
	collections map[string]collection // by language and id
	pages       map[int]map[int]bool  // those that were read of a list that has so many
	left        []string
}

// source is an article as it was.
type source struct {
	id, collection     string
	language           string // may be empty
	title, description string
	html, address      string
	draft              bool
	updated            time.Time
	tags               []string
	order              int
}

type collection struct {
	id, parent, language string
	title, description   string
	order                int
}

func (c *Centre) collect(own collection) { c.collections[own.language+" "+own.id] = own }

// add takes an article once: lists of all articles and of those in one language share some.
func (c *Centre) add(a source) {
	if key := a.language + " " + a.id; a.id == "" || !c.read[key] {
		c.read[key] = true
		c.articles = append(c.articles, a)
	}
}

// notePage keeps in mind which page of a list was read.
func (c *Centre) notePage(page, of int) {
	if c.pages[of] == nil {
		c.pages[of] = map[int]bool{}
	}
	c.pages[of][page] = true
}

// Missing says of which lists not every page was read. Lists that have as many pages are taken for one.
func (c *Centre) Missing() []string {
	var list []string
	for _, of := range slices.Sorted(maps.Keys(c.pages)) {
		if read := len(c.pages[of]); read < of {
			list = append(list, fmt.Sprintf("%d of %d pages", of-read, of))
		}
	}
	return list
}

// collectionOf is a collection in a language, or in any where it has no title in that one.
func (c *Centre) collectionOf(id, language string) (collection, bool) {
	for _, language := range []string{language, "", c.Language} {
		if own, ok := c.collections[language+" "+id]; ok {
			return own, true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(c.collections)) {
		if c.collections[key].id == id {
			return c.collections[key], true
		}
	}
	return collection{}, false
}

// Formats are the help centres that can be read.
var Formats = []string{"intercom", "zendesk"}

// Read adds what is in a file to the centre.
func (c *Centre) Read(format string, data []byte) error {
	if c.collections == nil {
		c.collections, c.read, c.pages = map[string]collection{}, map[string]bool{}, map[int]map[int]bool{}
	}
	read := c.readIntercom
	if format == "zendesk" {
		read = c.readZendesk
	}
	err := read(data)
	if syntax := new(json.SyntaxError); errors.As(err, &syntax) {
		return cli.WithHint(fmt.Errorf("invalid JSON: %w", err), "save the response of the API unchanged")
	}
	return err
}

func (c *Centre) readZendesk(data []byte) error {
	var answer struct {
		Articles []struct {
			ID          json.Number
			Title, Body string
			HTMLURL     string      `json:"html_url"`
			Section     json.Number `json:"section_id"`
			Locale      string
			Position    int
			Draft       bool
			Updated     time.Time `json:"edited_at"`
			Labels      []string  `json:"label_names"`
		}
		Sections, Categories []struct {
			ID                        json.Number
			Name, Description, Locale string
			Position                  int
			Category                  json.Number `json:"category_id"`
			Parent                    json.Number `json:"parent_section_id"`
		}
		Page  int
		Pages int `json:"page_count"`
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return err
	}
	c.notePage(answer.Page, answer.Pages)
	for _, s := range slices.Concat(answer.Sections, answer.Categories) {
		parent := cmp.Or(s.Parent.String(), s.Category.String())
		c.collect(collection{s.ID.String(), parent, tagOf(s.Locale), s.Name, s.Description, s.Position})
	}
	for _, a := range answer.Articles {
		c.add(source{
			id: a.ID.String(), collection: a.Section.String(), language: tagOf(a.Locale), title: a.Title, html: a.Body, address: a.HTMLURL,
			draft: a.Draft, updated: a.Updated, tags: a.Labels, order: a.Position,
		})
	}
	if len(answer.Articles)+len(answer.Sections)+len(answer.Categories) == 0 {
		return errors.New("it holds neither articles nor sections")
	}
	return nil
}

// said is what Intercom says of an article or a collection in one language.
type said struct {
	Title, Name, Description string
	Body, State, URL         string
	Updated                  int64 `json:"updated_at"`
}

func (c *Centre) readIntercom(data []byte) error {
	var answer struct {
		Data []struct {
			said
			Type       string
			ID         json.RawMessage
			Parent     json.RawMessage            `json:"parent_id"`
			Language   string                     `json:"default_locale"`
			Order      int                        `json:"order"`
			Translated map[string]json.RawMessage `json:"translated_content"`
		}
		Pages struct {
			Page  int
			Pages int `json:"total_pages"`
		}
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return err
	}
	c.notePage(answer.Pages.Page, answer.Pages.Pages)
	found := len(answer.Data)
	for _, d := range answer.Data {
		id, parent := unquoted(d.ID), unquoted(d.Parent)
		versions := map[string]said{tagOf(d.Language): d.said}
		for locale, text := range d.Translated {
			var s said
			if json.Unmarshal(text, &s) == nil && (s.Title+s.Name) != "" && tagOf(locale) != tagOf(d.Language) {
				versions[tagOf(locale)] = s
			}
		}
		switch d.Type {
		default:
			found--
		case "collection":
			for language, s := range versions {
				c.collect(collection{id, parent, language, s.Name, s.Description, d.Order})
			}
		case "article":
			for _, language := range slices.Sorted(maps.Keys(versions)) {
				c.add(versions[language].article(id, parent, language))
			}
		}
	}
	if found == 0 {
		return errors.New("it holds neither articles nor collections")
	}
	return nil
}

func (s said) article(id, parent, language string) source {
	a := source{id: id, collection: parent, language: language, title: s.Title, description: s.Description, html: s.Body, address: s.URL, draft: s.State != "published"}
	if s.Updated > 0 {
		a.updated = time.Unix(s.Updated, 0).UTC()
	}
	return a
}

// unquoted is an id, which is a number in some answers and a text in others.
func unquoted(id json.RawMessage) string {
	if text := strings.Trim(string(id), `"`); text != "null" {
		return text
	}
	return ""
}

// head is the front matter of what is written.
type head struct {
	Title       string   `yaml:"title"`
	Description string   `yaml:"description,omitempty"`
	Order       int      `yaml:"order,omitempty"`
	Updated     string   `yaml:"updated,omitempty"`
	Tags        []string `yaml:"tags,omitempty"`
	Aliases     []string `yaml:"aliases,omitempty"`
	Draft       bool     `yaml:"draft,omitempty"`
}

func (a *source) markdown(place string, orders bool, linked func(string) string) ([]byte, error) {
	h := head{Title: a.title, Description: a.description, Tags: a.tags, Draft: a.draft}
	if orders {
		h.Order = a.order + 1
	}
	if !a.updated.IsZero() {
		h.Updated = a.updated.Format(time.DateOnly)
	}
	if u, err := url.Parse(a.address); err == nil && len(u.Path) > 1 {
		h.Aliases = []string{strings.TrimSuffix(u.Path, "/") + "/"}
	}
	front, err := yaml.Marshal(h)
	if err != nil {
		return nil, err
	}
	body, err := convert(a.html, linked)
	if err != nil {
		return nil, err
	}
	return slices.Concat([]byte("---\n"), front, []byte("---\n\n"), bytes.TrimSpace(body), []byte("\n")), nil
}
