package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"signpost/internal/cli"
)

// maxComment is the number of bytes of the Markdown. GitHub accepts 65,536 characters in a comment, GitLab more.
const maxComment = 65_000

// Markdown is what links in the Markdown are made of.
type Markdown struct {
	// Preview is the address of a preview of the new site, or "": then there are no links to it.
	Preview string
	// Advice says how to repair what is lost, in plain text.
	Advice string
}

// marker begins the Markdown. A script finds the comment by it that an earlier run wrote, to replace it.
const marker = "<!-- signpost diff -->"

// Markdown returns the differences as a comment for a pull request: one sentence, then tables, of which the long ones
// are folded. If there is too much for one comment, tables end early and say how many rows are missing. The table
// of lost addresses is written first.
func (r *Report) Markdown(o Markdown) string {
	m := markdownWriter{report: r, old: r.Old.Base, preview: o.Preview}
	fmt.Fprintf(&m.b, "%s\n%s\n", marker, m.summary())
	if o.Advice != "" && r.Failed() {
		fmt.Fprintf(&m.b, "\nHint: %s.\n", escape(o.Advice))
	}

	tables := m.tables()
	for i, t := range tables {
		const reserve = 400 // bytes for the heading of a table and the number of missing rows
		m.write(t, maxComment-reserve*(len(tables)-i))
	}

	m.notes()

	return m.b.String()
}

// markdownWriter writes a comment.
type markdownWriter struct {
	b            strings.Builder
	report       *Report
	old, preview string // addresses of the sites
}

// table is a table with a title. Its rows are Markdown.
type table struct {
	title  string
	head   string
	rows   []string
	isOpen bool // it is never folded
}

// summary returns the first line.
func (m *markdownWriter) summary() string {
	r := m.report
	text := r.Summary()
	mark := "✅"
	if r.Failed() {
		mark = "❌"
	}

	first, rest, _ := strings.Cut(text, "; ")
	line := fmt.Sprintf("%s **%s.** %s.", mark, capitalise(first), capitalise(rest))
	if r.Files.Before+r.Files.After > 0 {
		what := "The site"
		if !r.Files.Compared {
			what = "Its pages"
		}

		line += fmt.Sprintf(" %s: %s (%s).", what, bytesText(r.Files.After), difference(r.Files.Before, r.Files.After))
	}

	return line
}

func capitalise(text string) string {
	return strings.ToUpper(text[:1]) + text[1:]
}

// tables returns the tables in order of their importance.
func (m *markdownWriter) tables() []table {
	all := []table{
		m.lostTable(), m.lostCodeTable(),
		m.retiredTable(), m.movedTable(), m.codeTable(),
		m.changedTable(), m.addedTable(), m.headingTable(), m.fileTable(), m.sizeTable(), m.grownTable(),
	}

	var list []table
	for _, t := range all {
		if len(t.rows) > 0 {
			list = append(list, t)
		}
	}

	return list
}

// folded is the number of rows from which a table is folded.
const folded = 10

// write writes a table, and no more rows than fit into a number of bytes.
func (m *markdownWriter) write(t table, limit int) {
	isFolded := len(t.rows) > folded && !t.isOpen
	if isFolded {
		fmt.Fprintf(&m.b, "\n<details><summary>%s (%d)</summary>\n", t.title, len(t.rows))
	} else {
		fmt.Fprintf(&m.b, "\n### %s\n", t.title)
	}

	columns := strings.Count(t.head, "|") + 1
	rule := strings.TrimSuffix(strings.Repeat("--- | ", columns), " | ")
	fmt.Fprintf(&m.b, "\n| %s |\n| %s |\n", t.head, rule)

	for i, row := range t.rows {
		if m.b.Len()+len(row) > limit {
			fmt.Fprintf(&m.b, "\n… and %s.\n", more(len(t.rows)-i))
			break
		}

		fmt.Fprintf(&m.b, "| %s |\n", row)
	}

	if isFolded {
		m.b.WriteString("\n</details>\n")
	}
}

func more(n int) string {
	return fmt.Sprintf("%d more", n)
}

// notes writes what was left out of the comparison.
func (m *markdownWriter) notes() {
	for _, side := range []struct {
		name string
		Side
	}{{"old", m.report.Old}, {"new", m.report.New}} {
		for _, note := range side.Notes {
			text := fmt.Sprintf("\nThe %s site: %s.\n", side.name, escape(note))
			if m.b.Len()+len(text) < maxComment {
				m.b.WriteString(text)
			}
		}
	}
}

func (m *markdownWriter) lostTable() table {
	t := table{title: "Lost addresses", head: "address | what was there", isOpen: true}
	add := func(l Lost, what string) {
		text := cmp.Or(escape(l.Title), what)
		if n := len(l.Headings); n > 0 {
			text += ", and " + cli.Count(n, "heading")
		}

		if l.Why != "" {
			text += "; it " + escape(l.Why)
		}

		if l.Similar != "" {
			text += "; perhaps now " + m.newLink(l.Similar)
		}

		t.rows = append(t.rows, row(m.oldLink(l.Address), strings.TrimPrefix(text, "; ")))
	}

	for _, l := range slices.Concat(m.report.Pages.Lost, m.report.Headings.Lost) {
		add(l, "")
	}

	for _, l := range m.report.Files.Lost {
		add(l, "an attachment")
	}

	return t
}

