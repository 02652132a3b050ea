package migrate

import (
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"signpost/internal/migrate/anchors"
)

// gitbook is GitBook, which stores its pages in a repository with a SUMMARY.md.
var gitbook = Generator{
	Name:     "gitbook",
	Settings: []string{".gitbook.yaml", ".gitbook.yml", "book.json"},
	Weak:     []string{"SUMMARY.md"},
	Signs:    []string{"{% hint", "{% content-ref", "{% endtab", "{% embed"},
	Read:     readGitBook,
	Address:  gitbookAddress,
	Anchors:  anchors.GitBook,
	Conversions: []Conversion{
		convertGitBookIncludes,
		convertHeadingAnchors,
		convertFences,
		convertFigures,
		convertGitBookMentions,
		convertGitBookTables,
		convertGitBookTags,
		escapeVariables,
	},
}

// gitbookAddress returns the address of a page. One for some readers only has none that others know.
func gitbookAddress(p *Page) string {
	if p.Front.Get("if") != "" {
		return ""
	}

	return folderAddress(p)
}

func readGitBook(p *Project) error {
	settings := &yaml.Node{}
	if strings.HasSuffix(p.Evidence, "ml") {
		n, err := p.ReadYAML(p.Evidence)
		if err != nil {
			p.Note(p.Evidence, 0, KindSettings, "%v", err)
		} else {
			settings = n
		}
	}

	root := p.join(scalar(settings, "root"))
	spaces := gitbookSpaces(p, root)
	for _, space := range spaces {
		prefix := strings.TrimPrefix(strings.TrimPrefix(space, root), "/")
		summary := path.Join(space, "SUMMARY.md")
		if name := scalar(settings, "structure", "summary"); name != "" {
			summary = path.Join(space, name)
		}

		readSummary(p, summary)
		p.AddDocs(Docs{Dir: space, Prefix: prefix, Skip: func(name string) bool {
			return path.Join(space, name) == summary || isPage(name) && strings.HasPrefix(name, ".gitbook/")
		}})
	}

	for from, to := range pairs(child(settings, "redirects")) {
		target := "/" + stem(path.Clean("/" + to.Value)[1:])
		if isIndexName(target) {
			target = path.Dir(target)
		}

		p.Redirects = append(p.Redirects, Redirect{
			From: "/" + from.Value,
			To:   target,
			File: p.Evidence,
			Line: from.Line,
		})
	}

	return nil
}

// gitbookSpaces returns the folder that was published: the root, or if this has no menu, each folder with one.
func gitbookSpaces(p *Project, root string) []string {
	if p.Exists(path.Join(root, "SUMMARY.md")) {
		return []string{root}
	}

	var spaces []string
	for _, name := range p.folders(root) {
		if p.Exists(path.Join(name, "SUMMARY.md")) {
			spaces = append(spaces, name)
		}
	}

	if len(spaces) == 0 {
		return []string{root}
	}

	return spaces
}
