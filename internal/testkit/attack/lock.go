package attack

import (
	"fmt"
	"strings"
)

// damageLock damages anchors.lock, and then builds the site or changes the lock.
func damageLock(m *mutator) {
	const name = "anchors.lock"
	switch m.IntN(3) {
	case 0:
		m.damageBytes(name)
	case 1:
		m.note("add lines to %s", name)
		data := m.read(name)
		for range m.many(1000) {
			data = append(data, lockLine(m)...)
		}

		m.write(name, data)
	default:
		m.note("add old addresses to %s", name)
		m.write(name, addOldAddresses(m, m.read(name)))
	}

	switch m.IntN(6) {
	case 0:
		m.run("lock", "fix")
	case 1:
		m.run("lock", "--check")
	case 2:
		m.run("lock")
	case 3:
		m.run("lock", "move", argument(m, m.address()), "/cards/renew/")
	case 4:
		m.run("lock", "retire", argument(m, m.address()), "--reason", argument(m, "Gone "+m.text()))
	}

	m.run("build")
}

// argument returns a text that can be an argument of a program: it is not a flag, and has no NUL byte.
func argument(m *mutator, text string) string {
	text = strings.ReplaceAll(text, "\x00", "")
	if text == "" || text[0] == '-' {
		return "/" + text
	}

	return text
}

// lockLine returns a line of a lock, which often has the right form.
func lockLine(m *mutator) string {
	from := pick(m, []string{"/cards/renew/", "/cards/renew/#expired", "/gone/", "/gone/#a", "/e/ca-101/", m.address()})
	to := pick(m, []string{"/cards/reader/", "/cards/reader/#light", "/gone/", "/cards/renew/", m.address()})
	switch m.IntN(8) {
	case 0:
		return from + " CA-101\n"
	case 1:
		return from + " XX-999 -> " + to + "\n"
	case 2:
		return from + " retired " + m.text() + "\n"
	case 3:
		return from + "\n"
	case 4:
		return "# " + from + to
	}

	return from + " -> " + to + "\n"
}

// addOldAddresses adds lines that a lock can contain: old addresses that lead to each other, to the pages of the site,
// or to a notice.
func addOldAddresses(m *mutator, data []byte) []byte {
	for i := range m.many(1000) {
		from := fmt.Sprintf("/old-%d/%s", i, pick(m, []string{"", "#a", "b.html", "?id=<b>", "é/", "a%20b/", "#\"x"}))
		to := pick(m, []string{"/cards/renew/", "/cards/reader/#light", "/", fmt.Sprintf("/old-%d/", m.IntN(i+2)),
			"/cy/"})
		line := from + " -> " + to
		if m.chance(3) {
			line = from + " retired " + strings.Join(strings.Fields("Gone "+m.text()), " ")
		}

		data = append(data, line+"\n"...)
	}

	return data
}
