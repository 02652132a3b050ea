package generate

import (
	"bytes"
	"fmt"
	"strings"

	"signpost/internal/article"
	"signpost/internal/codes"
	"signpost/internal/config"
	"signpost/internal/library"
	"signpost/internal/output"
	"signpost/internal/render"
	"signpost/internal/site"
)

// llmsFile returns the list of articles for programs, llms.txt (https://llmstxt.org).
func llmsFile(cfg *config.Config, s *site.Site) output.File {
	return output.Generated("llms.txt", func() ([]byte, error) {
		return articleList(cfg, s), nil
	})
}

// copier writes a Markdown copy of each article of a language next to its page, for programs.
type copier struct {
	read  func(file string) ([]byte, error) // returns the source of an article
	facts func(a *library.Article, code codes.Code) []render.Fact
}

// files returns the copies of all articles. The sources are read when the copies are written.
func (c copier) files(e *site.Edition) []output.File {
	var files []output.File
	for _, a := range e.Articles {
		files = append(files, output.File{
			Path:  a.File,
			Write: func(b *bytes.Buffer) error { return c.write(b, a) },
		})
	}

	return files
}

const robotsFile = "robots.txt"

// robots returns robots.txt, which allows everything and names the sitemap.
func robots(cfg *config.Config) output.File {
	text := "User-agent: *\nAllow: /\nSitemap: " + absolute(cfg, "/sitemap.xml") + "\n"
	return output.Static(robotsFile, []byte(text))
}

// write writes the source of an article, with its title instead of the front matter, and the facts about its codes
// below their headings. The copy has the same path as the source, so that relative links work.
func (c copier) write(b *bytes.Buffer, a *library.Article) error {
	source, err := c.read(a.File)
	if err != nil {
		return err
	}

	body := article.Body(c.withFacts(source, a))
	if hasTitle := bytes.HasPrefix(body, []byte("# ")); !hasTitle {
		b.WriteString("# " + asMarkdown(a.Title) + "\n\n")
	}

	b.Write(body)
	render.ReplaceForbidden(b)

	return nil
}

// withFacts adds the facts about codes below their headings that begin with "#".
func (c copier) withFacts(source []byte, a *library.Article) []byte {
	below := map[int]string{}
	for _, s := range a.CodeSections {
		for _, f := range c.facts(a, s.Code) {
			below[s.Line] += "- " + asMarkdown(f.Label+": "+f.Value) + "\n"
		}
	}

	if len(below) == 0 {
		return source
	}

	var text []byte
	line := 0
	for l := range bytes.Lines(source) {
		line++
		text = append(text, l...)
		if facts := below[line]; facts != "" && bytes.HasPrefix(l, []byte("#")) {
			text = append(text, "\n"+facts...)
		}
	}

	return text
}

// articleList returns llms.txt: all articles, by collection.
func articleList(cfg *config.Config, s *site.Site) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n", asMarkdown(cfg.Title))

	if cfg.Description != "" {
		fmt.Fprintf(&b, "\n> %s\n", asMarkdown(cfg.Description))
	}

	for _, e := range s.Editions {
		for _, c := range e.Collections {
			appendArticles(&b, cfg, c.Title, s.Findable(c.Articles))
		}
	}

	return b.Bytes()
}

func appendArticles(b *bytes.Buffer, cfg *config.Config, title string, articles []*library.Article) {
	if len(articles) == 0 {
		return
	}

	fmt.Fprintf(b, "\n## %s\n\n", asMarkdown(title))

	for _, a := range articles {
		fmt.Fprintf(b, "- [%s](%s)", asMarkdown(a.Title), absolute(cfg, "/"+a.File))

		if a.Description != "" {
			fmt.Fprintf(b, ": %s", asMarkdown(a.Description))
		}

		b.WriteByte('\n')
	}
}

// markup begins code, links and HTML in Markdown, or ends them.
var markup = strings.NewReplacer(`\`, `\\`, "`", "\\`", "[", `\[`, "]", `\]`, "<", `\<`)

// asMarkdown returns Markdown that shows a text as it is, on one line.
func asMarkdown(text string) string {
	return markup.Replace(strings.Join(strings.Fields(text), " "))
}
