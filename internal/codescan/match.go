package codescan

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"signpost/internal/codegen"
	"signpost/internal/codes"
)

// matcher knows the codes of a site.
type matcher struct {
	entries []codes.Entry
	pattern Pattern
	isBroad bool

	byKey  map[string]int // position in entries, by what all spellings have in common
	bySlug map[string]int // by short link

	// constants are positions by name, for each language. maybe contains the keys of these names.
	constants map[string]map[string]int
	maybe     map[string]bool

	shapes   map[string]bool             // of codes: the same letters and as many digits
	families map[string]bool             // the same letters
	links    map[string]bool             // shapes of slugs
	starts   [codes.MaxLen + 1][256]bool // length and first byte of shapes
}

// commonWords look like codes. A pattern that matches one of them says little about a word.
var commonWords = []string{"UTF-8", "UTF8", "SHA-256", "SHA256", "ISO-8859-1", "COVID-19", "MD5", "X509", "H264",
	"base64", "MAX_VALUE", "0x00000001"}

func newMatcher(r *codes.Registry, pattern Pattern) *matcher {
	m := &matcher{
		entries:   r.Codes,
		pattern:   pattern,
		byKey:     map[string]int{},
		bySlug:    map[string]int{},
		constants: map[string]map[string]int{},
		maybe:     map[string]bool{},
		shapes:    map[string]bool{},
		families:  map[string]bool{},
		links:     map[string]bool{},
	}

	for i, e := range r.Codes {
		m.byKey[codes.Key(string(e.Code))] = i
		m.bySlug[e.Code.Slug()] = i
		m.links[codes.Code(e.Code.Slug()).Shape()] = true
		m.families[family(e.Code)] = true
		if shape := e.Code.Shape(); strings.ContainsAny(shape, "0") {
			m.shapes[shape] = true
			m.starts[len(shape)][shape[0]] = true
		}
	}

	for _, format := range codegen.Formats() {
		m.constants[format] = map[string]int{}
		for i, e := range r.Codes {
			name := codegen.Name(format, e.Code)
			m.constants[format][name] = i
			m.maybe[codes.Key(name)] = true
		}
	}

	m.isBroad = pattern != nil && slices.ContainsFunc(commonWords, func(word string) bool {
		_, isCode := r.Find(word)
		return !isCode && pattern.MatchString(word)
	})

	return m
}

// family returns the shape of a code with one zero for each number: "PAY-0" for PAY-1042.
func family(c codes.Code) string {
	var b strings.Builder
	for _, ch := range []byte(c.Shape()) {
		if ch != '0' || !strings.HasSuffix(b.String(), "0") {
			b.WriteByte(ch)
		}
	}

	return b.String()
}

// form is how a word relates to the codes of a site.
type form int

const (
	exact   form = iota // a code as it is spelled
	variant             // another spelling, or the name of a constant
	link                // the end of a short link
	unknown             // a word that looks like a code
)

// candidate is a word that may be a code, depending on where it is.
type candidate struct {
	from  int
	to    int
	form  form
	entry int  // position of the code, or -1
	whole bool // the word is not a part of a longer one
}

// maxWord is the length of the longest word that is looked up: a constant name can be longer than its code.
const maxWord = codes.MaxLen + len("Code_")

// candidates returns the words of a text that may be codes, in order.
func (m *matcher) candidates(src []byte) []candidate {
	var found []candidate
	eachWord(src, func(from, to int) {
		switch {
		case m.addLink(&found, src, from, to), m.add(&found, src, from, to, true):
		case from > 0 && src[from-1] == '\\' && m.add(&found, src, from+1, to, true): // "\nID-201"
		default:
			m.addParts(&found, src, from, to)
		}
	})

	return found
}

// addParts adds the parts of a word between dots, as in errors.ERR_TAX_001, and between hyphens, as in total-E1042.
func (m *matcher) addParts(found *[]candidate, src []byte, from, to int) {
	if bytes.IndexByte(src[from:to], '.') < 0 && bytes.IndexByte(src[from:to], '-') < 0 {
		return
	}

	for _, part := range parts(src, from, to, '.') {
		isWhole := part == [2]int{from, to}
		if !isWhole && m.add(found, src, part[0], part[1], false) {
			continue
		}

		for _, p := range parts(src, part[0], part[1], '-') {
			if p != part && m.add(found, src, p[0], p[1], false) && (*found)[len(*found)-1].form == unknown {
				*found = (*found)[:len(*found)-1] // a part of a word says little
			}
		}
	}
}

