package generate

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strings"
	"sync"

	"signpost/internal/output"
	"signpost/internal/render"
	"signpost/internal/search"
	"signpost/internal/site"
)

// Output returns the files of the site. They are rendered when their content is requested, from any goroutine. The
// search indexes take as long as all pages, so they are made at the same time.
func (r *Result) Output(ctx context.Context) (output.Site, error) {
	files, err := r.files(ctx)

	return output.Site{
		Files:    files,
		Producer: r.writeIndexes,
	}, err
}

// writeIndexes makes the files of the search indexes.
func (r *Result) writeIndexes(ctx context.Context, put func(output.File) error) error {
	for _, e := range r.Site.Editions {
		err := search.Write(ctx, e, r.Config.In(e.Language.Tag), func(f search.File) error {
			role := output.Versioned
			if f.Path == search.FirstFile {
				role = output.Index
			}

			if r.portable {
				f = search.Portable(f)
			}

			return put(output.Static(indexFile(e, f.Path), f.Data).As(role))
		})
		if err != nil {
			return err
		}
	}

	return nil
}

// indexFile returns the path of a file of the search index. Each language has its own index.
func indexFile(e *site.Edition, path string) string {
	return strings.TrimPrefix(e.AddressOf(path), "/")
}

// Live returns the files of a site that a server renders on request. Search indexes are made when they are first
// requested; only their first files are listed, and shard returns the others. After ctx is cancelled, indexes can no
// longer be made.
func (r *Result) Live(
	ctx context.Context,
) (files []output.File, shard func(path string) (output.File, bool), err error) {
	if files, err = r.files(ctx); err != nil {
		return nil, nil, err
	}

	indexes := map[string]liveIndex{} // by folder
	for _, e := range r.Site.Editions {
		index := r.liveIndex(ctx, e)
		first := indexFile(e, search.FirstFile)
		indexes[path.Dir(first)] = index
		files = append(files, output.Generated(first, func() ([]byte, error) {
			all, err := index()
			return all[first], err
		}))
	}

	shard = func(name string) (output.File, bool) {
		index, ok := indexes[path.Dir(name)]
		if !ok {
			return output.File{}, false
		}

		all, err := index()
		data, ok := all[name]

		return output.Static(name, data), ok && err == nil
	}

	return files, shard, nil
}

// liveIndex returns the files of a search index, by path. The first call makes them.
type liveIndex func() (map[string][]byte, error)

func (r *Result) liveIndex(ctx context.Context, e *site.Edition) liveIndex {
	return sync.OnceValues(func() (map[string][]byte, error) {
		list, err := search.Index(ctx, e, r.Config.In(e.Language.Tag))
		data := map[string][]byte{}
		for _, f := range list {
			path := indexFile(e, f.Path)
			data[path] = f.Data
		}

		return data, err
	})
}

// files returns all files except the search indexes, sorted by path.
func (r *Result) files(ctx context.Context) ([]output.File, error) {
	generated, err := r.generated(ctx)
	if err != nil {
		return nil, err
	}

	current := slices.Concat(generated.current, r.pictureFiles(ctx), r.copies())

	return sortFiles(withFormerPages(current, generated.former)), nil
}

// generated returns all files except the search indexes, pictures and copies of files in the content folder.
func (r *Result) generated(ctx context.Context) (fileLists, error) {
	registry := output.Static("codes.json", r.Site.Registry.Encode()).As(output.Index)
	files := []output.File{registry}

	var former []output.File
	for _, e := range r.Site.Editions {
		if ctx.Err() != nil {
			return fileLists{}, ctx.Err()
		}

		edition, err := r.editionFiles(e)
		if err != nil {
			return fileLists{}, err
		}

		files = append(files, edition.current...)
		former = append(former, edition.former...)
	}

	if !r.portable {
		files = append(files, r.filesForSearchEngines()...)
	}

	files = append(files, llmsFile(r.Config, r.Site))
	if !r.portable {
		files = append(files, hostFiles(r.Config, r.Site, files)...)
	}

	return fileLists{files, former}, nil
}

// filesForSearchEngines returns the sitemap, the feeds and robots.txt. They need the address of the site, unless
// robots.txt forbids everything.
func (r *Result) filesForSearchEngines() []output.File {
	switch {
	case r.Site.IsInternal():
		return []output.File{output.Static(robotsFile, []byte("User-agent: *\nDisallow: /\n"))}
	case r.Config.BaseURL == "":
		return nil
	}

	files := slices.Concat(sitemaps(r.Config, r.Site), feeds(r.Config, r.Site))
	if !r.ownRobots() {
		files = append(files, robots(r.Config))
	}

	return files
}

// sortFiles sorts files by path, and removes duplicates: languages share styles.
func sortFiles(files []output.File) []output.File {
	slices.SortFunc(files, func(a, b output.File) int {
		return cmp.Compare(a.Path, b.Path)
	})

	return slices.CompactFunc(files, func(a, b output.File) bool {
		return a.Path == b.Path
	})
}

// pictureFiles returns the pictures that pages show, and their variants. They are read when they are written.
func (r *Result) pictureFiles(ctx context.Context) []output.File {
	var files []output.File
	for _, p := range r.Site.Pictures {
		read := func() ([]byte, error) { return r.readContent(p.File) }
		files = append(files, output.Generated(site.PublicName(p.File), read).As(output.Loaded))
		for _, v := range p.Variants {
			files = append(files, output.Generated(site.VariantFolder+v.Name, func() ([]byte, error) {
				return r.scaler.Data(ctx, v, read)
			}).As(output.Loaded))
		}
	}

	return files
}

// readContent reads a file of the content folder.
func (r *Result) readContent(file string) ([]byte, error) {
	content, err := openFolder(r.contentDir, nil)
	if err != nil {
		return nil, err
	}
	defer content.Close()

	return content.ReadFile(file)
}

// fileLists are files of the site. The former ones are pages at old addresses.
type fileLists struct{ current, former []output.File }

// editionFiles returns the pages of one language, and the scripts with its theme strings.
func (r *Result) editionFiles(e *site.Edition) (fileLists, error) {
	tag := e.Language.Tag
	theme, err := r.themes.compile(r, tag)
	if err != nil {
		return fileLists{}, err
	}

	index := search.FirstFile
	if r.portable {
		index = search.FirstPortableFile
	}

	pages := theme.layouts.Pages(e, r.Config.In(tag), render.Assets{
		Style:        theme.Style,
		Script:       theme.Script,
		ListStyle:    theme.ListStyle,
		BookletStyle: theme.BookletStyle,
		Lists:        theme.Lists,
		Icon:         theme.Icon,
		Search:       theme.Search,
		Later:        theme.Later,
		Index:        e.AddressOf(index),
		Portable:     r.portable,
	})

	var files fileLists
	for _, p := range pages {
		list := &files.current
		if p.Former {
			list = &files.former
		}

		*list = append(*list, output.File{Path: p.Path, Write: p.Write})
	}

	copies := copier{r.readContent, theme.layouts.Facts}
	files.current = append(files.current, copies.files(e)...)

	for _, f := range theme.Files {
		files.current = append(files.current, output.Static(f.Path, f.Data).As(output.Versioned))
	}

	return files, nil
}
