package migrate

import (
	"html"
	"path"
	"regexp"
	"strings"

	"signpost/internal/migrate/component"
)

var gitbookInclude = regexp.MustCompile(`(?m)^[ \t>]*(\{%[ \t]*include[ \t]+["']([^"'\n]+)["'][ \t]*%\})[ \t]*$`)

func convertGitBookIncludes(p *Page) {
	p.include(func(p *Page) []inclusion {
		code := FindCode(p.Text)
		var list []inclusion
		for _, m := range gitbookInclude.FindAllStringSubmatchIndex(p.Text, -1) {
			if code.Contains(m[2]) {
				continue
			}

			name := p.Text[m[4]:m[5]]
			list = append(list, inclusion{
				span: span{m[2], m[3]},
				names: []string{
					path.Join(path.Dir(p.placeOf(m[2]).file), name),
					path.Join(path.Dir(p.Source), name),
					path.Join(p.Docs.Dir, name),
				},
			})
		}

		return list
	})
}

var (
	contentRef = regexp.MustCompile(
		`(?s)\{%[ \t]*content-ref[ \t]+url="([^"\n]*)"[ \t]*%\}([^{]*)\{%[ \t]*endcontent-ref[ \t]*%\}`)
	fileTag = regexp.MustCompile(
		`(?s)\{%[ \t]*file[ \t]+src="([^"\n]*)"[^%\n]*%\}(?:([^{]*)\{%[ \t]*endfile[ \t]*%\})?`)
	hintEnd  = regexp.MustCompile(`\{%[ \t]*endhint[ \t]*%\}`)
	embedTag = regexp.MustCompile(
		`(?s)\{%[ \t]*embed[ \t]+url="([^"\n]*)"[^%\n]*%\}(?:([^{]*)\{%[ \t]*endembed[ \t]*%\})?`)
	// mention is a link whose text is that of the editor: readers see the title of the page.
	mention     = regexp.MustCompile(`\[([^\[\]\n]*)\]\(([^()\s<>]+)[ \t]+"mention"\)`)
	mentionHTML = regexp.MustCompile(
		`(<a\b[^<>]*?)[ \t]data-mention(?:="")?([^<>]*\bhref="([^"]*)"[^<>]*>)([^<>]*)(</a>)`)

	// icon is a character of an icon font. Only its name would remain. button is the second of two links in a row.
	icon   = regexp.MustCompile(`<i class="fa-[^"<>]*">(?::[\w-]+:)?</i>[ \t]?`)
	button = regexp.MustCompile(`</a>(<a\b[^<>]*\bclass="button)`)

	hintTag = regexp.MustCompile(`\{%[ \t]*hint[ \t]+style="(\w+)"[^%\n]*%\}`)
)

// convertGitBookTags converts the blocks of GitBook.
func convertGitBookTags(p *Page) {
	if p.Front.Get("hidden") == "true" {
		p.Front.Delete("hidden") // the page was published, but not in the menu
		p.Front.Set("robots", "noindex")
	}

	if condition := p.Front.Get("if"); condition != "" {
		p.Front.Set("draft", true)
		p.Note(0, KindFront, "a draft, because only some readers saw the page: if: %s", condition)
	}

	p.replace(contentRef, func(m []string) (string, bool) {
		return linkTo(p, m[1], ""), true
	})
	p.replace(fileTag, func(m []string) (string, bool) { return linkTo(p, m[1], m[2]), true })
	p.replace(embedTag, func(m []string) (string, bool) { return linkTo(p, m[1], m[2]), true })
	p.replace(hintTag, func(m []string) (string, bool) { return `{% callout type="` + m[1] + `" %}`, true })
	p.replace(hintEnd, func([]string) (string, bool) { return "{% endcallout %}", true })
	p.components(component.Dialect{Markdoc: true})
}

// convertGitBookMentions converts what the published pages show differently from the text: mentions of pages, icons and
// buttons.
func convertGitBookMentions(p *Page) {
	p.replace(icon, func([]string) (string, bool) { return "", true })
	p.replace(button, func(m []string) (string, bool) { return "</a> " + m[1], true })
	p.replace(mention, func(m []string) (string, bool) {
		return "[" + mentionText(p, m[2], m[1]) + "](" + m[2] + ")", true
	})
	p.replace(mentionHTML, func(m []string) (string, bool) {
		text := html.EscapeString(mentionText(p, html.UnescapeString(m[3]), html.UnescapeString(m[4])))
		return m[1] + m[2] + text + m[5], true
	})
}

// mentionText returns the title of a mentioned page, or the text if there is no such page.
func mentionText(p *Page, address, text string) string {
	name, fragment := splitAddress(address)
	if page := p.findPage(decoded(name)); page != nil && fragment == "" {
		return page.title()
	}

	return text
}

// linkTo returns a link with a text, or with the name of the file.
func linkTo(p *Page, address, text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" && scheme.MatchString(address) && !strings.ContainsAny(address, " <>") {
		return "<" + address + ">"
	}

	if text == "" {
		text = strings.TrimSuffix(decoded(path.Base(strings.TrimSuffix(address, "/"))), ".md")
		if page := p.findPage(decoded(address)); page != nil {
			text = page.title()
		}
	}

	if strings.ContainsAny(address, " <>") {
		address = escapeDestination(decoded(address))
	}

	return "[" + text + "](" + address + ")"
}
