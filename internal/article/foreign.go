package article

import (
	"path"
	"slices"
	"strings"

	"signpost/internal/address"
	"signpost/internal/strictyaml"
)

// foreignKeys applies keys of other programs that are no synonyms, and records the others.
func (p *parser) foreignKeys(ignored []strictyaml.Ignored) {
	for _, i := range ignored {
		switch {
		case visibility[i.Key][strings.ToLower(i.Value)] == hidden:
			hide(p.article)
		case visibility[i.Key][strings.ToLower(i.Value)] == shown:
		case i.Key == "id":
			p.article.ForeignID = i.Value
			p.article.Ignored = append(p.article.Ignored, i.Key)
		case i.Key == "permalink" || i.Key == "url":
			p.addPermalink(i)
		default:
			p.article.Ignored = append(p.article.Ignored, i.Key)
		}
	}
}

// ignoreIcon ignores an icon that is no file: in other programs, it has a name such as rocket.
func ignoreIcon(a *Article) {
	if a.Icon != "" && path.Ext(a.Icon) == "" {
		a.Ignored = append(a.Ignored, "icon")
		a.Icon = ""
	}
}

// hide makes the article a draft, unless its front matter says whether it is one.
func hide(a *Article) {
	if a.LineOf("draft") == 0 {
		a.Draft = true
	}
}

// HidingLine returns the line of front matter that makes an article a draft, such as "hidden: true".
func HidingLine(frontMatter string) string {
	lines := strings.Split(frontMatter, "\n")
	for _, key := range []string{"draft", "published", "publish", "hidden"} {
		if i := LineOf(frontMatter, key) - frontMatterLine; i >= 0 && i < len(lines) {
			return strings.TrimSpace(lines[i])
		}
	}

	return "draft: true"
}

const (
	hidden = 1 + iota
	shown
)

// visibility contains the keys with which other programs keep an article off the site, and their values. YAML 1.1 has
// more words for true and false.
var visibility = map[string]map[string]int{
	"published": {"false": hidden, "no": hidden, "off": hidden, "true": shown, "yes": shown, "on": shown},
	"publish":   {"false": hidden, "true": shown},
	"hidden":    {"true": hidden, "yes": hidden, "on": hidden, "false": shown, "no": shown, "off": shown},
}

// addPermalink records the address that the page had in another program. It ignores placeholders such as
// /:year/:title/, and what is no path: such a key may have another meaning.
func (p *parser) addPermalink(i strictyaml.Ignored) {
	isPath := strings.HasPrefix(i.Value, "/") || !strings.ContainsAny(i.Value, " :?")
	clean, err := address.Clean("/" + strings.TrimPrefix(i.Value, "/"))

	isFilledIn := !strings.Contains(clean, "/:") && !strings.ContainsAny(clean, "{}<>*")
	if err != nil || !isPath || !isFilledIn || clean == "/" {
		p.article.Ignored = append(p.article.Ignored, i.Key)
		return
	}

	p.permalinks = append(p.permalinks, clean)
}

// addAliases adds addresses to the aliases of the article, except its own.
func addAliases(a *Article, addresses []string) {
	for _, address := range addresses {
		if address != a.Path && !slices.Contains(a.Aliases, address) {
			a.Aliases = append(a.Aliases, address)
		}
	}
}

// ignoreLanguage ignores a language that is in a key of another program, where it may be a programming language. It
// returns false if the key is our own.
func ignoreLanguage(a *Article) bool {
	for _, key := range []string{"language", "locale"} {
		if a.LineOf("lang") == 0 && a.LineOf(key) > 0 {
			a.Lang = ""
			a.Ignored = append(a.Ignored, key)

			return true
		}
	}

	return false
}
