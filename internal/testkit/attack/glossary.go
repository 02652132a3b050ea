package attack

import (
	"fmt"
	"strings"
)

// damageGlossary damages the words that pages explain, or replaces them by hostile ones that articles contain.
func damageGlossary(m *mutator) {
	const name = "content/_glossary.yaml"
	if m.chance(3) {
		m.damageBytes(name)
		m.run("build")

		return
	}

	m.note("write a glossary")
	words := []string{"a", "card", "Card", "passcode", "Renew", "the", "&", "<b>", `"`, "'", "{{desk}}", "a b", "*"}
	var b strings.Builder
	for range 1 + m.many(1000) {
		word := pick(m, words)
		if m.chance(4) {
			word = m.text()
		}

		fmt.Fprintf(&b, "%s: ", m.quoted(word))
		if m.chance(2) {
			b.WriteString(m.quoted(m.text()) + "\n")
			continue
		}

		fmt.Fprintf(&b, "{explanation: %s, also: [%s], article: %s}\n",
			m.value(0), m.quoted(pick(m, words)), m.quoted(m.address()))
	}

	m.write(name, []byte(b.String()))
	if m.chance(2) {
		insertBlocks(m, "content/cards/reader.md")
		m.chooseStrictness()
	}

	m.run("build")
}
