package codegen

import (
	"go/token"
	"regexp"
	"slices"
	"strings"

	"signpost/internal/codes"
)

// language is a language that constants can be written in.
type language struct {
	format     string // the value of --format
	name       string
	comment    func(text string) string // escapes text for a comment
	constant   func(c codes.Code) string
	hasPackage bool     // files can have a package or a namespace
	typeIsFile bool     // the type is named after the file
	reserved   []string // words that cannot be names of packages and types
	most       int      // constants in a type; 0 means any number
}

var languages = []language{
	{
		format:     "go",
		name:       "Go",
		comment:    asIs,
		constant:   joined,
		hasPackage: true,
	},
	{
		format:   "ts",
		name:     "TypeScript",
		comment:  escapeJSDoc,
		constant: underscored,
	},
	{
		format:   "py",
		name:     "Python",
		comment:  asIs,
		constant: underscored,
	},
	{
		format:     "java",
		name:       "Java",
		comment:    escapeJavadoc,
		constant:   underscored,
		hasPackage: true,
		typeIsFile: true,
		reserved:   javaWords,
		most:       2500, // the code that creates them has at most 64 KB
	},
	{
		format:     "cs",
		name:       "C#",
		comment:    escapeXML,
		constant:   underscored,
		hasPackage: true,
		typeIsFile: true,
		reserved:   csharpWords,
	},
}

// Name returns the name of the constant of a code in the language of a format.
//
// Codes of a site differ in more than case and punctuation, and so do these names. That is why the name depends on
// nothing but the code: no two codes can have the same name, and a new code never changes the name of another one.
// Names have no letters in lower case, so they are no reserved words and differ from all other names in the file. Those
// that would begin with a digit begin with "Code".
func Name(format string, c codes.Code) string {
	l, ok := find(format)
	if !ok {
		return ""
	}

	return l.constantName(c)
}

func (l language) constantName(c codes.Code) string { return l.constant(c) }

// joined returns letters and digits: PAY1042.
func joined(c codes.Code) string {
	name := strings.ToUpper(codes.Key(string(c)))
	if startsWithDigit(name) {
		return "Code" + name
	}

	return name
}

// underscored returns letters and digits with underscores for other characters: PAY_1042.
func underscored(c codes.Code) string {
	parts := strings.FieldsFunc(strings.ToUpper(string(c)), func(r rune) bool { return strings.ContainsRune("-_.", r) })
	name := strings.Join(parts, "_")
	if startsWithDigit(name) {
		return "Code_" + name
	}

	return name
}

func startsWithDigit(name string) bool { return name != "" && name[0] >= '0' && name[0] <= '9' }

var identifier = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// isIdentifier reports whether a word can be the name of a type.
func (l language) isIdentifier(word string) bool {
	return identifier.MatchString(word) && word != "_" && !slices.Contains(l.reserved, word)
}

// isPackage reports whether text can be the name of a package.
func (l language) isPackage(text string) bool {
	if l.format == "go" {
		return token.IsIdentifier(text) && text != "_"
	}

	for word := range strings.SplitSeq(text, ".") {
		if !l.isIdentifier(word) {
			return false
		}
	}

	return true
}

var javaWords = strings.Fields(`abstract assert boolean break byte case catch char class const continue default do
	double else enum extends false final finally float for goto if implements import instanceof int interface long
	native new null package permits private protected public record return sealed short static strictfp super switch
	synchronized this throw throws transient true try var void volatile while yield`)

var csharpWords = strings.Fields(`abstract as base bool break byte case catch char checked class const continue
	decimal default delegate do double else enum event explicit extern false file finally fixed float for foreach goto
	if implicit in int interface internal is lock long namespace new null object operator out override params private
	protected public readonly record ref required return sbyte scoped sealed short sizeof stackalloc static string
	struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while`)
