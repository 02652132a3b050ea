package generate

import (
	"errors"
	"io/fs"
	"path"
	"slices"

	"signpost/internal/brand"
	"signpost/internal/contrast"
	"signpost/internal/limit"
	"signpost/internal/picture"
	"signpost/internal/problem"
	"signpost/internal/regular"
	"signpost/internal/rules"
	"signpost/internal/strictyaml"
	"signpost/themes"
)

// addBrand adds the colours, the font and the icon of the settings to the theme, and reports those that cannot be used.
func (r *Result) addBrand(configFile string) error {
	settings := r.Config.Brand
	tokens, err := themes.Tokens(r.theme)
	if err != nil {
		return err
	}

	b := brander{Result: r, file: configFile}
	css := b.colours(tokens)
	font := brand.Font{
		Regular: b.font("font_file", settings.FontFile),
		Bold:    b.font("font_file_bold", settings.FontFileBold),
	}

	if settings.Font != "" {
		if font.Names, err = brand.ParseFont(settings.Font); err != nil {
			return err
		}
	}

	fontCSS, files := font.CSS(contrast.Parse(tokens, false)["font"])
	icon := b.icon(settings.Icon)

	css += fontCSS
	if css == "" && icon == nil {
		return nil
	}

	r.theme, err = themes.WithBrand(r.theme, css, files, icon)
	r.brand = css + string(icon)

	return err
}

// brander reads what the settings say about the brand.
type brander struct {
	*Result
	file string
	src  []byte // of the settings, read when a problem needs a line
}

// report reports a problem of a key of the brand.
func (b *brander) report(rule problem.Rule, key, hint, format string, args ...any) {
	if b.src == nil {
		b.src, _ = regular.ReadFile(b.file) // without it, the problem has no line
	}

	place := problem.Place{
		File: b.file,
		Line: strictyaml.LineOf(b.src, 1, "brand", key),
	}

	b.add([]problem.Problem{rule.At(place, hint, format, args...)})
}

// colours returns the style sheet with the colours of the brand.
func (b *brander) colours(tokens string) string {
	s := b.Config.Brand
	result := brand.Derive(tokens, brand.Colours{
		Accent: s.Colour,
		Link:   s.Link,
		Dark:   s.ColourDark,
	})

	const needs = "brand.%s: links in %s would have a contrast of %.2f on --%s; it must be at least %.1f"
	if u := result.Accent; u != nil {
		b.report(rules.LowContrast.Rule, "colour",
			`links are `+u.Nearest+` instead: add link: "`+u.Nearest+`" to agree, or another colour that can be read`,
			needs, "colour", u.Colour, u.Ratio, u.Pair.Background, u.Pair.Minimum)
	}

	for key, u := range map[string]*brand.Unreadable{"link": result.Link, "colour_dark": result.Dark} {
		if u != nil {
			b.report(rules.WrongValue, key, `the nearest colour that can be read is "`+u.Nearest+`"`,
				needs, key, u.Colour, u.Ratio, u.Pair.Background, u.Pair.Minimum)
		}
	}

	return result.CSS
}

// font returns the content of a font in the content folder, or nil.
func (b *brander) font(key, name string) []byte {
	data := b.read(key, name)
	if data != nil && !brand.IsWOFF2(data) {
		b.report(rules.WrongValue, key, "convert the font to WOFF2", "brand.%s: %q is not a WOFF2 file", key, name)
		return nil
	}

	return data
}

// icon returns the content of a picture in the content folder, or nil.
func (b *brander) icon(name string) []byte {
	data := b.read("icon", name)
	if data == nil {
		return nil
	}

	if !slices.Contains([]string{".svg", ".png"}, path.Ext(name)) {
		b.report(rules.WrongValue, "icon", "use an .svg or a .png file", "brand.icon: %q is not a picture", name)
		return nil
	}

	if _, err := picture.Read(name, data); err != nil {
		hint := "use a plain drawing"
		if rejected := new(picture.Error); errors.As(err, &rejected) {
			hint = rejected.Hint
		}

		b.report(rules.BadPicture, "icon", hint, "brand.icon: %q cannot be shown: %v", name, err)

		return nil
	}

	return data
}

// read returns the content of a file that every page loads, or nil.
func (b *brander) read(key, name string) []byte {
	if name == "" {
		return nil
	}

	data, err := b.readContent(name)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid):
		b.report(rules.WrongValue, key, "use the name of a file in the content folder",
			"brand.%s: there is no file %q", key, name)
	case err != nil:
		b.report(rules.WrongValue, key, "use a file in the content folder", "brand.%s: %v", key, err)
	case len(data) > limit.Brand:
		b.report(rules.WrongValue, key, "use a smaller file: every page loads it",
			"brand.%s: %q has %d KB; the limit is %d KB", key, name, len(data)>>10, limit.Brand>>10)
		return nil
	case len(data) == 0:
		b.report(rules.WrongValue, key, "use another file", "brand.%s: %q is empty", key, name)
		return nil
	}

	return data
}
