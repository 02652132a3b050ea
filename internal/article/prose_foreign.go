package article

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"

	"signpost/internal/rules"
)

// foreign is what a paragraph holds that means something to another program, and would stand on the page as it is. What people write of programs
// looks like some of it: a path {.data.name}, a comparison a==b, a test [[ -f x ]], an element x[[1]].
var foreign = []struct {
	form *regexp.Regexp
	hint string
}{
	{regexp.MustCompile(`^:{3,} ?\w+`), "write a callout: > [!NOTE] on a line, and > before each line below it"},
	{regexp.MustCompile(`^(!!!|\?\?\?\+?) \w+`), "write a callout, > [!NOTE], or > [!DETAILS] and what it is about; > stands before each line below it"},
	{regexp.MustCompile(`^=== "[^"]*"`), "write > [!TAB] and the label, with > before each line below it"},
	{regexp.MustCompile(`^(import|export) .* from ["'][^"']*["']`), "leave it out: an article needs nothing but Markdown"},
	{regexp.MustCompile(`^-+8<-+( ["']|$)`), "put the text into content/_snippets and write {{< include \"contact.md\" >}}"},
	{regexp.MustCompile(`^\*\[[^\]]+\]: `), "say what the letters stand for where they are first used"},
	{regexp.MustCompile(`:(?:material|fontawesome|octicons|simple)-[\w-]+:`), "say it in words"},
	{regexp.MustCompile(`(?:^|\s):(?:[a-z]+(?:_[a-z0-9]+)*|[+-]1):\B`), "say it in words, or write the emoji itself beside them"},
	{regexp.MustCompile(`\B==\w[^=]*==\B|\+\+[a-z]+(?:\+[a-z0-9]+)*\+\+`), "write **bold** for what stands out, and keys so too"},
	{regexp.MustCompile(`\{: ?[.#][A-Za-z][^{}]*\}|\{ ?[.#][A-Za-z][\w-]*(?: [^{}]*)?\}|\{ ?(?:width|height|align|target|loading)=[^{}]*\}`), "leave it out: the theme says how it looks"},
	{regexp.MustCompile(`\{/\*.*?\*/\}`), "leave it out, or write <!-- ... -->"},
	{regexp.MustCompile(`\{%.*?%\}`), "write {{< include \"contact.md\" >}} for a text of content/_snippets, or {{ name }} for a variable of config.yaml"},
	{regexp.MustCompile(`\B\[\[[^\[\]\s:][^\[\]]*\]\]`), "write [the text](file.md)"},
}

// foreignInfo is what other programs read behind the language of code: a title, lines to mark, numbers of lines.
var foreignInfo = regexp.MustCompile(`\s(?:[A-Za-z_]+=\S.*|\{[^}]*\}|showLineNumbers\b)`)

// checkInfo reports words behind the language of code that nothing is made of. A name of a file is for whoever reads the source.
func (p *parser) checkInfo(code *ast.FencedCodeBlock) {
	if code.Info == nil {
		return
	}
	info := code.Info.Segment
	if at := foreignInfo.FindIndex(info.Value(p.source)); at != nil {
		p.report(rules.ForeignSyntax, info.Start+at[0]+1, "leave it out, and say in the sentence before what the code is and where to look",
			"%q is how another program writes it, and does nothing here", info.Value(p.source)[at[0]+1:at[1]])
	}
}

// checkForeign reports the first of them. Words of the language of the text are not looked for.
func (b *block) checkForeign() {
	switch b.node.Kind() {
	case ast.KindParagraph, ast.KindTextBlock:
	default:
		return
	}
	for _, f := range foreign {
		if at := f.form.FindIndex(b.text); at != nil {
			written := bytes.TrimLeft(b.text[at[0]:at[1]], " \n")
			b.report(rules.ForeignSyntax, at[1]-len(written), f.hint, "%q is how another program writes it, and is shown as it stands here", written)
			return
		}
	}
}