func (m *markdownWriter) lostCodeTable() table {
	t := table{title: "Lost error codes", head: "code | title | explained at", isOpen: true}
	for _, c := range m.report.Codes.Lost {
		t.rows = append(t.rows, row(code(c.Code), escape(c.Title), m.oldLink(c.Address)))
	}

	return t
}

func (m *markdownWriter) retiredTable() table {
	t := table{title: "Retired", head: "address | reason"}
	r := m.report
	for _, list := range [][]Retired{r.Pages.Retired, r.Headings.Retired, r.Files.Retired} {
		for _, p := range list {
			t.rows = append(t.rows, row(m.newLink(p.Address), escape(p.Reason)))
		}
	}

	for _, c := range r.Codes.Retired {
		reason := escape(c.Reason)
		if c.Successor != "" {
			reason = "see " + code(c.Successor)
		}

		t.rows = append(t.rows, row("error code "+code(c.Code.Code), reason))
	}

	return t
}

func (m *markdownWriter) movedTable() table {
	t := table{title: "Moved", head: "from | to"}
	r := m.report
	for _, list := range [][]Moved{r.Pages.Moved, r.Headings.Moved, r.Files.Moved} {
		for _, p := range list {
			t.rows = append(t.rows, row(m.oldLink(p.Address), m.newLink(p.To)))
		}
	}

	for _, c := range r.Codes.Moved {
		from := "error code " + code(c.Code.Code) + " at " + m.oldLink(c.From)
		t.rows = append(t.rows, row(from, m.newLink(c.Address)))
	}

	return t
}

func (m *markdownWriter) codeTable() table {
	t := table{title: "New error codes", head: "code | title | explained at"}
	for _, c := range m.report.Codes.Added {
		t.rows = append(t.rows, row(code(c.Code), escape(c.Title), m.newLink(c.Address)))
	}

	return t
}

func (m *markdownWriter) changedTable() table {
	t := table{title: "Changed pages", head: "page | title | change"}
	for _, p := range m.report.Pages.Changed {
		change := p.amount()
		if p.OldTitle != "" {
			change += ", was: " + escape(p.OldTitle)
		}

		t.rows = append(t.rows, row(m.newLink(p.Address), escape(p.Title), change))
	}

	return t
}

func (m *markdownWriter) addedTable() table {
	return m.pageTable("New pages", "page | title", m.report.Pages.Added)
}

func (m *markdownWriter) headingTable() table {
	return m.pageTable("New headings", "address | heading", m.report.Headings.Added)
}

func (m *markdownWriter) pageTable(title, head string, list []Page) table {
	t := table{title: title, head: head}
	for _, p := range list {
		t.rows = append(t.rows, row(m.newLink(p.Address), escape(p.Title)))
	}

	return t
}

func (m *markdownWriter) fileTable() table {
	t := table{title: "Pictures and attachments", head: "file | change | size"}
	for _, f := range m.report.Files.Added {
		t.rows = append(t.rows, row(m.newLink(f.Path), "added", bytesText(f.Bytes)))
	}

	for _, f := range m.report.Files.Removed {
		t.rows = append(t.rows, row(m.oldLink(f.Path), "removed", bytesText(f.Bytes)))
	}

	return t
}

func (m *markdownWriter) sizeTable() table {
	t := table{title: "Size", head: "kind | files | size | change"}
	if !m.report.Files.Compared || m.report.Files.Before == m.report.Files.After {
		return t
	}

	for _, s := range m.report.Files.Sizes {
		files := fmt.Sprintf("%d", s.FilesAfter)
		if s.FilesBefore != s.FilesAfter {
			files = fmt.Sprintf("%d, were %d", s.FilesAfter, s.FilesBefore)
		}

		t.rows = append(t.rows, row(s.Kind, files, bytesText(s.After), difference(s.Before, s.After)))
	}

	return t
}

func (m *markdownWriter) grownTable() table {
	t := table{title: "Files that grew most", head: "file | size | change"}
	for _, g := range m.report.Files.Grown {
		t.rows = append(t.rows, row(code(g.Path), bytesText(g.After), difference(g.Before, g.After)))
	}

	return t
}

func row(cells ...string) string {
	return strings.Join(cells, " | ")
}

// oldLink returns a link to an address of the old site.
func (m *markdownWriter) oldLink(address string) string {
	return link(m.old, address)
}

// newLink returns a link to an address of the new site, below the address of the preview.
func (m *markdownWriter) newLink(address string) string {
	return link(m.preview, address)
}

// link returns a link to an address of a site, or only the address if the site has no known base. A complete URL has
// the address of its own site.
func link(base, address string) string {
	target := address
	switch {
	case !strings.HasPrefix(address, "/"):
	case base == "" || strings.HasSuffix(address, "*"):
		return code(address)
	default:
		target = strings.TrimSuffix(base, "/") + address
	}

	return "[" + code(address) + "](" + destination(target) + ")"
}
