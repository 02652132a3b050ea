package migrate

import (
	"regexp"
	"strings"
)

var (
	// admonition is a callout of Python-Markdown, or a collapsible one of pymdownx.details. Its content is indented.
	admonition = regexp.MustCompile(`^(!!!|\?\?\?\+?)[ \t]*([\w-]*(?:[ \t]+[\w-]+)*)[ \t]*(?:"(.*)")?[ \t]*$`)

	// contentTab is a tab of pymdownx.tabbed.
	contentTab = regexp.MustCompile(`^===[!+]*[ \t]+["'](.*)["'][ \t]*$`)

	// codeReference is where mkdocstrings describes a name in source code. Its options are indented.
	codeReference = regexp.MustCompile(`^:::[ \t]+([A-Za-z_][\w.:\[\]-]*)[ \t]*$`)

	// slashBlock begins a block of pymdownx.blocks, which ends with as many slashes.
	slashBlock = regexp.MustCompile(`^(/{3,})[ \t]*([\w-]+)[ \t]*(?:\|[ \t]*(.*?))?[ \t]*$`)
	slashEnd   = regexp.MustCompile(`^(/{3,})[ \t]*$`)
	blockType  = regexp.MustCompile(`^[ \t]+type:[ \t]*["']?([\w-]+)["']?[ \t]*$`)
)

// maxBlocks limits how deep blocks are nested.
const maxBlocks = 30

// convertMkDocsBlocks turns callouts, collapsible text and tabs into quotations.
func convertMkDocsBlocks(p *Page) {
	b := mkdocsBlocks{page: p}
	p.setLines(b.convert(p.textLines(), 0))
}

// mkdocsBlocks converts the blocks of a page.
type mkdocsBlocks struct {
	page    *Page
	scanned int // lines read in search of the end of a block
}

// maxScanned limits the search for ends that are not there.
const maxScanned = 1 << 20

func (b *mkdocsBlocks) convert(lines []textLine, depth int) []textLine {
	if depth > maxBlocks {
		return lines
	}

	var result []textLine
	fence, fenced := "", false
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		fence, fenced = nextFence(fence, l.text)
		if fenced {
			result = append(result, l)
			continue
		}

		block, used := b.block(lines[i:], depth)
		if used == 0 {
			result = append(result, l)
			continue
		}

		result = separated(result, block)
		i += used - 1
		if i+1 < len(lines) && !lines[i+1].isBlank() {
			result = append(result, textLine{"", lines[i].at})
		}
	}

	return result
}

// block converts the block that begins with the first line, and returns how many lines it has.
func (b *mkdocsBlocks) block(lines []textLine, depth int) (block []textLine, used int) {
	indent := indentOfLine(lines[0].text)
	head := lines[0].text[len(indent):]
	if head == "" || strings.IndexByte("!?=/:", head[0]) < 0 {
		return nil, 0
	}

	if m := admonition.FindStringSubmatch(head); m != nil && (m[2] != "" || m[3] != "") {
		body, used := indented(lines, indent)
		return quote(indent, admonitionHead(m), lines[0].at, b.convert(body, depth+1)), used
	}

	if m := contentTab.FindStringSubmatch(head); m != nil {
		body, used := indented(lines, indent)
		return quote(indent, "[!TAB] "+label(m[1]), lines[0].at, b.convert(body, depth+1)), used
	}

	if m := codeReference.FindStringSubmatch(head); m != nil {
		b.page.Project.Note(b.page.Project.Evidence, 0, KindComponent,
			"::: NAME: what mkdocstrings says about the names in source code is not in this folder")
		_, used := indented(lines, indent)

		return []textLine{{indent + "`" + m[1] + "`", lines[0].at}}, used
	}

	if m := slashBlock.FindStringSubmatch(head); m != nil {
		return b.slashBlock(lines, indent, m, depth)
	}

	return nil, 0
}

// admonitionHead returns the first line of a quotation. Several words are a type and classes.
func admonitionHead(m []string) string {
	word, _, _ := strings.Cut(m[2], " ")
	hasTitle := strings.Contains(m[0], `"`)
	if strings.HasPrefix(m[1], "?") {
		title := m[3]
		if title == "" {
			title = capitalised(word)
		}

		return "[!DETAILS] " + label(title)
	}

	return calloutHead(word, m[3], hasTitle)
}

// label returns the label of a tab or of collapsible text, which must not be empty.
func label(text string) string {
	if text = strings.TrimSpace(text); text == "" {
		return "Details"
	}

	return text
}

// indented returns the lines that belong to a block by their indentation, without it, and how many lines the block has.
func indented(lines []textLine, indent string) (body []textLine, used int) {
	columns := indentOf(indent+"x") + 4
	used = 1
	for i := 1; i < len(lines); i++ {
		if lines[i].isBlank() {
			continue
		}

		if indentOf(lines[i].text) < columns {
			break
		}

		used = i + 1
	}

	return dedent(lines[1:used], columns), used
}

// slashBlock converts a block between slashes.
func (b *mkdocsBlocks) slashBlock(lines []textLine, indent string, m []string, depth int) ([]textLine, int) {
	if b.scanned > maxScanned {
		return nil, 0
	}

	end := endOfSlashes(lines, m[1])
	if end < 0 {
		b.scanned += len(lines)
		return nil, 0
	}

	body := lines[1:end]
	kind := ""
	for len(body) > 0 && indentOf(body[0].text) >= indentOf(indent+"x")+4 && strings.Contains(body[0].text, ":") {
		if t := blockType.FindStringSubmatch(body[0].text); t != nil {
			kind = t[1]
		}

		body = body[1:]
	}

	head := ""
	switch word := strings.ToLower(m[2]); {
	case word == "details":
		head = "[!DETAILS] " + label(firstOf(m[3], capitalised(kind), "Details"))
	case word == "tab":
		head = "[!TAB] " + label(m[3])
	case word == "admonition":
		head = calloutHead(firstOf(kind, "note"), m[3], m[3] != "")
	case isCallout(word):
		head = calloutHead(word, m[3], m[3] != "")
	case word == "caption" || word == "figure-caption" || word == "table-caption":
		return dedent(b.convert(body, depth+1), len(indent)), end + 1
	default:
		b.page.noteLine(lines[0], KindComponent, "/// "+m[2])
		return nil, 0
	}

	inner := b.convert(dedent(body, len(indent)), depth+1)

	return quote(indent, head, lines[0].at, inner), end + 1
}

// endOfSlashes returns the index of the line that closes a block, or -1. Blocks inside have other numbers of slashes,
// or are closed themselves.
func endOfSlashes(lines []textLine, slashes string) int {
	open := 0
	fence, fenced := "", false
	for i := 1; i < len(lines); i++ {
		if fence, fenced = nextFence(fence, lines[i].text); fenced {
			continue
		}

		text := strings.TrimSpace(lines[i].text)
		if m := slashEnd.FindStringSubmatch(text); m != nil && m[1] == slashes {
			if open == 0 {
				return i
			}

			open--
			continue
		}

		if m := slashBlock.FindStringSubmatch(text); m != nil && m[1] == slashes {
			open++
		}
	}

	return -1
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}

	return ""
}
