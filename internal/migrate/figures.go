package migrate

import (
	"regexp"
	"strings"
)

var (
	// figure is a picture with an optional caption, as GitBook and many authors write it.
	figure = regexp.MustCompile(`(?i)<figure[^<>]*>\s*(?:<div[^<>]*>\s*)?` +
		`<img\b([^<>]*?)/?>\s*(?:</img>\s*)?(?:</div>\s*)?` +
		`(?:<figcaption[^<>]*>\s*(?:<p>)?([^<>]*)(?:</p>)?\s*</figcaption>\s*)?</figure>`)

	// framed is a figure in an element that only positions it. No Markdown would be read inside.
	framed = regexp.MustCompile(`(?i)<div[^<>]*>\s*` +
		`(<figure[^<>]*>(?:[^<]|</?(?:img|figcaption|p)\b[^<>]*>)*</figure>)\s*</div>`)

	htmlAttribute = regexp.MustCompile(`(?i)\b(src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)')`)
)

// convertFigures turns figures into pictures with captions.
func convertFigures(p *Page) {
	p.replace(framed, func(m []string) (string, bool) { return m[1], true })
	p.replace(figure, func(m []string) (string, bool) {
		var src, alt string
		for _, a := range htmlAttribute.FindAllStringSubmatch(m[1], -1) {
			if strings.EqualFold(a[1], "src") {
				src = a[2] + a[3]
			} else {
				alt = a[2] + a[3]
			}
		}

		caption := strings.TrimSpace(m[2])
		if src == "" {
			return "", false
		}

		return pictureText(firstOf(alt, caption), src, caption), true
	})
}

// pictureText returns a picture in Markdown.
func pictureText(alt, src, caption string) string {
	alt = strings.Join(strings.Fields(strings.NewReplacer("[", `\[`, "]", `\]`).Replace(alt)), " ")
	if !scheme.MatchString(src) {
		name, rest := splitAddress(src)
		src = escapeDestination(name) + rest
	}

	if caption != "" {
		caption = ` "` + strings.ReplaceAll(strings.Join(strings.Fields(caption), " "), `"`, `\"`) + `"`
	}

	return "![" + alt + "](" + src + caption + ")"
}
