package syntax

import (
	"path"
	"slices"
	"strings"
)

var (
	multiline = quotes{escape: '\\', multiline: true}
	plain     = quotes{}
	doubled   = quotes{doubled: true}
	longSQL   = quotes{doubled: true, multiline: true}
	longPlain = quotes{multiline: true}
	atWord    = quotes{escape: '\\', multiline: true, at: wordStart}
	atWordRaw = quotes{doubled: true, multiline: true, at: wordStart}
	backtick  = quotes{escape: '`', multiline: true}
)

// slashes are the comments of C and of many languages after it.
var slashes = slices.Concat(lineComments("//"), blockComment("/*", "*/"))

// nestedSlashes are the same, where comments can contain comments.
var nestedSlashes = slices.Concat(lineComments("//"), nestedComment("/*", "*/"))

// cStrings are the strings of C and of many languages after it.
var cStrings = slices.Concat(simpleStrings(`"`), character())

// shellStrings are the strings of shells.
var shellStrings = slices.Concat(hereDocument("<<"), quoted(`"`, multiline), quoted("'", longPlain))

var pythonStrings = slices.Concat(docString(`"""`), docString("'''"), simpleStrings(`"`, "'"))

// The languages that others contain.
var (
	javascript = newLanguage("JavaScript", Code,
		slashes, template(), regularExpression(), simpleStrings(`"`, "'"))
	css    = newLanguage("CSS", Code, slashes, simpleStrings(`"`, "'"))
	csharp = newLanguage("C#", Code, slashes, quoted(`"""`, longPlain), quotedBetween(`@$"`, `"`, longSQL),
		quotedBetween(`@"`, `"`, longSQL), cStrings)
	java = newLanguage("Java", Code, slashes, quoted(`"""`, multiline), cStrings)
	ruby = newLanguage("Ruby", Code, lineComments("#"), rubyComment, hereDocument("<<"),
		quoted(`"`, multiline), quoted("'", multiline), simpleStrings("`"))
	php = newLanguage("PHP", Code, phpComment, slashes, hereDocument("<<<"),
		quoted(`"`, multiline), quoted("'", multiline))
)

// rubyComment is a comment between lines.
var rubyComment = blockComment("\n=begin", "\n=end")

// phpComment is a comment after "#", which is not the start of an attribute.
var phpComment = []rule{{
	first: "#",
	match: func(src []byte, pos int) (int, Kind) {
		if pos+1 < len(src) && src[pos+1] == '[' {
			return none, 0
		}

		return lineEnd(src, pos), Comment
	},
}}

// markupRules are the rules of HTML and XML.
var markupRules = slices.Concat(blockComment("<!--", "-->"), rawString("<![CDATA[", "]]>"),
	element("script", func() *Language { return javascript }), element("style", func() *Language { return css }))

func markup(name string, more ...[]rule) *Language {
	return newLanguage(name, Text, append(more, markupRules, tag())...)
}

// entry is a row of the table of languages.
type entry struct {
	language *Language
	names    string // extensions, and complete names of files, in lower case
}

