package migrate

import (
	"cmp"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"signpost/internal/migrate/anchors"
)

// mkdocs is MkDocs, with the extensions that Material for MkDocs recommends.
var mkdocs = Generator{
	Name:     "mkdocs",
	Settings: []string{"mkdocs.yml", "mkdocs.yaml", "zensical.toml"},
	Signs:    []string{"\n!!! ", "\n??? ", "\n=== \"", "--8<--"},
	Read:     readMkDocs,
	Address:  mkdocsAddress,
	Anchors:  anchors.MkDocs,
	Conversions: []Conversion{
		convertMkDocsIncludes,
		convertMkDocsMacros,
		convertMkDocsBlocks,
		convertTerminals,
		convertFences,
		convertFigures,
		convertMkDocsInline,
		convertAttributes,
		escapeVariables,
	},
}

// mkdocsSettings are the settings that addresses depend on.
type mkdocsSettings struct {
	flat   bool // use_directory_urls: false
	macros bool // pages are templates of Jinja
}

func readMkDocs(p *Project) error {
	p.Extra = &mkdocsSettings{}
	settings, err := readMkDocsFile(p)
	if err != nil {
		p.Note(p.Evidence, 0, KindSettings, "%v", err)
		settings = &yaml.Node{}
	}

	p.Extra.(*mkdocsSettings).flat = scalar(settings, "use_directory_urls") == "false"
	p.Title = scalar(settings, "site_name")
	p.Description = scalar(settings, "site_description")
	p.BaseURL = scalar(settings, "site_url")
	p.Language = scalar(settings, "theme", "language")

	docs := p.join(cmp.Or(scalar(settings, "docs_dir"), "docs"))
	if p.Evidence == p.Base || !p.HasDir(docs) {
		docs = p.Base
	}

	p.AddDocs(Docs{Dir: docs, Skip: gitignored(scalar(settings, "exclude_docs"))})
	r := mkdocsReader{p, docs}
	r.readExtensions(child(settings, "markdown_extensions"))
	r.readPlugins(child(settings, "plugins"))
	r.readNav(child(settings, "nav"), 0)

	return nil
}

// mkdocsReader reads parts of mkdocs.yml.
type mkdocsReader struct {
	*Project
	docs string
}

// readExtensions finds the rule for IDs, which the option slugify of the table of contents changes.
func (r mkdocsReader) readExtensions(n *yaml.Node) {
	for name, options := range named(n) {
		if strings.Contains(name, "macros") {
			r.Extra.(*mkdocsSettings).macros = true
		}

		slugify := child(options, "slugify")
		if name == "toc" && slugify.Kind != 0 {
			r.Anchors = anchors.MkDocsUnicode
		}
	}
}

// readPlugins reads the redirects of the plugin of that name.
func (r mkdocsReader) readPlugins(n *yaml.Node) {
	for name, options := range named(n) {
		if name == "macros" {
			r.Extra.(*mkdocsSettings).macros = true
		}
		if name != "redirects" {
			continue
		}

		for from, to := range pairs(child(options, "redirect_maps")) {
			r.Redirects = append(r.Redirects, Redirect{
				From: r.url(from.Value),
				To:   r.url(to.Value),
				File: r.Evidence,
				Line: from.Line,
			})
		}
	}
}

// url returns the address of a file that a redirect names.
func (p mkdocsReader) url(name string) string {
	if scheme.MatchString(name) {
		return name
	}

	file, fragment, hasFragment := strings.Cut(name, "#")
	address := mkdocsAddress(&Page{Project: p.Project, Name: file, Docs: &Docs{}})
	if hasFragment {
		address += "#" + fragment
	}

	return address
}

// named yields the items of a list or mapping whose items are names with options.
func named(n *yaml.Node) func(yield func(string, *yaml.Node) bool) {
	return func(yield func(string, *yaml.Node) bool) {
		none := &yaml.Node{}
		for key, value := range pairs(n) {
			if !yield(key.Value, value) {
				return
			}
		}

		if n.Kind != yaml.SequenceNode {
			return
		}

		for _, item := range n.Content {
			if item.Kind == yaml.ScalarNode && !yield(item.Value, none) {
				return
			}

			for key, value := range pairs(item) {
				if !yield(key.Value, value) {
					return
				}
			}
		}
	}
}

// maxLevels limits how deep menus are read.
const maxLevels = 20

// readNav reads the menu: files, files with a title, and groups.
func (p mkdocsReader) readNav(n *yaml.Node, level int) {
	if level > maxLevels {
		return
	}

	add := func(title, file string) {
		p.Navigation = append(p.Navigation, Entry{File: path.Join(p.docs, file), Title: title, Level: level})
	}

	for _, item := range n.Content {
		if item.Kind == yaml.ScalarNode {
			add("", item.Value)
		}

		for title, value := range pairs(item) {
			if value.Kind == yaml.ScalarNode {
				add(title.Value, value.Value)
				continue
			}

			p.Navigation = append(p.Navigation, Entry{Title: title.Value, Level: level})
			p.readNav(value, level+1)
		}
	}
}

func mkdocsAddress(p *Page) string {
	settings, _ := p.Project.Extra.(*mkdocsSettings)
	if settings != nil && settings.flat {
		return htmlFileAddress(p)
	}

	return folderAddress(p)
}
