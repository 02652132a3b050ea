package migrate

import (
	"context"
	"regexp"
	"strings"

	"signpost/internal/article"
	"signpost/internal/lock"
)

// explicitID matches the ID that a heading sets itself.
var explicitID = regexp.MustCompile(`\{[^{}\n]*#[^{}\n]*\}[ \t]*#*[ \t]*$`)

// keepHeadings records the published ID of each heading that signpost gives another one: as a move in the lock, so that
// the text stays clean. If the old ID of a heading is now that of another one, the headings of the page keep their IDs
// explicitly.
func (p *Project) keepHeadings(ctx context.Context, result *Import) error {
	for _, page := range p.pages {
		if err := ctx.Err(); err != nil {
			return err
		}

		if page.Address == "" {
			continue
		}

		moved := page.moved(true)
		result.Addresses += len(moved)
		if !hasConflict(moved) {
			result.Moved = append(result.Moved, page.locked(moved)...)
			continue
		}

		page.writeIDs(moved)
		result.Moved = append(result.Moved, page.locked(page.moved(false))...)
	}

	return nil
}

// heading is a heading with the ID it was published with and the one it has now.
type heading struct {
	line     int // in Text, from 0
	old, new string
}

// moved returns the headings of a page. If all is false, it leaves out those whose old ID is in use on the page.
func (p *Page) moved(all bool) []heading {
	front := p.Front.encode()
	offset := strings.Count(front, "\n")
	parsed, _ := article.Parse(p.Target, []byte(front+p.Text), article.Options{})
	lines := strings.Split(p.Text, "\n")
	seen := map[string]int{}
	var list []heading
	add := func(line int, title, id string) {
		old := ""
		if line >= 0 && line < len(lines) {
			old = explicitIn(lines[line])
		}
		if old == "" {
			old = p.Project.Anchors(title, seen)
		}

		list = append(list, heading{line, old, id})
	}

	for i, s := range parsed.Sections {
		line := s.Line - 1 - offset
		if i > 0 {
			add(line, s.Title, s.ID)
			continue
		}

		title, line := titleHeading(lines)
		if line >= 0 && (len(parsed.Sections) == 1 || parsed.Sections[1].Line-1-offset != line) {
			add(line, plainHeading(title), "")
		}
	}

	if all {
		return list
	}

	return without(list)
}

// explicitIn returns the ID that a heading sets itself, or "".
func explicitIn(line string) string {
	attributes := explicitID.FindString(line)
	_, id, _ := strings.Cut(attributes, "#")
	if end := strings.IndexAny(id, " \t}"); end >= 0 {
		id = id[:end]
	}

	return id
}

// titleHeading returns the heading of level 1 with which a text begins, and its line, or -1.
func titleHeading(lines []string) (string, int) {
	for i, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}

		if title, ok := strings.CutPrefix(line, "# "); ok {
			return title, i
		}

		if i+1 < len(lines) && strings.HasPrefix(lines[i+1], "===") && strings.Trim(lines[i+1], "= ") == "" {
			return line, i
		}

		break
	}

	return "", -1
}

// hasTitleHeading reports whether a text begins with a heading of level 1.
func hasTitleHeading(text string) bool {
	start, _, _ := strings.Cut(strings.TrimLeft(text, "\n \t"), "\n\n")
	_, line := titleHeading(strings.Split(start, "\n"))

	return line >= 0
}

// plainHeading returns the text of a heading without markup.
func plainHeading(title string) string {
	parsed, _ := article.Parse("heading.md", []byte("## "+title), article.Options{})
	if len(parsed.Sections) < 2 {
		return title
	}

	return parsed.Sections[1].Title
}

// without leaves out the headings whose old ID is in use.
func without(list []heading) []heading {
	current := map[string]bool{}
	for _, h := range list {
		current[h.new] = true
	}

	var left []heading
	for _, h := range list {
		if h.old != h.new && !current[h.old] {
			left = append(left, h)
		}
	}

	return left
}

// hasConflict reports whether the old ID of a heading is now that of another one.
func hasConflict(list []heading) bool {
	current := map[string]bool{}
	for _, h := range list {
		current[h.new] = true
	}

	for _, h := range list {
		if h.old != h.new && current[h.old] {
			return true
		}
	}

	return false
}

// writeIDs sets the IDs of the headings that would change.
func (p *Page) writeIDs(list []heading) {
	starts := lineStarts(p.Text)
	lines := strings.Split(p.Text, "\n")
	used := map[string]bool{}
	var edits []Edit
	for _, h := range list {
		if h.new == "" || h.old == h.new || used[h.old] || !isValidID(h.old) || h.line < 0 || h.line >= len(lines) {
			continue
		}

		used[h.old] = true
		text := strings.TrimRight(lines[h.line], " \t")
		if trimmed := strings.TrimRight(text, "#"); strings.HasPrefix(text, "#") && strings.HasSuffix(trimmed, " ") {
			text = strings.TrimRight(trimmed, " ")
		}

		start := starts[h.line]
		edits = append(edits, Edit{start + len(text), start + len(lines[h.line]), " {#" + h.old + "}"})
	}

	p.Apply(edits)
}

// isValidID reports whether signpost accepts an ID in a heading.
func isValidID(id string) bool {
	return id != "" && !strings.ContainsAny(id, " \t\"'<>#%&{}=") && !strings.HasPrefix(id, "sp:")
}

// locked returns the lines of the lock for headings that moved.
func (p *Page) locked(list []heading) []lock.Entry {
	page := newAddress(p.Target)
	seen := map[string]bool{}
	var entries []lock.Entry
	for _, h := range list {
		from := page + "#" + h.old
		if h.old == "" || h.old == h.new || seen[h.old] || !lock.Valid(from) {
			continue
		}

		seen[h.old] = true
		to := page
		if h.new != "" {
			to += "#" + h.new
		}

		entries = append(entries, lock.Entry{Address: from, To: to})
	}

	return entries
}
