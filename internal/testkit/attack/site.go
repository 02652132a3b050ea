package attack

import (
	"fmt"
	"path"
	"strings"
)

// damageSite damages files of the built site, or the record of the build in it, and runs a command that reads them.
func damageSite(m *mutator) {
	if m.chance(4) {
		damageRecord(m)
		return
	}

	built := m.match(func(name string) bool {
		return strings.HasPrefix(name, "public/") && !strings.HasPrefix(name, "public/.")
	})

	indexes := m.match(func(name string) bool { return path.Ext(name) == ".idx" })
	for range 1 + m.IntN(3) {
		name := pick(m, built)
		switch {
		case m.chance(3):
			name = pick(m, indexes)
		case m.chance(4):
			name = "public/codes.json"
			m.write(name, damageJSON(m, m.read(name)))
			continue
		}

		m.damageBytes(name)
	}

	readSite(m)
}

// readSite runs a command that reads a site.
func readSite(m *mutator) {
	switch m.IntN(6) {
	case 0:
		m.run("search", argument(m, m.text()))
		m.run("search", pick(m, []string{"card", "ca101", "renu a crad", "the"}), "--format", "json")
	case 1:
		m.run("diff", "public", "--format", pick(m, []string{"text", "markdown", "json"}))
	case 2:
		m.run("verify", Address)
	case 3:
		m.run("diff", "public", Address)
	case 4:
		m.note("remove an article")
		m.write("content/cards/reader.md", []byte("---\ntitle: Other\n---\n\nText.\n"))
		m.run("lock", "fix")
	default:
		m.run("search", pick(m, []string{"card", "expired", "reader"}), "--language", pick(m, []string{"cy", "en-GB",
			"xx"}))
	}
}

// damageRecord damages the record of the last build, or writes a journal as if a build had been killed, and builds.
func damageRecord(m *mutator) {
	const record, journal = "public/.signpost/written.json", "public/.signpost/journal.json"
	switch m.IntN(3) {
	case 0:
		m.damageBytes(record)
	case 1:
		m.note("damage values of %s", record)
		m.write(record, damageJSON(m, m.read(record)))
	default:
		m.note("write %s", journal)
		file := jsonText(pick(m, []string{"index.html", "../config.yaml", "/etc/passwd", "cards", "", ".",
			"codes.json/x",
			"assets/x.css", m.address()}))
		step := fmt.Sprintf(`{"part": %d, "path": %s}`, m.IntN(5), file)
		m.write(journal, fmt.Appendf(nil,
			`{"in_the_way": [%[1]s], "steps": [%[2]s], "remove": [%[1]s], "files": [{"path": %[1]s}]}`,
			file, step))
	}

	m.run("build")
}
