// Package anchors computes the IDs that other generators give to headings.
//
// A published ID must continue to work, so each rule repeats what its generator does, including what looks like a
// mistake. A comment names the source of each rule. The text of a heading is plain text: without emphasis, with the
// text of links and code.
package anchors

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// Rule returns the ID of the next heading of a page, or "" if it gets none. text is the heading as plain text. seen
// contains the IDs of the page so far, with a number that the rule keeps; the rule adds its result.
type Rule func(text string, seen map[string]int) string

// GitHub is the rule of github-slugger 2 (index.js), which Docusaurus, Astro and many others use.
func GitHub(text string, seen map[string]int) string {
	return countFromBase(GitHubSlug(text), seen)
}

// GitHubSlug returns the ID of the first heading with a text.
func GitHubSlug(text string) string {
	var b strings.Builder
	for _, r := range lower(text) {
		switch {
		case r == ' ' || r == '-':
			b.WriteByte('-')
		case isWord(r):
			b.WriteRune(r)
		}
	}

	return b.String()
}

// lower returns a text in lower case as JavaScript does, with the final form of a sigma at the end of a word and the
// dot of a Turkish I as a mark of its own.
func lower(text string) string {
	return cases.Lower(language.Und).String(text)
}

// isWord reports whether github-slugger keeps a character (regex.js): letters, marks, decimal digits, numbers that are
// letters, and connectors such as the underscore.
func isWord(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.Nd, unicode.Nl, unicode.Pc, unicode.Other_Alphabetic)
}

// Starlight is the rule of Astro (rehype-collect-headings.ts): github-slugger, without a hyphen at the end.
func Starlight(text string, seen map[string]int) string {
	return strings.TrimSuffix(GitHub(text, seen), "-")
}

// countFromBase returns id, or id with the number of headings that wanted it before. A result counts as wanted.
func countFromBase(base string, seen map[string]int) string {
	id := base
	for {
		if _, taken := seen[id]; !taken {
			break
		}

		seen[base]++
		id = base + "-" + strconv.Itoa(seen[base])
	}

	seen[id] = 0

	return id
}

// countUnused returns id, or id with a separator and the first number from 1 that makes it unused.
func countUnused(base, separator string, seen map[string]int) string {
	id := base
	for {
		if _, taken := seen[id]; !taken {
			break
		}

		seen[base] = max(seen[base], 0) + 1
		id = base + separator + strconv.Itoa(seen[base])
	}

	seen[id] = 0

	return id
}

var (
	notPython   = regexp.MustCompile(`[^\w\s-]`)
	pythonGap   = regexp.MustCompile(`[-\s]+`)
	pythonCount = regexp.MustCompile(`^(.*)_([0-9]+)$`)
)

// MkDocs is the rule of Python-Markdown (extensions/toc.py: slugify and unique), which MkDocs uses by default.
func MkDocs(text string, seen map[string]int) string {
	return countPython(pythonSlug(ascii(text)), seen)
}

// MkDocsUnicode is the rule with toc.slugify_unicode or pymdownx.slugs in lower case (pymdownx/slugs.py): letters of
// all scripts stay.
func MkDocsUnicode(text string, seen map[string]int) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(norm.NFC.String(text))) {
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r) || r == '_' || r == '-':
			b.WriteRune(r)
		case r == ' ':
			b.WriteByte('-')
		}
	}

	return countPython(b.String(), seen)
}

func pythonSlug(text string) string {
	text = strings.ToLower(strings.TrimSpace(notPython.ReplaceAllString(text, "")))
	return pythonGap.ReplaceAllString(text, "-")
}

// ascii decomposes letters and drops everything that is not ASCII.
func ascii(text string) string {
	return strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII {
			return -1
		}

		return r
	}, norm.NFKD.String(text))
}

// countPython appends _1 to an ID that is taken or empty, and counts up from a number that is there already. The map
// remembers where the count of a stem ended.
func countPython(id string, seen map[string]int) string {
	_, taken := seen[id]
	if id != "" && !taken {
		seen[id] = 0
		return id
	}

	stem, number := id, 0
	if m := pythonCount.FindStringSubmatch(id); m != nil {
		stem = m[1]
		number, _ = strconv.Atoi(m[2])
	}

	counter := "\x00" + stem
	for n := max(number, seen[counter]) + 1; ; n++ {
		next := stem + "_" + strconv.Itoa(n)
		if _, taken := seen[next]; !taken {
			seen[next], seen[counter] = 0, n
			return next
		}
	}
}

// MdBook is the rule of mdBook (utils/mod.rs: normalize_id and unique_id_from_content).
func MdBook(text string, seen map[string]int) string {
	var b strings.Builder
	for _, r := range strings.TrimSpace(text) {
		switch {
		case r < unicode.MaxASCII && r >= 'A' && r <= 'Z':
			b.WriteRune(unicode.ToLower(r))
		case unicode.IsLetter(r) || unicode.IsNumber(r) || r == '_' || r == '-':
			b.WriteRune(r)
		case unicode.IsSpace(r):
			b.WriteByte('-')
		}
	}

	base := b.String()
	n := seen[base]
	seen[base]++
	if n == 0 {
		return base
	}

	return base + "-" + strconv.Itoa(n)
}

