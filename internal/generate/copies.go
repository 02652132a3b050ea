package generate

import (
	"os"
	"slices"

	"signpost/internal/output"
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
