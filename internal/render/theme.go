package render

import (
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"reflect"
	"strings"

	"signpost/internal/markdown"
	"signpost/internal/site"
	"signpost/internal/strictyaml"
)

// layoutNames lists the page types. A theme has a layout for each.
var layoutNames = []string{
	"home", "collection", "booklet", "article", "code", "moved", "errors", "search", "all", "contact", "missing",
}

func parseLayouts(theme fs.FS) (map[string]*template.Template, error) {
	common, err := template.ParseFS(theme, "layouts/base.html", "layouts/partials/*.html")
	if err != nil {
		return nil, err
	}

	layouts := map[string]*template.Template{}
	for _, name := range layoutNames {
		layout, err := common.Clone()
		if err != nil {
			return nil, err
		}

		layouts[name], err = layout.ParseFS(theme, path.Join("layouts", name+".html"))
		if err != nil {
			return nil, err
		}
	}

	return layouts, nil
}

const stringsFile = "strings.yaml"

func readStrings(theme fs.FS) (*themeStrings, error) {
	src, err := fs.ReadFile(theme, stringsFile)
	if err != nil {
		return nil, err
	}

	t := new(themeStrings)
	var errs []error

	for _, err := range strictyaml.Decode(src, 1, t) {
		errs = append(errs, fmt.Errorf("%s:%w (%s)", stringsFile, err, err.Hint))
	}

	for _, key := range t.Words.Unknown() {
		errs = append(errs, fmt.Errorf("%s: unknown key %q", stringsFile, "words."+key))
	}

	for _, key := range missingKeys("", reflect.ValueOf(*t)) {
		errs = append(errs, fmt.Errorf("%s: %q is missing", stringsFile, key))
	}

	if n := len(t.Months); n != 0 && n != 12 {
		errs = append(errs, fmt.Errorf("%s: \"months\" has %d names, not 12", stringsFile, n))
	}

	return t, errors.Join(errs...)
}

// Language returns the theme strings that package site needs.
func Language(theme fs.FS, tag string) (site.Language, error) {
	t, err := readStrings(theme)
	if err != nil {
		return site.Language{}, fmt.Errorf("theme: strings in %s: %w", tag, err)
	}

	return site.Language{Tag: tag, Name: t.Name, Labels: t.Words}, nil
}

// missingKeys returns the keys of strings.yaml without text. Otherwise, a page could have a button without a label.
func missingKeys(key string, v reflect.Value) []string {
	if labels, ok := v.Interface().(markdown.Labels); ok {
		var keys []string
		for _, label := range labels.Missing() {
			keys = append(keys, key+"."+label)
		}

		return keys
	}

	switch v.Kind() {
	case reflect.Struct:
		var keys []string
		for i := range v.NumField() {
			child := key + "." + v.Type().Field(i).Tag.Get("yaml")
			keys = append(keys, missingKeys(strings.TrimPrefix(child, "."), v.Field(i))...)
		}

		return keys

	case reflect.Slice:
		if v.Len() > 0 {
			return nil
		}

	default:
		if !v.IsZero() {
			return nil
		}
	}

	return []string{key}
}