var table = []entry{
	{newLanguage("Go", Code, slashes, rawString("`", "`"), cStrings), ".go"},
	{newLanguage("C", Code, slashes, rawC(), cStrings),
		".c .h .cc .cpp .cxx .c++ .hh .hpp .hxx .inl .ino .m .mm .cu .idl .rc .y .l"},
	{java, ".java"},
	{newLanguage("Kotlin", Code, nestedSlashes, rawString(`"""`, `"""`), cStrings), ".kt .kts .scala .sc .sbt"},
	{newLanguage("Groovy", Code, slashes, quoted(`"""`, multiline), quoted("'''", multiline),
		simpleStrings(`"`, "'")), ".groovy .gradle .dart jenkinsfile"},
	{csharp, ".cs .csx"},
	{javascript, ".js .mjs .cjs .jsx .ts .mts .cts .tsx"},
	{newLanguage("Python", Code, lineComments("#"), pythonStrings), ".py .pyi .pyw .pyx .bzl .star build.bazel"},
	{ruby, ".rb .rake .gemspec .ru .cr gemfile rakefile podfile fastfile"},
	{newLanguage("Rust", Code, nestedSlashes, hashed("r", 0), quoted(`"`, multiline), character()), ".rs"},
	{newLanguage("Swift", Code, nestedSlashes, hashed("#", 1), quoted(`"""`, multiline), simpleStrings(`"`)), ".swift"},
	{newLanguage("PHP", Text, instruction("<?", "?>", func() *Language { return php }), markupRules, tag()),
		".php .phtml .php5"},
	{newLanguage("shell", Code, lineComment("#", wordStart), shellStrings),
		".sh .bash .zsh .ksh .fish .bats dockerfile containerfile makefile gnumakefile .mk .mak .awk .sed .tcl"},
	{newLanguage("PowerShell", Code, blockComment("<#", "#>"), lineComment("#", wordStart),
		rawString("@'", "\n'@"), rawString("@\"", "\n\"@"), quoted(`"`, backtick), quoted("'", longSQL)),
		".ps1 .psm1 .psd1"},
	{newLanguage("batch", Code, lineComment("rem", lineStart), lineComment("::", lineStart), quoted(`"`, plain)),
		".bat .cmd"},
	{newLanguage("SQL", Code, lineComments("--"), blockComment("/*", "*/"), quoted("'", longSQL), quoted(`"`, doubled)),
		".sql .ddl .dml .pls .pks .pkb .plsql .tsql .vhd .vhdl .adb .ads"},
	{newLanguage("YAML", Code, lineComment("#", wordStart), quoted(`"`, atWord), quoted("'", atWordRaw)),
		".yaml .yml .eyaml"},
	{newLanguage("TOML", Code, lineComment("#", wordStart), quoted(`"""`, multiline), rawString("'''", "'''"),
		simpleStrings(`"`), quoted("'", plain)), ".toml"},
	{newLanguage("JSON", Code, slashes, simpleStrings(`"`)),
		".json .jsonc .json5 .jsonl .ndjson .arb .webmanifest .ipynb .avsc .xcstrings"},
	{newLanguage("settings", Text, lineComment("#", lineStart), lineComment("!", lineStart),
		lineComment(";", lineStart)),
		".properties .ini .cfg .conf .env .reg .inf .desktop .service .po .pot .ftl .csv .tsv .txtpb"},
	{newLanguage("strings", Code, slashes, quoted(`"`, multiline)), ".strings"},
	{markup("XML"), `.xml .xsd .xsl .xslt .wsdl .resx .resw .xlf .xliff .xaml .axaml .plist .svg .csproj .vbproj
		.fsproj .props .targets .config .storyboard .xib .fxml .ui .nuspec .manifest .rss .atom .dtd`},
	{markup("HTML"), `.html .htm .xhtml .vue .svelte .astro .hbs .handlebars .mustache .tmpl .gotmpl .njk .jinja .j2
		.twig .liquid .ftlh .vm`},
	{markup("ERB", blockComment("<%#", "%>"), instruction("<%", "%>", func() *Language { return ruby })),
		".erb .rhtml"},
	{markup("EJS", blockComment("<%#", "%>"), instruction("<%", "%>", func() *Language { return javascript })), ".ejs"},
	{markup("JSP", blockComment("<%--", "--%>"), instruction("<%", "%>", func() *Language { return java })),
		".jsp .jspx .tag .gsp"},
	{markup("ASP", blockComment("<%--", "--%>"), blockComment("@*", "*@"),
		instruction("<%", "%>", func() *Language { return csharp })), ".cshtml .razor .aspx .ascx .master .asax"},
	{css, ".css .scss .sass .less .styl .pcss"},
	{newLanguage("Lua", Code, longBracket("--", Comment), lineComments("--"), longBracket("", Text),
		simpleStrings(`"`, "'")), ".lua"},
	{newLanguage("Visual Basic", Code, lineComments("'"), lineComment("rem", lineStart), quoted(`"`, doubled)),
		".vb .vbs .bas .cls .frm .vba"},
	{newLanguage("F#", Code, lineComments("//"), nestedComment("(*", "*)"), rawString(`"""`, `"""`),
		quotedBetween(`@"`, `"`, longSQL), quoted(`"`, multiline), character()), ".fs .fsx .fsi .ml .mli"},
	{newLanguage("Haskell", Code, nestedComment("{-", "-}"), lineComments("--"), cStrings), ".hs .lhs .elm .purs"},
	{newLanguage("Elixir", Code, lineComments("#"), quoted(`"""`, multiline), quoted(`"`, multiline),
		simpleStrings("'")), ".ex .exs .eex .heex .leex"},
	{newLanguage("Erlang", Code, lineComments("%"), quoted(`"`, multiline), simpleStrings("'")), ".erl .hrl"},
	{newLanguage("Lisp", Code, lineComments(";"), nestedComment("#|", "|#"), quoted(`"`, multiline)),
		".clj .cljs .cljc .edn .lisp .lsp .el .scm .rkt"},
	{newLanguage("Perl", Code, lineComment("#", wordStart), blockComment("\n=pod", "\n=cut"),
		blockComment("\n=head", "\n=cut"), shellStrings), ".pl .pm .t .r .rmd"},
	{newLanguage("Julia", Code, nestedComment("#=", "=#"), lineComments("#"), quoted(`"""`, multiline), cStrings),
		".jl"},
	{newLanguage("Nim", Code, nestedComment("#[", "]#"), lineComments("#"), quoted(`"""`, longPlain), cStrings),
		".nim"},
	{newLanguage("Fortran", Code, lineComments("!"), quoted(`"`, doubled), quoted("'", doubled)),
		".f .for .f77 .f90 .f95 .f03 .f08"},
	{newLanguage("COBOL", Code, lineComments("*>"), quoted(`"`, doubled), quoted("'", doubled)), ".cob .cbl .cpy"},
	{newLanguage("Pascal", Code, lineComments("//"), blockComment("{", "}"), blockComment("(*", "*)"),
		quoted("'", doubled)), ".pas .dpr .pp .lpr .dfm"},
	{newLanguage("ABAP", Code, lineComment("*", lineStart), lineComments(`"`), quoted("'", doubled),
		quoted("`", doubled)), ".abap"},
	{newLanguage("GraphQL", Code, lineComments("#"), quoted(`"""`, multiline), simpleStrings(`"`)), ".graphql .gql"},
	{newLanguage("HCL", Code, lineComments("#"), slashes, hereDocument("<<"), simpleStrings(`"`)),
		".tf .tfvars .hcl .nix"},
	{newLanguage("CMake", Code, longBracket("#", Comment), lineComments("#"), quoted(`"`, multiline)),
		".cmake cmakelists.txt"},
	{newLanguage("C-like", Code, slashes, cStrings),
		`.proto .thrift .sol .zig .d .v .sv .svh .hx .as .glsl .hlsl .wgsl .vala .pde .cfc .apex .trigger .al .cue
		.rego`},
	{&Language{Name: "document", IsDocument: true, base: Comment},
		`.md .markdown .mdx .mdoc .qmd .rst .adoc .asciidoc .txt .text .tex .org .textile .wiki .pod .log .diff .patch
		license licence copying notice authors contributors changelog changes readme news todo codeowners`},
}

