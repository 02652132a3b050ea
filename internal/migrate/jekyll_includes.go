package migrate

import (
	"path"
	"slices"
	"strings"

	"signpost/internal/migrate/liquid"
)

// include writes the text of another file. One that is not here, or of which something is not known, is replaced by
// what its arguments say if its name is that of a usual theme.
func (r *templateRun) include(n *liquid.Node) bool {
	name, params := liquid.Params(n.Args)
	arguments := map[string]any{}
	for _, p := range params {
		value, ok := liquid.Eval(p.Value, r.lookup)
		if !ok {
			return false
		}

		arguments[p.Name] = value
	}

	if strings.Contains(name, "{{") || name == "" {
		return false
	}

	if result, ok := r.included(n, name, arguments); ok {
		r.w.add(result)
		return true
	}

	result, ok := r.known(n, stem(path.Base(name)), arguments)
	if ok {
		r.w.add(result)
		return true
	}

	return r.missing(n, name)
}

// included returns the text of a file with its values replaced.
func (r *templateRun) included(n *liquid.Node, name string, arguments map[string]any) (rendered, bool) {
	files := []string{path.Join(r.site.source, "_includes", name)}
	if n.Name == "include_relative" {
		files = []string{path.Join(path.Dir(r.body.placeOf(n.Start).file), name), path.Join(path.Dir(r.Source), name)}
	}

	file, src, ok := r.firstFile(files)
	if !ok || slices.Contains(r.above, file) || len(r.above) >= maxIncludesAbove {
		return rendered{}, false
	}

	if r.Page.included += len(src) + 100; r.Page.included > maxIncluded {
		return rendered{}, false
	}

	_, text, first, _ := splitFront(src)
	sub := r.sub()
	sub.body = &body{}
	sub.body.setText(file, strings.Trim(text, "\n"), first)
	sub.arguments = arguments
	sub.above = append(slices.Clone(r.above), file)
	sub.nodes(liquid.Parse(sub.body.Text), 0, len(sub.body.Text))
	lines := trimBlank(sub.w.finish())
	if sub.failed || strings.Contains(joinLines(lines), "<script") {
		return rendered{}, false
	}

	if !isPage(name) {
		return plainHTML(lines), true
	}

	return rendered{lines, len(lines) > 1}, true
}

// firstFile reads the first file that exists.
func (r *templateRun) firstFile(names []string) (name, text string, ok bool) {
	for _, name := range names {
		if src, err := r.Project.Read(name); err == nil {
			return name, r.decode(src), true
		}
	}

	return "", "", false
}

// plainHTML leaves out indentation, which would make code of HTML, and elements that only say how something looks. An
// element with the class of a callout becomes a callout.
func plainHTML(lines []textLine) rendered {
	html := strings.TrimSpace(joinLines(lines))
	isCallout := calloutClass.MatchString(html)
	kind := "note"
	if isCallout {
		opening, _, _ := strings.Cut(html, ">")
		kind = firstOf(strings.ToLower(kindInClass.FindString(opening)), kind)
	}

	var kept []textLine
	for _, l := range lines {
		l.text = strings.TrimSpace(plainTag.ReplaceAllString(l.text, ""))
		if l.text != "" || isCallout && len(kept) > 0 {
			kept = append(kept, l)
		}
	}

	if isCallout && len(kept) > 0 && !hasHeading(kept) {
		return rendered{quote("", calloutHead(kind, "", false), kept[0].at, kept), true}
	}

	return rendered{kept, len(kept) > 1}
}

// known returns the text that the includes of common themes show.
func (r *templateRun) known(n *liquid.Node, name string, arguments map[string]any) (rendered, bool) {
	at := r.body.placeOf(n.Start)
	get := func(keys ...string) string {
		for _, key := range keys {
			if text := liquid.Text(arguments[key]); text != "" {
				return text
			}
		}

		return ""
	}

	text := get("content", "text", "message", "body")
	word := strings.ToLower(firstOf(get("type", "style", "kind"), name))
	source := get("file", "src", "url", "image_path", "image", "path")
	switch {
	case (isCallout(word) || name == "callout" || name == "alert") && text != "":
		head := calloutHead(word, get("title"), get("title") != "")
		if !isCallout(word) {
			head = calloutHead("note", get("title"), get("title") != "")
		}

		var lines []textLine
		for line := range strings.SplitSeq(text, "\n") {
			lines = append(lines, textLine{line, at})
		}

		return rendered{quote("", head, at, lines), true}, true
	case slices.Contains([]string{"image", "figure", "img", "inline_image", "screenshot"}, name) && source != "":
		picture := "![" + firstOf(get("alt", "caption", "title"), "") + "](" + escapeSpaces(source) + ")"
		lines := []textLine{{picture, at}}
		if caption := get("caption"); caption != "" {
			lines = append(lines, textLine{"", at}, textLine{caption, at})
		}

		return rendered{lines, name != "inline_image"}, true
	case name == "video" && get("provider") == "vimeo" && get("id") != "":
		return rendered{[]textLine{{"[Watch the video](https://vimeo.com/" + get("id") + ")", at}}, true}, true
	case strings.Contains(name+get("provider"), "youtube") && get("id", "video_id", "video", "url") != "":
		target := get("id", "video_id", "video", "url")
		if !scheme.MatchString(target) {
			target = "https://www.youtube.com/watch?v=" + target
		}

		film := "[" + firstOf(get("title"), "Watch the video") + "](" + target + ")"

		return rendered{[]textLine{{film, at}}, true}, true
	case slices.Contains([]string{"toc", "head", "header", "footer", "sidebar", "nav", "links"}, name):
		return rendered{}, true
	}

	return rendered{}, false
}

// missing shows an include that is not here as text, with one note for all its uses.
func (r *templateRun) missing(n *liquid.Node, name string) bool {
	if r.strict || n.Name == "include_relative" || r.Project.Exists(path.Join(r.site.source, "_includes", name)) {
		return false
	}

	file := path.Join(r.site.source, "_includes", path.Clean("/"+name))
	r.noteTemplate(file, r.body.placeOf(n.Start))
	r.w.source(r.body, n.Start, n.End)

	return true
}
