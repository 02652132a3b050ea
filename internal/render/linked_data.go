package render

import (
	"slices"
	"time"

	"signpost/internal/library"
	"signpost/internal/site"
)

// linkedData describes a page to search engines, in the terms of https://schema.org. Browsers do not run it.
type linkedData struct {
	Context string `json:"@context"`
	Graph   []any  `json:"@graph"`
}

type breadcrumbList struct {
	Type  string       `json:"@type"`
	Items []breadcrumb `json:"itemListElement"`
}

type breadcrumb struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	Item     string `json:"item"`
}

type articleData struct {
	Type        string   `json:"@type"`
	Headline    string   `json:"headline"`
	Description string   `json:"description,omitempty"`
	URL         string   `json:"url"`
	Language    string   `json:"inLanguage"`
	Modified    string   `json:"dateModified,omitempty"`
	Authors     []person `json:"author,omitempty"`
}

type person struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// linkedData describes an article and the collections above it. It returns nil if the base URL is unknown.
func (p *printer) linkedData(language string, a *library.Article) *linkedData {
	if p.config.BaseURL == "" {
		return nil
	}

	data := articleData{
		Type:        "TechArticle",
		Headline:    a.Title,
		Description: a.Description,
		URL:         p.absolute(a.Path),
		Language:    language,
	}

	if !a.Updated.IsZero() {
		data.Modified = a.Updated.Format(time.DateOnly)
	}

	for _, name := range a.Authors {
		data.Authors = append(data.Authors, person{"Person", name})
	}

	graph := []any{data}
	if list := p.breadcrumbs(a); len(list.Items) > 0 {
		graph = []any{list, data}
	}

	return &linkedData{"https://schema.org", graph}
}

// breadcrumbs returns the collections above an article, from the top.
func (p *printer) breadcrumbs(a *library.Article) breadcrumbList {
	var above []*site.Collection
	for c := p.site.Collection(a); c != nil && c.Parent != nil; c = c.Parent {
		above = append(above, c)
	}

	list := breadcrumbList{Type: "BreadcrumbList"}
	for i, c := range slices.Backward(above) {
		list.Items = append(list.Items, breadcrumb{
			Type:     "ListItem",
			Position: len(above) - i,
			Name:     c.Title,
			Item:     p.absolute(c.Path),
		})
	}

	return list
}
