package generate

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"signpost/internal/output"
	"signpost/internal/problem"
	"signpost/internal/rules"
	"signpost/internal/site"
)

// copies returns the files of the content folder that are published as they are. They are opened when they are copied,
// and no symbolic link leads out of the folder.
func (r *Result) copies() []output.File {
	var files []output.File
	for _, f := range slices.Concat(r.Site.Attachments, r.Site.Static) {
		files = append(files, output.Copied(f.Path, func() (*os.File, error) {
			return r.openContent(f.File)
		}).As(output.Loaded))
	}

	return files
}

// openContent opens a file of the content folder.
func (r *Result) openContent(file string) (*os.File, error) {
	content, err := openFolder(r.contentDir, nil)
	if err != nil {
		return nil, err
	}
	defer content.Close()

	return content.OpenFile(file)
}

// ownRobots reports whether the static folder contains robots.txt, which replaces the generated one.
func (r *Result) ownRobots() bool {
	return slices.ContainsFunc(r.Site.Static, func(f site.File) bool {
		return f.Path == robotsFile
	})
}

// checkCopies reports files of the content folder that would replace another file of the site. A site with other errors
// is not written, and not checked.
func (r *Result) checkCopies(ctx context.Context) error {
	if len(r.Site.Attachments)+len(r.Site.Static) == 0 || r.Failed() {
		return nil
	}

	if r.themes == nil {
		r.themes = new(ThemeCache) // the theme is compiled again when the site is written
	}

	generated, err := r.generated(ctx)
	if err != nil {
		return err
	}

	taken := takenPaths{}
	for _, f := range generated {
		taken.add(f.Path, r.describeOwn(f.Path))
	}

	for _, f := range slices.Concat(r.Site.Attachments, r.Site.Static) {
		name := path.Join(filepath.ToSlash(r.contentDir), f.File)
		if other := taken.conflict(f.Path); other != "" {
			p := rules.BadFile.At(problem.Place{File: name}, "rename or delete one of them",
				"the address /%s is already used by %s", f.Path, other)
			r.Problems = append(r.Problems, p)
		}

		taken.add(f.Path, name)
	}

	r.Problems = problem.Sort(r.Problems)

	return nil
}

// describeOwn names the origin of a file that is not a copy: an article, or signpost itself.
func (r *Result) describeOwn(name string) string {
	address := "/" + strings.TrimSuffix(name, "index.html")
	if target, ok := r.Site.Find(address); ok {
		return path.Join(filepath.ToSlash(r.contentDir), target.Article.File)
	}

	return "a file that signpost writes"
}

// takenPaths are the paths of files by their form in lower case, and those of the folders that contain them: some
// servers ignore the difference between upper and lower case.
type takenPaths map[string]takenPath

// takenPath is a path in use.
type takenPath struct {
	by       string // what is there, or in the folder there
	isFolder bool
}

func (t takenPaths) add(name, by string) {
	name = strings.ToLower(name)
	t[name] = takenPath{by: by}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if _, ok := t[dir]; ok {
			return
		}

		t[dir] = takenPath{by: by, isFolder: true}
	}
}

// conflict returns what prevents a file: another one at its path, a folder there, or a file in place of one of its
// folders. It returns "" if nothing does.
func (t takenPaths) conflict(name string) string {
	name = strings.ToLower(name)
	if other, ok := t[name]; ok {
		return other.by
	}

	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if other, ok := t[dir]; ok {
			if other.isFolder {
				return ""
			}

			return other.by
		}
	}

	return ""
}
