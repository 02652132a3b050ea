package generate

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"signpost/internal/bundle"
	"signpost/internal/config"
	"signpost/internal/output"
	"signpost/internal/problem"
	"signpost/internal/render"
	"signpost/internal/rules"
	"signpost/internal/search"
	"signpost/internal/site"
	"signpost/themes"
)

// look is how the pages of one language look: the script and the theme have its words.
type look struct {
	*bundle.Assets
	theme *render.Theme
}

func newLook(theme fs.FS) (look, error) {
	assets, err := bundle.Build(theme)
	if err != nil {
		return look{}, err
	}
	parsed, err := render.ParseTheme(theme)
	return look{assets, parsed}, err
}

// looks of the default theme are the same for every build of one process: it is part of the program.
var looks sync.Map // language to func() (look, error)

func (r *Result) lookIn(tag string) (look, error) {
	theme, _ := themes.ForLanguage(r.theme, tag)
	if r.Config.Theme != config.DefaultTheme {
		return newLook(theme)
	}
	made, _ := looks.LoadOrStore(tag, sync.OnceValues(func() (look, error) { return newLook(theme) }))
	return made.(func() (look, error))()
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
	theme, _ := themes.ForLanguage(r.theme, tag)
	return render.Language(theme, tag)
}

// checkLanguages reports languages that the theme has no words in, and those in which nothing is written. The content folder's own is among the
// first: its pages would say that they are in one language, and have buttons in another, which a screen reader would read out wrongly.
func (r *Result) checkLanguages(file string) {
	place := problem.Place{File: file}
	if tag := r.Config.Language; tag != "" {
		r.checkWords(place, tag, "")
	}
	for _, tag := range slices.Sorted(maps.Keys(r.Config.Languages)) {
		r.checkWords(place, tag, "leave it out, or ")
		written := func(e *site.Site) bool { return e.Language.Tag == tag && (e.Home.Index != nil || len(e.Articles) > 0) }
		if !slices.ContainsFunc(r.Site.Editions, written) {
			r.Problems = append(r.Problems, rules.WrongValue.At(place, "write articles in the folder "+r.contentDir+"/"+tag+", or leave the language out",
				"the settings name the language %q, and no article is written in it", tag))
		}
	}
}

func (r *Result) checkWords(place problem.Place, tag, instead string) {
	if _, ok := themes.ForLanguage(r.theme, tag); !ok {
		theme := r.Config.Theme
		if theme == config.DefaultTheme {
			theme = "NAME"
		}
		hint := fmt.Sprintf("%stranslate the words: signpost new theme %s strings.%s.yaml begins them; there are words in %s",
			instead, theme, tag, strings.Join(themes.Languages(), ", "))
		r.Problems = append(r.Problems, rules.WrongValue.At(place, hint, "the settings name the language %q, and the theme has no words in it", tag))
	}
}

// edition is what belongs to one language: its pages, and the script with its words.
func (r *Result) edition(e *site.Site) ([]output.File, error) {
	tag := e.Language.Tag
	look, err := r.lookIn(tag)
	if err != nil {
		return nil, err
	}
	index := search.FirstFile
	if r.portable {
		index = search.FirstPortableFile
	}
	pages := look.theme.Pages(e, r.Config.In(tag), render.Assets{
		Style:    look.Style,
		Script:   look.Script,
		Lists:    look.Lists,
		Icon:     look.Icon,
		Search:   look.Search,
		Index:    e.Own(index),
		Portable: r.portable,
	})
	var files []output.File
	for _, p := range pages {
		files = append(files, output.File{Path: p.Path, Write: p.Write})
	}
	for _, f := range look.Files {
		files = append(files, output.Static(f.Path, f.Data))
	}
	return files, nil
}
