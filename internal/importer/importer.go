// Package importer brings articles over from other help centres, as their programming interfaces give them: JSON, with HTML in it.
//
// [Centre.Read] understands what Zendesk answers to /api/v2/help_center/articles?include=sections, and Intercom to /articles and
// /help_center/collections: a file holds one answer, and there may be several. [Centre.Files] makes of it the content folder of a help centre: an
// article is a Markdown file in the folder of its collection, keeps its old address as an alias, and its links to other articles name
// their files. What Markdown cannot say, and pictures that are elsewhere, `signpost lint` tells of afterwards.
package importer

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"signpost/internal/article"
)

// Centre is a help centre somewhere else.
type Centre struct {
	articles    []source
	collections map[string]collection // by id
}

// source is an article as it was.
type source struct {
	id, collection     string
	title, description string
	html, address      string
	draft              bool
	updated            time.Time
	tags               []string
}

type collection struct {
	title, description string
}

// Formats are the help centres that can be read.
var Formats = []string{"intercom", "zendesk"}

// Read adds what is in a file to the centre.
func (c *Centre) Read(format string, data []byte) error {
	if c.collections == nil {
		c.collections = map[string]collection{}
	}
	read := c.readIntercom
	if format == "zendesk" {
		read = c.readZendesk
	}
	err := read(data)
	if syntax := new(json.SyntaxError); errors.As(err, &syntax) {
		return fmt.Errorf("it is no JSON (%w); save what the programming interface answers as it is", err)
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
			Draft       bool
			Updated     time.Time `json:"edited_at"`
			Labels      []string  `json:"label_names"`
		}
		Sections []struct {
			ID                json.Number
			Name, Description string
		}
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return err
	}
	for _, s := range answer.Sections {
		c.collections[s.ID.String()] = collection{s.Name, s.Description}
	}
	for _, a := range answer.Articles {
		c.articles = append(c.articles, source{
			id: a.ID.String(), collection: a.Section.String(), title: a.Title, html: a.Body, address: a.HTMLURL, draft: a.Draft, updated: a.Updated, tags: a.Labels,
		})
	}
	if len(answer.Articles)+len(answer.Sections) == 0 {
		return errors.New("it holds neither articles nor sections")
	}
	return nil
}

func (c *Centre) readIntercom(data []byte) error {
	var answer struct {
		Data []struct {
			Type                     string
			ID                       json.RawMessage
			Title, Name, Description string
			Body, State, URL         string
			Parent                   json.RawMessage `json:"parent_id"`
			Updated                  int64           `json:"updated_at"`
		}
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return err
	}
	found := len(answer.Data)
	for _, d := range answer.Data {
		switch d.Type {
		default:
			found--
		case "collection":
			c.collections[unquoted(d.ID)] = collection{d.Name, d.Description}
		case "article":
			a := source{
				id: unquoted(d.ID), collection: unquoted(d.Parent), title: d.Title, description: d.Description, html: d.Body, address: d.URL, draft: d.State != "published",
			}
			if d.Updated > 0 {
				a.updated = time.Unix(d.Updated, 0).UTC()
			}
			c.articles = append(c.articles, a)
		}
	}
	if found == 0 {
		return errors.New("it holds neither articles nor collections")
	}
	return nil
}

// unquoted is an id, which is a number in some answers and a text in others.
func unquoted(id json.RawMessage) string { return strings.Trim(string(id), `"`) }

// Files are those of the content folder, by path.
func (c *Centre) Files() (map[string][]byte, error) {
	files, places := map[string][]byte{}, c.places()
	byID := c.byID(places)
	for _, id := range slices.Sorted(maps.Keys(c.collections)) {
		own := c.collections[id]
		front, err := yaml.Marshal(head{Title: own.title, Description: own.description})
		if err != nil {
			return nil, err
		}
		files[path.Join(c.folder(id), "index.md")] = slices.Concat([]byte("---\n"), front, []byte("---\n"))
	}
	for i, a := range c.articles {
		text, err := a.markdown(places[i], byID)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", cmp.Or(a.title, a.id), err)
		}
		files[places[i]] = text
	}
	return files, nil
}

func (c *Centre) folder(id string) string {
	return cmp.Or(article.Slug(c.collections[id].title), "articles")
}

// places are the files that the articles go to; one whose name is taken gets a number.
func (c *Centre) places() []string {
	taken := map[string]bool{"index": true}
	var list []string
	for _, a := range c.articles {
		stem := path.Join(c.folder(a.collection), cmp.Or(article.Slug(a.title), "article"))
		name := stem
		for n := 2; taken[name] || path.Base(name) == "index"; n++ {
			name = stem + "-" + strconv.Itoa(n)
		}
		taken[name] = true
		list = append(list, name+".md")
	}
	return list
}

func (c *Centre) byID(places []string) map[string]string {
	byID := map[string]string{}
	for i, a := range c.articles {
		byID[a.id] = places[i]
	}
	return byID
}

// head is the front matter of what is written.
type head struct {
	Title       string   `yaml:"title"`
	Description string   `yaml:"description,omitempty"`
	Updated     string   `yaml:"updated,omitempty"`
	Tags        []string `yaml:"tags,omitempty"`
	Aliases     []string `yaml:"aliases,omitempty"`
	Draft       bool     `yaml:"draft,omitempty"`
}

func (a *source) markdown(place string, byID map[string]string) ([]byte, error) {
	h := head{Title: a.title, Description: a.description, Tags: a.tags, Draft: a.draft}
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
	body, err := convert(a.html, func(address string) string { return linked(place, address, byID) })
	if err != nil {
		return nil, err
	}
	return slices.Concat([]byte("---\n"), front, []byte("---\n\n"), bytes.TrimSpace(body), []byte("\n")), nil
}

var articleID = regexp.MustCompile(`/articles/([0-9]+)[^/#?]*/?(#.*)?$`)

// linked makes a link to an article that comes along one to its file. Fragments are left out: headings get other ids.
func linked(from, address string, byID map[string]string) string {
	m := articleID.FindStringSubmatch(address)
	if m == nil || byID[m[1]] == "" {
		return address
	}
	to := byID[m[1]]
	if path.Dir(to) == path.Dir(from) {
		return path.Base(to)
	}
	return "../" + to
}
