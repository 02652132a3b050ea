package generate

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"signpost/internal/article"
	"signpost/internal/library"
	"signpost/internal/output"
	"signpost/internal/site"
)

// plain are the files for programs that read: a Markdown copy of each article beside its page, llms.txt, which lists them as
// https://llmstxt.org proposes, and robots.txt.
func (r *Result) plain() []output.File {
	files := []output.File{output.Generated("llms.txt", func() ([]byte, error) { return r.list(), nil })}
	if r.Config.BaseURL != "" && !r.portable {
		text := "User-agent: *\nAllow: /\nSitemap: " + r.whole("/sitemap.xml") + "\n"
		files = append(files, output.Static("robots.txt", []byte(text)))
	}
	for _, e := range r.Site.Editions {
		for _, a := range e.Articles {
			files = append(files, output.File{Path: a.File, Write: func(b *bytes.Buffer) error { return r.markdown(b, a) }})
		}
	}
	return files
}

// markdown is an article as it was written, its title above it in place of its front matter. It stands where it stands in the content
// folder, so that the links in it hold.
func (r *Result) markdown(b *bytes.Buffer, a *library.Article) error {
	file, err := os.Open(filepath.Join(r.contentDir, filepath.FromSlash(a.File)))
	if err != nil {
		return err
	}
	defer file.Close()
	src := sources.Get().(*bytes.Buffer)
	defer sources.Put(src)
	src.Reset()
	if _, err := src.ReadFrom(file); err != nil {
		return err
	}
	body := article.Body(src.Bytes())
	if !bytes.HasPrefix(body, []byte("# ")) { // else its title stands there
		b.WriteString("# " + a.Title + "\n\n")
	}
	b.Write(body)
	return nil
}

// sources are used again, one for each processor.
var sources = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func (r *Result) list() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n", r.Config.Title)
	if r.Config.Description != "" {
		fmt.Fprintf(&b, "\n> %s\n", r.Config.Description)
	}
	for _, e := range r.Site.Editions {
		for _, c := range e.Collections {
			r.listArticles(&b, c)
		}
	}
	return b.Bytes()
}

func (r *Result) listArticles(b *bytes.Buffer, c *site.Collection) {
	if len(c.Articles) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s\n\n", c.Title)
	for _, a := range c.Articles {
		fmt.Fprintf(b, "- [%s](%s)", a.Title, r.whole("/"+a.File))
		if a.Description != "" {
			fmt.Fprintf(b, ": %s", a.Description)
		}
		b.WriteByte('\n')
	}
}
