package generate

import (
	"bytes"
	"fmt"
	"strings"

	"signpost/internal/article"
	"signpost/internal/config"
	"signpost/internal/library"
	"signpost/internal/output"
	"signpost/internal/site"
)

// plainFiles returns the files for programs: a Markdown copy of each article next to its page, and their list, llms.txt
// (https://llmstxt.org). read returns the source of an article when its copy is written.
func plainFiles(cfg *config.Config, s *site.Site, read func(file string) ([]byte, error)) []output.File {
	list := output.Generated("llms.txt", func() ([]byte, error) {
		return articleList(cfg, s), nil
	})

	files := []output.File{list}
	for _, e := range s.Editions {
		for _, a := range e.Articles {
			files = append(files, output.File{
				Path: a.File,
				Write: func(b *bytes.Buffer) error {
					return writeMarkdown(b, read, a)
				},
			})
		}
	}

	return files
}

const robotsFile = "robots.txt"

// robots returns robots.txt, which allows everything and names the sitemap.
func robots(cfg *config.Config) output.File {
	text := "User-agent: *\nAllow: /\nSitemap: " + absolute(cfg, "/sitemap.xml") + "\n"
	return output.Static(robotsFile, []byte(text))
}

// writeMarkdown writes the source of an article, with its title instead of the front matter. The copy has the same
// path as the source, so that relative links work.
func writeMarkdown(b *bytes.Buffer, read func(file string) ([]byte, error), a *library.Article) error {
	source, err := read(a.File)
	if err != nil {
		return err
	}

	body := article.Body(source)
	if hasTitle := bytes.HasPrefix(body, []byte("# ")); !hasTitle {
		b.WriteString("# " + asMarkdown(a.Title) + "\n\n")
	}

	b.Write(body)

	return nil
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
