package rules

import (
	"bytes"
	"regexp"

	"signpost/internal/problem"
)

// ForeignSyntax reports syntax of other documentation programs that would be shown on the page as it is written, and
// words in the info string of a code block that have no effect.
//
// Text about programs can look similar, so the expressions leave alone a path {.data.name}, a comparison a==b, a test
// [[ -f x ]] and an element x[[1]]. One problem per block is enough.
var ForeignSyntax = Rule{
	Rule: problem.Rule{
		ID:       "SP061",
		Name:     "foreign-syntax",
		Severity: problem.Warning,
	},
	Text: checkForeignSyntax,
}

// foreignForm is the syntax of another program.
type foreignForm struct {
	expression *regexp.Regexp
	hint       string
}

func foreign(expression, hint string) foreignForm {
	return foreignForm{expression: regexp.MustCompile(expression), hint: hint}
}

// foreignForms are in the order of the search.
var foreignForms = []foreignForm{
	// docfx: pictures, columns.
	foreign(`^:{3,}\s*[\w-]+(?:-end\b|:{3}|\s+[\w-]+=["'])`,
		"remove it, or write ![what it shows](picture.png) for a picture"),

	// Docusaurus and VitePress: the end of a callout.
	foreign(`^:{3,}$`,
		"remove it, or begin the callout with a line such as :::note"),

	// MkDocs: callouts and tabs without text.
	foreign(`^(!!!|\?\?\?\+?) \w+`,
		"indent the text of the callout by four spaces, or write > [!NOTE], then each line of the text after >"),
	foreign(`^=== "[^"]*"`,
		"indent the text of the tab by four spaces, or write > [!TAB] and the label, then each line after >"),

	// MDX: imports.
	foreign(`^(import|export) .* from ["'][^"']*["']`,
		"remove it: articles contain only Markdown"),

	// MkDocs: snippets, abbreviations, icons.
	foreign(`^-+8<-+( ["']|$)`,
		"put the text in content/_snippets and write {{< include \"contact.md\" >}}"),
	foreign(`^\*\[[^\]]+\]: `,
		"explain the abbreviation where it is first used"),
	foreign(`:(?:material|fontawesome|octicons|simple)-[\w-]+:`,
		"use words"),

	// GitHub: emoji.
	foreign(`(?:^|\s):(?:[a-z]+(?:_[a-z0-9]+)*|[+-]1):\B`,
		"use words, or words and the emoji itself"),

	// MkDocs: marked text, keys.
	foreign(`\B==\w[^=]*==\B|\+\+[a-z]+(?:\+[a-z0-9]+)*\+\+`,
		"use **bold** for emphasis and for keys"),

	// MkDocs and kramdown: attributes.
	foreign(
		`\{: ?[.#][A-Za-z][^{}]*\}`+
			`|\{ ?[.#][A-Za-z][\w-]*(?: [^{}]*)?\}`+
			`|\{ ?(?:width|height|align|target|loading)=[^{}]*\}`,
		"remove it: the theme decides how it looks"),

	// MDX: comments.
	foreign(`\{/\*.*?\*/\}`,
		"remove it, or write <!-- ... -->"),

	// Liquid and Jinja: tags.
	foreign(`\{%.*?%\}`,
		"write {{< include \"contact.md\" >}} for a snippet, or {{ name }} for a variable of config.yaml"),

	// Wikis: links.
	foreign(`\B\[\[[^\[\]\s:][^\[\]]*\]\]`,
		"write [the text](file.md)"),
}

// foreignInfo matches what other programs read from an info string: titles, line ranges, line numbers. A file name is
// harmless: it helps readers of the source.
var foreignInfo = regexp.MustCompile(`\s(?:[A-Za-z_]+=\S.*|\{[^}]*\}|showLineNumbers\b)`)

func checkForeignSyntax(t *Text, r *Report) {
	for i := range t.Blocks {
		if b := &t.Blocks[i]; b.Kind == BlockParagraph {
			checkForeignText(t, b, r)
		}
	}

	for _, c := range t.CodeBlocks {
		checkForeignInfo(t, c, r)
	}
}

func checkForeignText(t *Text, b *Block, r *Report) {
	for _, form := range foreignForms {
		found := form.expression.FindIndex(b.text)
		if found == nil {
			continue
		}

		written := bytes.TrimLeft(b.text[found[0]:found[1]], " \n")
		r.Add(t.place(b, found[1]-len(written), found[1]),
			form.hint,
			"%q is syntax of another program and would be shown as text", written)
		return
	}
}

func checkForeignInfo(t *Text, c CodeBlock, r *Report) {
	found := foreignInfo.FindIndex(c.Info)
	if found == nil {
		return
	}

	start := found[0] + 1
	r.Add(t.Place(c.Offset+start, c.Offset+found[1]),
		"remove it, and describe the code in the sentence before it",
		"%q is the syntax of another program and has no effect", c.Info[start:found[1]])
}
