package probe

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"signpost/checks"
	"signpost/internal/strictyaml"
)

// setup observes the set-up file.
func (p *prober) setup() {
	if p.facts.Setup = Setup(p.options.Setup); p.facts.Setup != nil {
		p.facts.Setup.Origin = p.origin("setup")
	}
}

// Setup reads the first set-up file that exists among paths. It returns nil if there are no paths.
func Setup(paths []string) *checks.Setup {
	for _, path := range paths {
		if s := readSetup(path); s != nil {
			return s
		}
	}

	if len(paths) == 0 {
		return nil
	}

	return &checks.Setup{
		File:       paths[0],
		Missing:    true,
		Smartcards: []string{},
	}
}

// readSetup reads the set-up file at path. It returns nil if there is none.
func readSetup(path string) *checks.Setup {
	data, err := ReadFile(path)
	switch {
	case err == nil:
		return ParseSetup(path, data)
	case !errors.Is(err, fs.ErrNotExist):
		return &checks.Setup{
			File: path,
			Mistakes: []checks.Mistake{
				{
					Text: "the file cannot be read: " + err.Error(),
					Hint: "check that it is an ordinary text file and that you have permission to read it",
				},
			},
		}
	}

	// Notepad adds .txt, and Windows hides it.
	if _, err := ReadFile(path + ".txt"); err == nil {
		return &checks.Setup{
			File: path + ".txt",
			Mistakes: []checks.Mistake{
				{
					Text: "the name of the file ends in .txt",
					Hint: "remove .txt; if you cannot see it, " +
						"tick \"File name extensions\" under View in File Explorer",
				},
			},
		}
	}

	return nil
}

// ParseSetup parses a set-up file. The result contains all mistakes.
func ParseSetup(file string, src []byte) *checks.Setup {
	s := &checks.Setup{File: file}
	if m, ok := unreadable(src); ok {
		s.Mistakes = []checks.Mistake{m}
		return s
	}

	src = bytes.TrimPrefix(src, utf8BOM)
	errs := strictyaml.Decode(src, 1, s)
	lines := linesOf(src)
	secrets := lines.secrets()
	s.Mistakes = append(secrets, mojibake(src)...)
	for _, e := range errs {
		// A key for a password is also an unknown key. One mistake is enough, and the hint for unknown keys would
		// suggest another key for it.
		if !slices.ContainsFunc(secrets, func(m checks.Mistake) bool { return m.Line == e.Line }) {
			s.Mistakes = append(s.Mistakes, checks.Mistake{
				Line: e.Line,
				Text: e.Text,
				Hint: e.Hint,
			})
		}
	}

	s.ClinicalSystem = strings.ToLower(strings.TrimSpace(s.ClinicalSystem))
	s.Mistakes = append(s.Mistakes, wrongODS(s, lines)...)
	s.Mistakes = append(s.Mistakes, wrongSystem(s, lines)...)
	s.Mistakes = append(s.Mistakes, wrongCards(s, lines)...)
	slices.SortFunc(s.Mistakes, func(a, b checks.Mistake) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Text, b.Text))
	})

	return s
}

var utf8BOM = []byte("\xEF\xBB\xBF")

// unreadable returns a mistake that makes it pointless to parse the file.
func unreadable(src []byte) (checks.Mistake, bool) {
	save := "save the file as UTF-8: in Notepad, Save as, Encoding"
	switch {
	case bytes.HasPrefix(src, []byte{0xFF, 0xFE}), bytes.HasPrefix(src, []byte{0xFE, 0xFF}):
		return checks.Mistake{Text: "the file is saved as UTF-16", Hint: save}, true
	case !utf8.Valid(src):
		return checks.Mistake{
			Line: invalidLine(src),
			Text: "the file is not UTF-8",
			Hint: save,
		}, true

	case len(bytes.TrimSpace(bytes.TrimPrefix(src, utf8BOM))) == 0:
		return checks.Mistake{
			Text: "the file is empty",
			Hint: "write one value per line, for example: ods_code: B81012",
		}, true
	}

	return checks.Mistake{}, false
}

// invalidLine returns the first line that is not UTF-8.
func invalidLine(src []byte) int {
	for i, line := range bytes.Split(src, []byte("\n")) {
		if !utf8.Valid(line) {
			return i + 1
		}
	}

	return 0
}

// wrongEncoding matches UTF-8 that was decoded with the wrong code page: "â€™", "Ã©", "ðŸ".
var wrongEncoding = regexp.MustCompile(`â€|Ã[\x{80}-\x{BF}]|ðŸ|π[Ÿ’]`)

func mojibake(src []byte) []checks.Mistake {
	var list []checks.Mistake
	for i, line := range bytes.Split(src, []byte("\n")) {
		if wrongEncoding.Match(line) {
			list = append(list, checks.Mistake{
				Line: i + 1,
				Text: "the text contains characters in the wrong encoding",
				Hint: "type the wrong characters again",
			})
		}
	}

	return list
}