// Hugo is the rule of Hugo with the default autoHeadingIDType "github" (markup/goldmark/autoid.go).
func Hugo(text string, seen map[string]int) string {
	return countHugo(hugoSlug(text), seen)
}

// HugoASCII is the rule with autoHeadingIDType "github-ascii".
func HugoASCII(text string, seen map[string]int) string {
	return countHugo(hugoSlug(ascii(text)), seen)
}

// Blackfriday is the rule with autoHeadingIDType "blackfriday": runs of other characters become one hyphen.
func Blackfriday(text string, seen map[string]int) string {
	var b strings.Builder
	gap := false
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			gap = true
			continue
		}

		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}

		gap = false
		b.WriteRune(unicode.ToLower(r))
	}

	return countHugo(b.String(), seen)
}

func hugoSlug(text string) string {
	var b strings.Builder
	for _, r := range strings.TrimSpace(text) {
		switch {
		case r == '-' || r == ' ':
			b.WriteByte('-')
		case r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		}
	}

	return b.String()
}

func countHugo(id string, seen map[string]int) string {
	if id == "" {
		id = "heading"
	}

	return countUnused(id, "-", seen)
}

var (
	vueControl = regexp.MustCompile(`[\x00-\x1f]`)
	vueSpecial = regexp.MustCompile("[\\s~`!@#$%^&*()\\-_+=\\[\\]{}|\\\\;:\"'“”‘’<>,.?/]+")
	vueGap     = regexp.MustCompile(`-{2,}`)
)

// VitePress is the rule of VitePress: @mdit-vue/shared (slugify.ts), numbered by markdown-it-anchor.
func VitePress(text string, seen map[string]int) string {
	id := strings.Map(func(r rune) rune {
		if r >= 0x300 && r <= 0x36f {
			return -1
		}

		return r
	}, norm.NFKD.String(text))

	id = vueControl.ReplaceAllString(id, "")
	id = vueSpecial.ReplaceAllString(id, "-")
	id = strings.Trim(vueGap.ReplaceAllString(id, "-"), "-")
	if id != "" && id[0] >= '0' && id[0] <= '9' {
		id = "_" + id
	}

	return countUnused(lower(id), "-", seen)
}

// Kramdown is the rule of kramdown itself (converter/base.rb: generate_id), with ASCII letters only.
func Kramdown(text string, seen map[string]int) string {
	var b strings.Builder
	for _, r := range strings.TrimLeftFunc(text, func(r rune) bool { return !isASCIILetter(r) }) {
		switch {
		case r == ' ' || r == '-':
			b.WriteByte('-')
		case isASCIILetter(r) || r >= '0' && r <= '9':
			b.WriteRune(unicode.ToLower(r))
		}
	}

	id := b.String()
	if id == "" {
		id = "section"
	}

	return countWanted(id, seen)
}

func isASCIILetter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// Jekyll is the rule of kramdown-parser-gfm (generate_gfm_header_id), the default of Jekyll 4.
func Jekyll(text string, seen map[string]int) string {
	return countWanted(GitHubSlug(strings.ReplaceAll(text, "\t", " ")), seen)
}

// countWanted appends the number of headings that wanted the ID before, without looking whether the result is taken.
func countWanted(id string, seen map[string]int) string {
	n := seen[id]
	seen[id]++
	if n == 0 {
		return id
	}

	return id + "-" + strconv.Itoa(n)
}

// DocFX is the rule of Markdig with AutoIdentifierOptions.GitHub (LinkHelper.cs: UrilizeAsGfm), which docfx uses.
func DocFX(text string, seen map[string]int) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_':
			b.WriteRune(unicode.ToLower(r))
		case r == ' ':
			b.WriteByte('-')
		}
	}

	id := b.String()
	if id == "" {
		id = "section"
	}

	return countUnused(id, "-", seen)
}

// Obsidian is the rule of Obsidian Publish: a link names the heading itself, with plus signs for spaces. Characters
// that begin or end a link are left out.
func Obsidian(text string, seen map[string]int) string {
	text = strings.Map(func(r rune) rune {
		if strings.ContainsRune("#^|[]:%\\", r) {
			return ' '
		}

		return r
	}, text)

	id := strings.Join(strings.Fields(text), "+")
	seen[id]++

	return id
}

// GitBook is the rule of GitBook: words of ASCII letters and digits, "and" for an ampersand, and "id-" before a digit.
// It follows the fragments in pages that GitBook exported.
func GitBook(text string, seen map[string]int) string {
	text = strings.ReplaceAll(text, "&", " and ")
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(text) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			gap = true
			continue
		}

		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}

		gap = false
		b.WriteRune(r)
	}

	id := b.String()
	if id != "" && id[0] >= '0' && id[0] <= '9' {
		id = "id-" + id
	}

	return countUnused(id, "-", seen)
}
