package importer

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"
)

// intercomResponse is a response of the Intercom API to a request for articles or collections.
type intercomResponse struct {
	Data  []intercomItem
	Pages struct {
		Page  int
		Pages int `json:"total_pages"`
	}
}

// intercomItem is an article or a collection.
type intercomItem struct {
	intercomText
	Type         string
	ID           json.RawMessage
	Parent       json.RawMessage            `json:"parent_id"`
	Language     string                     `json:"default_locale"`
	Order        int                        `json:"order"`
	Translations map[string]json.RawMessage `json:"translated_content"`
}

// intercomText is the text of an item in one language.
type intercomText struct {
	Title       string
	Name        string
	Description string
	Body        string
	State       string
	URL         string
	Updated     int64 `json:"updated_at"`
}

func (c *Centre) readIntercom(data []byte) error {
	var response intercomResponse
	if err := json.Unmarshal(data, &response); err != nil {
		return err
	}

	c.addPage(response.Pages.Page, response.Pages.Pages)

	found := false
	for _, item := range response.Data {
		switch item.Type {
		case "collection":
			found = true
			c.addIntercomCollection(item)

		case "article", "internal_article":
			found = true
			c.addIntercomArticle(item)
		}
	}

	if !found {
		return errors.New("no articles or collections found")
	}

	return nil
}

func (c *Centre) addIntercomCollection(item intercomItem) {
	for language, text := range item.texts() {
		c.addCollection(collection{
			key:         key{language, unquote(item.ID)},
			parent:      unquote(item.Parent),
			title:       text.Name,
			description: text.Description,
			address:     text.URL,
			order:       item.Order,
		})
	}
}

func (c *Centre) addIntercomArticle(item intercomItem) {
	texts := item.texts()
	for _, language := range slices.Sorted(maps.Keys(texts)) {
		text := texts[language]
		a := source{
			key:         key{language, unquote(item.ID)},
			collection:  unquote(item.Parent),
			title:       text.Title,
			description: text.Description,
			html:        text.Body,
			address:     text.URL,
			hidden:      hidden(item, text),
		}

		if text.Updated > 0 {
			a.updated = time.Unix(text.Updated, 0).UTC()
		}

		c.addArticle(a)
	}
}

// hidden returns why not everyone can read an article in a language, or "".
func hidden(item intercomItem, text intercomText) string {
	switch {
	case item.Type == "internal_article":
		return "internal"
	case text.State != "published":
		return "draft"
	}

	return ""
}

// texts returns the text of an item in each language.
func (i intercomItem) texts() map[string]intercomText {
	own := languageTag(i.Language)
	texts := map[string]intercomText{own: i.intercomText}
	for locale, data := range i.Translations {
		language := languageTag(locale)
		var text intercomText
		err := json.Unmarshal(data, &text) // the field "type" is not an object
		if err == nil && text.Title+text.Name != "" && language != own {
			texts[language] = text
		}
	}

	return texts
}

// unquote returns an ID, which is a number in some responses and a string in others.
func unquote(id json.RawMessage) string {
	if text := strings.Trim(string(id), `"`); text != "null" {
		return text
	}

	return ""
}