// parts splits a word.
func parts(src []byte, from, to int, separator byte) [][2]int {
	var list [][2]int
	start := from
	for i := from; i <= to; i++ {
		if i == to || src[i] == separator {
			list = append(list, [2]int{start, i})
			start = i + 1
		}
	}

	return list
}

// addLink adds the end of a short link.
func (m *matcher) addLink(found *[]candidate, src []byte, from, to int) bool {
	if from < 3 || to-from > codes.MaxLen || string(src[from-3:from]) != "/e/" {
		return false
	}

	slug := string(src[from:to])
	if i, ok := m.bySlug[slug]; ok {
		*found = append(*found, candidate{from, to, link, i, true})
		return true
	}

	if m.links[codes.Code(slug).Shape()] {
		*found = append(*found, candidate{from, to, link, -1, true})
		return true
	}

	return false
}

// add adds a word if it may be a code.
func (m *matcher) add(found *[]candidate, src []byte, from, to int, whole bool) bool {
	if to-from > maxWord || from >= to {
		return false
	}

	var buffer [maxWord]byte
	text := src[from:to]
	key := appendKey(buffer[:0], text)
	i, known := m.byKey[string(key)]
	switch {
	case known && string(m.entries[i].Code) == string(text):
		*found = append(*found, candidate{from, to, exact, i, whole})
	case known && isHex(m.entries[i].Code):
		*found = append(*found, candidate{from, to, exact, i, whole})
	case known:
		*found = append(*found, candidate{from, to, variant, i, whole})
	case m.maybe[string(key)]:
		*found = append(*found, candidate{from, to, variant, -1, whole})
	case m.isUnknown(text):
		*found = append(*found, candidate{from, to, unknown, -1, whole})
	default:
		return false
	}

	return true
}

// appendKey appends the key of a word: see codes.Key.
func appendKey(key, word []byte) []byte {
	for _, b := range word {
		switch classes[b] {
		case digit:
			key = append(key, b)
		case letter:
			key = append(key, b|0x20)
		}
	}

	return key
}

// isUnknown reports whether a word that is no code of the site looks like one.
func (m *matcher) isUnknown(word []byte) bool {
	if len(word) > codes.MaxLen {
		return false
	}

	if m.pattern == nil {
		first := word[0]
		if classes[first] == digit {
			first = '0'
		}

		return m.starts[len(word)][first] && m.shapes[codes.Code(word).Shape()]
	}

	code := codes.Code(word)

	return code.Valid() && m.pattern.MatchString(string(code)) && (!m.isBroad || m.families[family(code)])
}

// isHex reports whether a code is a hexadecimal number, whose case has no meaning.
func isHex(c codes.Code) bool { return len(c) > 2 && c[0] == '0' && c[1]|0x20 == 'x' }

// isDistinct reports whether a name in code can be taken for a code. Short ones, such as E1, have other meanings.
func isDistinct(word []byte) bool {
	digits := 0
	for _, b := range word {
		switch classes[b] {
		case underscore, joiner:
			return true
		case digit:
			digits++
		}
	}

	return digits >= 3
}

// formatOf returns the format of constants that a file can use.
func formatOf(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".go":
		return "go"
	case ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".vue", ".svelte", ".astro":
		return "ts"
	case ".py", ".pyi", ".pyx", ".pyw":
		return "py"
	case ".java", ".kt", ".kts", ".scala", ".groovy", ".jsp":
		return "java"
	case ".cs", ".cshtml", ".razor", ".vb", ".fs", ".aspx":
		return "cs"
	}

	return ""
}

// maxGap is how far a number may be from the word that calls it an error.
const maxGap = 24

// isCalledError reports whether the word before a number says that it is an error: "error 1046", PayError(1046),
// error_code = 1046, code: 1046.
func isCalledError(src []byte, at int) bool {
	i := at
	for i > 0 && at-i < maxGap && !isWordByte(src[i-1]) && bytes.IndexByte([]byte("\n,;"), src[i-1]) < 0 {
		i--
	}

	to := i
	for i > 0 && to-i < maxGap && isWordByte(src[i-1]) {
		i--
	}

	switch word := strings.ToLower(string(src[i:to])); word {
	case "code", "codes", "err":
		return true
	default:
		return strings.Contains(word, "error") || strings.Contains(word, "exception") || strings.HasPrefix(word, "err_")
	}
}
