package build

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"signpost/internal/article"
	"signpost/internal/output"
)

// plain are the files for programs that read: a Markdown copy of each article beside its page, llms.txt, which lists them as
// https://llmstxt.org proposes, and robots.txt.
func (r *Result) plain() []output.File {
	files := []output.File{{Path: "llms.txt", Data: func() ([]byte, error) { return r.list(), nil }}}
	if r.Config.BaseURL != "" {
		text := "User-agent: *\nAllow: /\nSitemap: " + r.whole("/sitemap.xml") + "\n"
		files = append(files, output.Static("robots.txt", []byte(text)))
	}
	for _, a := range r.Site.Articles {
		files = append(files, output.File{Path: a.File, Data: func() ([]byte, error) { return r.markdown(a) }})
	}
	return files
}

// markdown is an article as it was written, its title above it in place of its front matter. It stands where it stands in the content
// folder, so that the links in it hold.
func (r *Result) markdown(a *article.Article) ([]byte, error) {
	src, err := os.ReadFile(filepath.Join(r.contentDir, filepath.FromSlash(a.File)))
	if err != nil {
		return nil, err
	}
	body := article.Body(src)
	if bytes.HasPrefix(body, []byte("# ")) {
		return body, nil // its title stands there
	}
	return append([]byte("# "+a.Title+"\n\n"), body...), nil
}

func (r *Result) list() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n", r.Config.Title)
	if r.Config.Description != "" {
		fmt.Fprintf(&b, "\n> %s\n", r.Config.Description)
	}
	for _, c := range r.Site.Collections {
		if len(c.Articles) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n", c.Title)
		for _, a := range c.Articles {
			fmt.Fprintf(&b, "- [%s](%s)", a.Title, r.whole("/"+a.File))
			if a.Description != "" {
				fmt.Fprintf(&b, ": %s", a.Description)
			}
			b.WriteByte('\n')
		}
	}
	return b.Bytes()
}
