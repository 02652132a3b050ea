package article

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"signpost/internal/limit"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/strictyaml"
)

// readFrontMatter reads the YAML between two lines "---" at the top of the file.
func (p *parser) readFrontMatter() {
	p.positions = positions{
		file:  p.article.File,
		lines: newLineTable(p.source),
	}
	front, end := cutFrontMatter(p.source)
	if end < 0 {
		p.report(rules.BrokenYAML, 0, "end the front matter with a line that contains only ---",
			"the front matter that begins with --- has no end")
	}

	if strings.HasPrefix(string(p.source), "+++\n") {
		p.report(rules.BrokenYAML, 0, `replace the TOML between +++ with YAML: "title: ..." between two lines ---`,
			"the front matter is TOML")
	}

	if end == 0 {
		checkLateAudience(p)
	}

	if end <= 0 {
		return
	}

	if len(front) > limit.FrontMatter {
		p.reportLine(rules.BrokenYAML, 1, "move texts to the article, or remove entries that nothing uses",
			"the front matter has %d KB; the limit is %d KB", len(front)>>10, limit.FrontMatter>>10)
		blank(p.source[:end])

		return
	}

	p.article.FrontMatter = string(front)
	p.decodeFrontMatter(front)
	blank(p.source[:end])
	p.checkEntries()

	p.checkSources()
	p.checkControlCharacters("title", p.article.Title)
	p.checkControlCharacters("description", p.article.Description)
	p.checkLanguage()
	checkSearch(p)
}

// decodeFrontMatter decodes the front matter.
func (p *parser) decodeFrontMatter(front []byte) {
	var errs []strictyaml.Error
	if p.options.StrictFrontMatter {
		errs = strictyaml.DecodeTolerant(front, frontMatterLine, &p.article.Front)
	} else {
		var ignored []strictyaml.Ignored
		ignored, errs = strictyaml.DecodeForeign(front, frontMatterLine, &p.article.Front)
		p.foreignKeys(ignored)
		checkIgnoredAudience(p, ignored)
		ignoreIcon(p.article)
	}

	errs = takeAudienceErrors(p, errs)
	p.problems = append(p.problems, rules.FromYAML(p.article.File, errs)...)
	if !hasProblem(p.problems, rules.UnclearAudience) {
		checkAudience(p)
	}
}

// checkEntries reports lists with too many entries, and shortens them.
func (p *parser) checkEntries() {
	a := p.article
	a.Aliases = checkCount(p, a.Aliases, "aliases")
	a.Authors = checkCount(p, a.Authors, "authors")
	a.Related = checkCount(p, a.Related, "related")
	a.Sources = checkCount(p, a.Sources, "sources")
	a.Tags = checkCount(p, a.Tags, "tags")
	for code, settings := range a.Codes {
		settings.Also = checkCount(p, settings.Also, "codes", string(code), "also")
		settings.Facts = settings.Facts.OnOneLine()
		a.Codes[code] = settings
	}

	if len(a.Codes) > limit.Entries {
		checkCount(p, make([]bool, len(a.Codes)), "codes")
		a.Codes = nil
	}
}

// checkCount reports a list at a key of the front matter if it has too many entries, and returns the first ones.
func checkCount[E any](p *parser, list []E, key ...string) []E {
	if len(list) <= limit.Entries {
		return list
	}

	p.reportLine(rules.WrongValue, p.article.LineOf(key...), "remove entries, or move some to another article",
		"%s has %d entries; the limit is %d", key[len(key)-1], len(list), limit.Entries)

	return list[:limit.Entries]
}

// checkControlCharacters reports a character that neither HTML nor XML can contain. YAML has escapes for them: "\0".
func (p *parser) checkControlCharacters(key, text string) {
	at := strings.IndexFunc(text, func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r'
	})
	if at >= 0 {
		p.reportLine(rules.WrongValue, p.article.LineOf(key), "remove it",
			"the %s contains the control character %q", key, text[at])
	}
}

// checkSources reports sources without a title.
func (p *parser) checkSources() {
	for _, s := range p.article.Sources {
		if strings.TrimSpace(s.Title) == "" {
			p.reportLine(rules.WrongValue, p.article.LineOf("sources"),
				"write each source as its title, or as title: and url:", "a source has no title")
		}
	}
}

// checkLanguage reports a lang that is no BCP 47 tag.
func (p *parser) checkLanguage() {
	if p.article.Lang == "" {
		return
	}

	if _, err := language.Parse(p.article.Lang); err != nil {
		if ignoreLanguage(p.article) {
			return
		}

		p.reportLine(rules.WrongValue, p.article.LineOf("lang"),
			"write a language tag such as en-GB or cy", "%q is not a language", p.article.Lang)
	}
}

// cutFrontMatter returns the YAML of the front matter and the offset at which the Markdown begins: 0 without front
// matter, and -1 if it has no end.
func cutFrontMatter(src []byte) (front []byte, end int) {
	first, _, _ := bytes.Cut(src, []byte("\n"))
	if !isFrontMatterLine(first) {
		return nil, 0
	}

	start := len(first) + 1
	for at := start; at < len(src); {
		line, _, _ := bytes.Cut(src[at:], []byte("\n"))
		if isFrontMatterLine(line) {
			return src[start:at], min(at+len(line)+1, len(src))
		}

		at += len(line) + 1
	}

	return nil, -1
}

// isFrontMatterLine reports whether a line begins or ends front matter.
func isFrontMatterLine(line []byte) bool {
	return string(bytes.TrimRight(line, "\r \t")) == "---"
}

// Body returns the Markdown of a file without the front matter and the blank lines before it.
func Body(src []byte) []byte {
	src = bytes.TrimPrefix(src, byteOrderMark)
	_, end := cutFrontMatter(src)

	return bytes.TrimLeft(src[max(end, 0):], "\r\n")
}

// hasProblem reports whether one of the problems is of a rule.
func hasProblem(problems []problem.Problem, rule problem.Rule) bool {
	return slices.ContainsFunc(problems, func(p problem.Problem) bool {
		return p.Rule == rule.ID
	})
}
