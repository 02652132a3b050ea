package migrate

import (
	"regexp"

	"github.com/yuin/goldmark-emoji/definition"
)

var (
	emojiCode = regexp.MustCompile(`:[a-z0-9_+-]+:`)
	emojis    = definition.Github()
)

// convertEmoji replaces names such as :tada: with the character.
func convertEmoji(p *Page) {
	code := FindCode(p.Text)
	var edits []Edit
	for _, m := range emojiCode.FindAllStringIndex(p.Text, -1) {
		if code.Contains(m[0]) {
			continue
		}

		e, ok := emojis.Get(p.Text[m[0]+1 : m[1]-1])
		if ok && e.IsUnicode() {
			edits = append(edits, Edit{m[0], m[1], string(e.Unicode)})
		}
	}

	p.Apply(edits)
}
