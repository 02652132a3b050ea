package build

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"signpost/internal/bundle"
	"signpost/internal/output"
	"signpost/internal/problem"
	"signpost/internal/render"
	"signpost/internal/search"
	"signpost/internal/site"
	"signpost/themes"
)

// assets of the default theme are the same for every build of one process: it is part of the program. The script has the words of one language.
var assets sync.Map // language to func() (*bundle.Assets, error)

func (r *Result) assetsIn(tag string) (*bundle.Assets, error) {
	theme, _ := themes.In(r.theme, tag)
	if r.Config.Theme != defaultTheme {
		return bundle.Build(theme)
	}
	made, _ := assets.LoadOrStore(tag, sync.OnceValues(func() (*bundle.Assets, error) { return bundle.Build(theme) }))
	return made.(func() (*bundle.Assets, error))()
}

// languages are those of the settings: that of the content folder, and the others.
func (r *Result) languages() (own site.Language, others []site.Language, err error) {
	if own, err = r.languageOf(r.Config.Language); err != nil {
		return own, nil, err
	}
	for _, tag := range slices.Sorted(maps.Keys(r.Config.Languages)) {
		language, err := r.languageOf(tag)
		if err != nil {
			return own, nil, err
		}
		others = append(others, language)
	}
	return own, others, nil
}

func (r *Result) languageOf(tag string) (site.Language, error) {
	theme, _ := themes.In(r.theme, tag)
	return render.Language(theme, tag)
}

// checkLanguages reports languages that the theme has no words in, and those in which nothing is written. The content folder's own is among the
// first: its pages would say that they are in one language, and have buttons in another, which a screen reader would read out wrongly.
func (r *Result) checkLanguages(file string) {
	place := problem.Place{File: file}
	if tag := r.Config.Language; tag != "" {
		r.checkWords(place, tag, "write its words as strings."+tag+".yaml in a theme of your own (docs/theming.md)")
	}
	for _, tag := range slices.Sorted(maps.Keys(r.Config.Languages)) {
		r.checkWords(place, tag, "leave it out, or write strings."+tag+".yaml in a theme of your own")
		written := func(e *site.Site) bool { return e.Language.Tag == tag && (e.Home.Index != nil || len(e.Articles) > 0) }
		if !slices.ContainsFunc(r.Site.Editions, written) {
			r.Problems = append(r.Problems, problem.WrongValue.At(place, "write articles in the folder "+r.contentDir+"/"+tag+", or leave the language out",
				"the settings name the language %q, and no article is written in it", tag))
		}
	}
}

func (r *Result) checkWords(place problem.Place, tag, hint string) {
	if _, ok := themes.In(r.theme, tag); !ok {
		r.Problems = append(r.Problems, problem.WrongValue.At(place, hint+"; there are words in "+strings.Join(themes.Languages(), ", "),
			"the settings name the language %q, and the theme has no words in it", tag))
	}
}

// edition is what belongs to one language: its pages, and the script with its words.
func (r *Result) edition(e *site.Site) ([]output.File, error) {
	tag := e.Language.Tag
	bundled, err := r.assetsIn(tag)
	if err != nil {
		return nil, err
	}
	theme, _ := themes.In(r.theme, tag)
	index := search.FirstFile
	if r.disk {
		index = search.FirstScript
	}
	pages, err := render.Pages(e, r.Config.In(tag), theme, render.Assets{
		Style: bundled.Style, Script: bundled.Script, Lists: bundled.Lists, Icon: bundled.Icon, Search: bundled.Search, Index: e.Own(index), Disk: r.disk,
	})
	if err != nil {
		return nil, err
	}
	var files []output.File
	for _, p := range pages {
		files = append(files, output.File{Path: p.Path, Data: p.Render})
	}
	for _, f := range bundled.Files {
		files = append(files, output.Static(f.Path, f.Data))
	}
	return files, nil
}