// possibleODS matches every form of an ODS code: letters and digits. Checks warn about unusual ones.
var possibleODS = regexp.MustCompile(`^[A-Za-z0-9]{3,10}$`)

// wrongODS reports what cannot be an ODS code, such as the name of the practice.
func wrongODS(s *checks.Setup, lines places) []checks.Mistake {
	code := strings.TrimSpace(s.ODSCode)
	if code == "" || possibleODS.MatchString(code) && strings.ContainsAny(code, "0123456789") {
		return nil
	}

	return []checks.Mistake{{
		Line: lines["ods_code"],
		Text: fmt.Sprintf("%q is not an ODS code", code),
		Hint: "it has letters and digits without spaces, for example: B81012",
	}}
}

func wrongSystem(s *checks.Setup, lines places) []checks.Mistake {
	known := []string{checks.SystemEMIS, checks.SystemSystmOne}
	if s.ClinicalSystem == "" || slices.Contains(known, s.ClinicalSystem) {
		return nil
	}

	hint := "write emis or systmone"
	if nearest, ok := strictyaml.Nearest(s.ClinicalSystem, known); ok {
		hint = fmt.Sprintf("did you mean %q?", nearest)
	}

	return []checks.Mistake{
		{
			Line: lines["clinical_system"],
			Text: fmt.Sprintf("%q is not a clinical system", s.ClinicalSystem),
			Hint: hint,
		},
	}
}

// card12 matches the 12-digit ID of a smartcard. It can begin with zeros, so it is text and never a number.
var card12 = regexp.MustCompile(`^[0-9]{12}$`)

func wrongCards(s *checks.Setup, lines places) []checks.Mistake {
	var list []checks.Mistake
	for i, id := range s.Smartcards {
		line := lines[fmt.Sprintf("smartcards[%d]", i+1)]
		if !card12.MatchString(id) {
			list = append(list, checks.Mistake{
				Line: line,
				Text: fmt.Sprintf("smartcard %d is not a 12-digit number", i+1),
				Hint: cardHint(id),
			})
		} else if first := slices.Index(s.Smartcards, id); first < i {
			list = append(list, checks.Mistake{
				Line: line,
				Text: fmt.Sprintf("smartcards %d and %d are the same", first+1, i+1),
				Hint: "list each smartcard once",
			})
		}
	}

	return list
}

var (
	onlyDigits = regexp.MustCompile(`^[0-9]+$`)
	scientific = regexp.MustCompile(`^[0-9.,]+[eE]\+?[0-9]+$`)
	digitLike  = strings.NewReplacer("O", "0", "o", "0", "I", "1", "l", "1")
	separators = strings.NewReplacer(" ", "", "-", "", "\u00a0", "")
)

// cardHint returns the most likely mistake in a card's number.
func cardHint(id string) string {
	switch {
	case id == "":
		return "write the 12 digits printed on the card, or remove the line"
	case onlyDigits.MatchString(id) && len(id) < 12:
		return fmt.Sprintf("it has %d digits: spreadsheets drop leading zeros; "+
			"write the digits as printed on the card", len(id))

	case scientific.MatchString(id):
		return "a spreadsheet shortened it; copy the 12 digits from the card"
	case card12.MatchString(separators.Replace(id)):
		return "write it without spaces and hyphens"
	case card12.MatchString(digitLike.Replace(id)):
		return "it contains a letter instead of a digit: O for 0, or l for 1"
	}

	return "write the 12 digits printed on the card"
}

// places maps the dotted path of each key and list item to its line.
type places map[string]int

func linesOf(src []byte) places {
	lines := places{}
	var doc yaml.Node
	if yaml.Unmarshal(src, &doc) == nil && len(doc.Content) > 0 {
		lines.add("", doc.Content[0], 0)
	}

	return lines
}

// maxDepth limits the nesting of a set-up file. Without a limit, a hostile file of hyphens takes minutes.
const maxDepth = 8

func (l places) add(path string, n *yaml.Node, depth int) {
	if depth > maxDepth {
		return
	}

	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := strings.TrimPrefix(path+"."+n.Content[i].Value, ".")
			l[key] = n.Content[i].Line
			l.add(key, n.Content[i+1], depth+1)
		}

	case yaml.SequenceNode:
		for i, item := range n.Content {
			key := fmt.Sprintf("%s[%d]", path, i+1)
			l[key] = item.Line
			l.add(key, item, depth+1)
		}
	}
}

// secret matches keys for secrets, which must never be in the set-up file.
var secret = regexp.MustCompile(`(?i)passw|passcode|passphrase|secret|(^|[^a-z])(pin|pins|pwd|pw|pass)([^a-z]|$)`)

func (l places) secrets() []checks.Mistake {
	var list []checks.Mistake
	for path, line := range l {
		key := path[strings.LastIndex(path, ".")+1:]
		if secret.MatchString(key) {
			list = append(list, checks.Mistake{
				Line: line,
				Text: fmt.Sprintf("%q looks like a password or a PIN, which must never be in this file", key),
				Hint: "remove the line and save the file; if the password or PIN was real, change it",
			})
		}
	}

	return list
}
