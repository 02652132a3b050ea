package migrate

import (
	"html"
	"regexp"
	"strings"
)

var (
	cardTable  = regexp.MustCompile(`(?s)<table\b[^<>]*\bdata-view="cards"[^<>]*>(.*?)</table>`)
	tableHead  = regexp.MustCompile(`<th\b([^<>]*)>`)
	tableRow   = regexp.MustCompile(`(?s)<tr[^<>]*>(.*?)</tr>`)
	tableCell  = regexp.MustCompile(`(?s)<td[^<>]*>(.*?)</td>`)
	cellLink   = regexp.MustCompile(`<a\b[^<>]*\bhref="([^"]*)"[^<>]*>([^<>]*)</a>`)
	linkTarget = regexp.MustCompile(`\bhref="([^"]*)"`)
	anyTag     = regexp.MustCompile(`<[^<>]*>`)

	// selection is the choice of values in the head of a table, which only the editor shows.
	selection = regexp.MustCompile(`<select[^<>]*>(?:\s*<option[^<>]*>[^<>]*(?:</option>)?)*\s*</select>`)

	// aligned matches the style that aligns the text of a cell.
	aligned = regexp.MustCompile(`(<t[dh]\b[^<>]*?) style="text-align:\s*(left|center|right);?"`)
)

// convertGitBookTables turns tables of cards into lists of links.
func convertGitBookTables(p *Page) {
	p.replace(cardTable, func(m []string) (string, bool) {
		list := cards(m[1])
		return "\n" + strings.Join(list, "\n") + "\n", len(list) > 0
	})
	p.replace(selection, func([]string) (string, bool) { return "", true })
	p.replace(aligned, func(m []string) (string, bool) { return m[1] + ` align="` + m[2] + `"`, true })
}

// cards returns an item of a list for each row.
func cards(table string) []string {
	head, body, _ := strings.Cut(table, "<tbody>")
	columns := tableHead.FindAllStringSubmatch(head, -1)
	var list []string
	for _, row := range tableRow.FindAllStringSubmatch(body, -1) {
		var texts []string
		target := ""
		for i, cell := range tableCell.FindAllStringSubmatch(row[1], -1) {
			hidden := i < len(columns) && strings.Contains(columns[i][1], "data-hidden")
			if i < len(columns) && strings.Contains(columns[i][1], "data-card-target") {
				if link := linkTarget.FindStringSubmatch(cell[1]); link != nil {
					target = html.UnescapeString(link[1])
				}
			}

			text := cardText(cell[1], target == "" && len(texts) > 0)
			if !hidden && text != "" {
				texts = append(texts, text)
			}
		}

		if len(texts) > 0 {
			list = append(list, cardItem(texts, target))
		}
	}

	return list
}

// cardText returns the text of a cell, with its links if they are wanted: the whole card is one if it has a target.
func cardText(cell string, withLinks bool) string {
	if withLinks {
		cell = cellLink.ReplaceAllStringFunc(cell, func(link string) string {
			m := cellLink.FindStringSubmatch(link)
			return "[" + m[2] + "](" + escapeTarget(html.UnescapeString(m[1])) + ")"
		})
	}

	return strings.Join(strings.Fields(html.UnescapeString(anyTag.ReplaceAllString(cell, ""))), " ")
}

// escapeTarget returns an address as the destination of a link.
func escapeTarget(target string) string {
	if scheme.MatchString(target) {
		return target
	}

	name, rest := splitAddress(target)

	return escapeDestination(name) + rest
}

// cardItem returns an item: a title, which can be a link, and text below it.
func cardItem(texts []string, target string) string {
	title := "**" + texts[0] + "**"
	if target != "" {
		title = "[" + texts[0] + "](" + escapeTarget(target) + ")"
	}

	return strings.Join(append([]string{"- " + title}, texts[1:]...), "\\\n  ")
}
