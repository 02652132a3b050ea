package site

import (
	"io/fs"
)

// StaticFolder is the folder whose files are copied to the root of the site.
const StaticFolder = "_static"

// litter are files of programs that no site is meant to contain. .git may be a folder or a file.
var litter = map[string]bool{
	".git":       true,
	".gitignore": true,
	".gitkeep":   true,
	".DS_Store":  true,
	"Thumbs.db":  true,
}

// scanStatic lists the files of the static folder, including those whose names begin with a dot.
func (s *scanner) scanStatic() error {
	return fs.WalkDir(s.content, StaticFolder, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			s.problems.add(unreadable(file, err))
			return nil
		case file == StaticFolder:
			return nil
		}

		return s.visitStatic(file, d)
	})
}

func (s *scanner) visitStatic(file string, d fs.DirEntry) error {
	if litter[d.Name()] {
		if d.IsDir() {
			return fs.SkipDir
		}

		return nil
	}

	switch {
	case d.IsDir():
		return nil
	case d.Type()&fs.ModeSymlink != 0:
		s.visitStaticLink(file)
	case !d.Type().IsRegular():
		s.problems.add(notRegular(file))
	default:
		s.files.static = append(s.files.static, file)
	}

	return nil
}

// visitStaticLink adds a symbolic link to a file of the content folder.
func (s *scanner) visitStaticLink(file string) {
	if s.isLinkToFile(file) {
		s.files.static = append(s.files.static, file)
	}
}
