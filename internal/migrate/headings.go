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
// the text stays clean. If the old ID of a heading is now that of another one, or of an element with a label, the
// headings of the page keep their IDs explicitly.
func (p *Project) keepHeadings(ctx context.Context, result *Import) error {
	for _, page := range p.pages {
		if err := ctx.Err(); err != nil {
			return err
		}

		if page.Address == "" {
			continue
		}

		parsed := page.parse()
		list := page.headings(parsed)
		result.Addresses += len(list)
		list = append(list, parsed.labelled(page.Text)...)
		page.markNested(list)
		if hasConflict(list) {
			page.writeIDs(list)
			page.refresh(list)
		}

		result.Moved = append(result.Moved, page.locked(without(list))...)
	}

	return nil
}

// heading is a heading with the ID it was published with and the one it has now.
type heading struct {
	line     int // in Text, from 0; -1 for an element that is no heading
	old, new string
	isTitle  bool // the title has no ID
	nested   bool // it is in a quotation or a list, where signpost gives no IDs
}

// headings returns the headings of a page in order.
func (p *Page) headings(parsed parsedPage) []heading {
	lines := strings.Split(p.Text, "\n")
	sections := parsed.sections()
	seen := map[string]int{}
	var list []heading
	add := func(h heading, title string) {
		if h.old = explicitIn(lines[h.line]); h.old == "" {
			h.old = p.Project.Anchors(title, seen)
		}

		list = append(list, h)
	}

	first, titleLine := titleHeading(lines)
	code := FindCode(p.Text)
	for n, l := range Lines(p.Text) {
		s, isSection := sections[n]
		switch {
		case isSection:
			add(heading{line: n, new: s.ID}, s.Title)
		case n == titleLine:
			add(heading{line: n, isTitle: true}, plainHeading(first))
		case !l.Fenced && nestedHeading.MatchString(l.Text) && !code.Contains(l.Start):
			text := explicitID.ReplaceAllString(nestedHeading.ReplaceAllString(l.Text, ""), "")
			add(heading{line: n, nested: true}, plainHeading(text))
		}
	}

	return list
}

// parsedPage is a page as signpost reads it.
type parsedPage struct {
	*article.Article
	offset int // number of lines before the text
}

func (p *Page) parse() parsedPage {
	front := p.Front.encode()
	parsed, _ := article.Parse(p.Target, []byte(front+p.Text), article.Options{})

	return parsedPage{parsed, 1 + strings.Count(front, "\n")}
}

// sections returns the headings that signpost gives IDs to, by line.
func (p parsedPage) sections() map[int]article.Heading {
	sections := map[int]article.Heading{}
	for _, s := range p.Sections[min(1, len(p.Sections)):] {
		if line := s.Line - p.offset; line >= 0 {
			sections[line] = s.Heading
		}
	}

	return sections
}

// labelled returns the elements to which signpost gives IDs, such as details: as headings without a line, whose IDs are
// in use.
func (p parsedPage) labelled(text string) []heading {
	written := map[string]bool{}
	for _, m := range writtenID.FindAllStringSubmatch(text, -1) {
		written[m[1]] = true
	}

	var list []heading
	for _, s := range p.Sections {
		for _, id := range s.Anchors {
			if !written[id] {
				list = append(list, heading{line: -1, old: id, new: id})
			}
		}
	}

	return list
}

// writtenID matches an ID in HTML.
var writtenID = regexp.MustCompile(`(?i)\b(?:id|name)[ \t]*=[ \t]*["']?([^\s"'<>]+)`)

// refresh sets the current IDs after the text has changed.
func (p *Page) refresh(list []heading) {
	sections := p.parse().sections()
	for i, h := range list {
		if s, ok := sections[h.line]; ok {
			list[i].new = s.ID
		}
	}
}

// nestedHeading matches the beginning of a heading in a quotation or in an item of a list.
var nestedHeading = regexp.MustCompile(`^[ \t]{0,3}(?:(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])[ \t]{0,4})+#{1,6}[ \t]+`)

// markNested adds an element with the old ID to headings that get no ID.
func (p *Page) markNested(list []heading) {
	starts := lineStarts(p.Text)
	seen := map[string]bool{}
	var edits []Edit
	for i, h := range list {
		if !h.nested || !isValidID(h.old) || seen[h.old] {
			continue
		}

		seen[h.old] = true
		list[i].new = h.old
		line, _, _ := strings.Cut(p.Text[starts[h.line]:], "\n")
		text := strings.TrimRight(explicitID.ReplaceAllString(line, ""), " \t") + ` <a id="` + h.old + `"></a>`
		edits = append(edits, Edit{starts[h.line], starts[h.line] + len(line), text})
	}

	p.Apply(edits)
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

// titleHeading returns the heading of level 1 at the beginning of a text, and its line, or -1.
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
	const front = "---\ntitle: Page\n---\n\n"
	parsed, _ := article.Parse("heading.md", []byte(front+"## "+title), article.Options{})
	if len(parsed.Sections) < 2 {
		return title
	}

	return parsed.Sections[1].Title
}

// without leaves out the headings whose old ID is in use.
func without(list []heading) []heading {
	current := currentIDs(list)
	var left []heading
	for _, h := range list {
		if h.old != h.new && current[h.old] == 0 && (h.new != "" || h.isTitle) {
			left = append(left, h)
		}
	}

	return left
}

// currentIDs counts the headings that have each ID now.
func currentIDs(list []heading) map[string]int {
	current := map[string]int{}
	for _, h := range list {
		if h.new != "" {
			current[h.new]++
		}
	}

	return current
}

// hasConflict reports whether the old ID of a heading is now that of another one.
func hasConflict(list []heading) bool {
	current := currentIDs(list)
	for _, h := range list {
		if h.old != h.new && current[h.old] > 0 || current[h.new] > 1 {
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
		if h.isTitle || h.nested || h.old == h.new || used[h.old] || !attributeID.MatchString(h.old) {
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

// isValidID reports whether signpost accepts an ID in an address.
func isValidID(id string) bool {
	return id != "" && !strings.ContainsAny(id, " \t\"'<>#%&{}=") && !strings.HasPrefix(id, "sp:")
}

// attributeID matches an ID that the attributes of a heading can contain.
var attributeID = regexp.MustCompile(`^[\p{L}\p{M}\p{N}_.:-]+$`)

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
