package markdown

import (
	"maps"
	"slices"
	"strings"
)

// Callout is a kind of callout.
type Callout struct {
	// Kind is the word in the brackets, in lower case: [!NOTE]. It is also the key of the callout's title among the
	// labels of a theme (words.note in strings.yaml).
	Kind string

	// Aliases are other words for it, separated by spaces. Each has the title of the kind.
	Aliases string

	// Class is the CSS class besides "callout". Kinds may share one.
	Class string

	// English is the title of the callout where a theme has none.
	English string
}

// callouts lists every kind. To add one, add a row here and its title to each strings.yaml of the default theme, and
// mention it in docs/writing.md. With the class of another kind it needs no CSS.
var callouts = []Callout{
	{Kind: "note", Class: "note", English: "Note", Aliases: "secondary default"},
	{Kind: "tip", Class: "tip", English: "Tip", Aliases: "hint"},
	{Kind: "important", Class: "important", English: "Important"},
	{Kind: "warning", Class: "warning", English: "Warning", Aliases: "attention"},
	{Kind: "caution", Class: "caution", English: "Caution"},
	{Kind: "info", Class: "note", English: "Info", Aliases: "information"},
	{Kind: "abstract", Class: "note", English: "Summary", Aliases: "summary tldr"},
	{Kind: "todo", Class: "note", English: "To do"},
	{Kind: "success", Class: "tip", English: "Success", Aliases: "check done"},
	{Kind: "question", Class: "note", English: "Question", Aliases: "help faq"},
	{Kind: "failure", Class: "caution", English: "Failure", Aliases: "fail missing"},
	{Kind: "danger", Class: "caution", English: "Danger", Aliases: "error"},
	{Kind: "bug", Class: "caution", English: "Bug"},
	{Kind: "example", Class: "note", English: "Example"},
	{Kind: "quote", Class: "note", English: "Quote", Aliases: "cite"},
}

// Words of quotations that readers can open and close. Adjacent tabs are a group, and only one tab of a group is open.
const (
	details = "details"
	tab     = "tab"
)

// plain is the word of a container that is shown without a frame: other programs use it for the look of its content.
const plain = "plain"

// plainWords are such containers of other programs.
var plainWords = []string{"code-group", "raw", "v-pre", "div", "center", "columns", "column", "grid", "steps", "cards"}

// calloutByWord contains the callouts by kind and alias.
var calloutByWord = indexCallouts()

func indexCallouts() map[string]Callout {
	index := map[string]Callout{}
	for _, c := range callouts {
		index[c.Kind] = c
		for alias := range strings.FieldsSeq(c.Aliases) {
			index[alias] = c
		}
	}

	return index
}

// QuotationWords returns the words that can be in the brackets of [!WORD], in lower case: the kinds of callouts, their
// aliases, details and tab.
func QuotationWords() []string {
	return append(slices.Sorted(maps.Keys(calloutByWord)), details, tab)
}

// CalloutKind returns the kind of callout that a word in lower case means: "tip" for "hint".
func CalloutKind(word string) (kind string, ok bool) {
	c, ok := calloutByWord[word]
	return c.Kind, ok
}

// calloutByKind returns the callout of a kind or an alias.
func calloutByKind(word string) (Callout, bool) {
	c, ok := calloutByWord[word]
	return c, ok
}
