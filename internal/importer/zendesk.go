package importer

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"time"
)

// zendeskResponse is a response of the Zendesk API to a request for articles or sections.
type zendeskResponse struct {
	Articles   []zendeskArticle
	Sections   []zendeskSection
	Categories []zendeskSection

	Page  int
	Pages int `json:"page_count"`
}

type zendeskArticle struct {
	ID       json.Number
	Title    string
	Body     string
	HTMLURL  string      `json:"html_url"`
	Section  json.Number `json:"section_id"`
	Locale   string
	Position int
	Draft    bool
	Segment  json.RawMessage   `json:"user_segment_id"` // the readers; null if everyone
	Segments []json.RawMessage `json:"user_segment_ids"`
	Updated  time.Time         `json:"edited_at"`
	Labels   []string          `json:"label_names"`
}

type zendeskSection struct {
	ID          json.Number
	Name        string
	Description string
	Locale      string
	Position    int
	HTMLURL     string      `json:"html_url"`
	Category    json.Number `json:"category_id"`
	Parent      json.Number `json:"parent_section_id"`
	Access      struct {
		Readers string `json:"viewable_by"`
	} `json:"access_policy"`
}

func (c *Centre) readZendesk(data []byte) error {
	var response zendeskResponse
	if err := json.Unmarshal(data, &response); err != nil {
		return err
	}

	c.addPage(response.Page, response.Pages)

	sections := slices.Concat(response.Sections, response.Categories)
	for _, s := range sections {
		c.addCollection(s.collection())
	}

	for _, a := range response.Articles {
		c.addArticle(a.source())
	}

	if len(response.Articles)+len(sections) == 0 {
		return errors.New("no articles or sections found")
	}

	return nil
}

func (s zendeskSection) collection() collection {
	return collection{
		key:         key{languageTag(s.Locale), s.ID.String()},
		parent:      cmp.Or(s.Parent.String(), s.Category.String()),
		title:       s.Name,
		address:     s.HTMLURL,
		restricted:  s.Access.Readers != "" && s.Access.Readers != "everybody",
		description: s.Description,
		order:       s.Position,
	}
}

func (a zendeskArticle) source() source {
	return source{
		key:        key{languageTag(a.Locale), a.ID.String()},
		collection: a.Section.String(),
		title:      a.Title,
		html:       a.Body,
		address:    a.HTMLURL,
		hidden:     a.hidden(),
		updated:    a.Updated,
		tags:       a.Labels,
		order:      a.Position,
	}
}

// hidden returns why not everyone can read an article, or "".
func (a zendeskArticle) hidden() string {
	hasReaders := len(a.Segment) > 0 && string(a.Segment) != "null"
	switch {
	case a.Draft:
		return "draft"
	case hasReaders || len(a.Segments) > 0:
		return "restricted"
	}

	return ""
}
