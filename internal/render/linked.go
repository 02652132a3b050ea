package render

import (
	"slices"
	"time"

	"signpost/internal/library"
	"signpost/internal/site"
)

// linkedData tells search engines what a page is, as https://schema.org has it: JSON that no browser runs.
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

// linked describes an article and the way to it; nil when nobody said where the site will stand.
func (p *printer) linked(f frame, a *library.Article) *linkedData {
	if p.config.BaseURL == "" {
		return nil
	}
	list := breadcrumbList{Type: "BreadcrumbList"}
	var above []*site.Collection
	for c := p.site.Collection(a); c != nil && c.Parent != nil; c = c.Parent {
		above = append(above, c)
	}
	for _, c := range slices.Backward(above) {
		list.Items = append(list.Items, breadcrumb{"ListItem", len(list.Items) + 1, c.Title, p.whole(c.Path)})
	}
	data := articleData{Type: "TechArticle", Headline: a.Title, Description: a.Description, URL: p.whole(a.Path), Language: f.Lang}
	if !a.Updated.IsZero() {
		data.Modified = a.Updated.Format(time.DateOnly)
	}
	for _, name := range a.Authors {
		data.Authors = append(data.Authors, person{"Person", name})
	}
	if len(list.Items) == 0 {
		return &linkedData{"https://schema.org", []any{data}}
	}
	return &linkedData{"https://schema.org", []any{list, data}}
}