// byName is the table by extension and name.
var byName = func() map[string]*Language {
	index := map[string]*Language{}
	for _, e := range table {
		for name := range strings.FieldsSeq(e.names) {
			index[name] = e.language
		}
	}

	return index
}()

// unknown is the language of other files: all of it is text.
var unknown = newLanguage("text", Text)

// interpreters are the languages of scripts without an extension.
var interpreters = map[string]string{
	"sh": ".sh", "bash": ".sh", "dash": ".sh", "zsh": ".sh", "ksh": ".sh", "make": ".mk", "awk": ".awk",
	"python": ".py", "ruby": ".rb", "node": ".js", "deno": ".ts", "bun": ".ts", "perl": ".pl", "php": ".php",
	"pwsh": ".ps1", "lua": ".lua", "rscript": ".r", "groovy": ".groovy",
}

// Of returns the language of a file, from its name and, if that says nothing, from the program that its first line
// names. The language of other files is text, without comments.
func Of(name string, src []byte) *Language {
	base := strings.ToLower(path.Base(name))
	extension := path.Ext(base)
	for _, key := range []string{base, extension, strings.TrimSuffix(base, extension)} {
		if l, ok := byName[key]; ok {
			return l
		}
	}

	return byInterpreter(src)
}

// byInterpreter returns the language of a script that begins with "#!".
func byInterpreter(src []byte) *Language {
	line := string(src[:min(lineEnd(src, 0), 200)])
	rest, ok := strings.CutPrefix(line, "#!")
	if !ok {
		return unknown
	}

	for word := range strings.FieldsSeq(rest) {
		name := strings.TrimRight(path.Base(word), "0123456789.")
		if extension, ok := interpreters[name]; ok {
			return byName[extension]
		}
	}

	return unknown
}
