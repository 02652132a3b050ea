package output

import (
	"os"
	"path"
	"slices"
	"strings"
)

// planRemovals adds the removals of files that are no longer part of the site. Versioned files of the last build are
// kept until the next build that changes something; a build without changes keeps the same files again.
func (s *stager) planRemovals(j *journal, before record) {
	site := pathList{s.stamps}
	for _, file := range before.Files {
		switch {
		case site.contains(file.Path):
		case file.Versioned && !site.isInTheWay(file.Path):
			j.Kept = append(j.Kept, file.Path)
		default:
			site.addRemoval(j, file.Path)
		}
	}

	isChanged := len(s.changed)+len(j.Kept)+len(j.InTheWay)+len(j.Remove) > 0
	for _, name := range before.Kept {
		switch {
		case site.contains(name):
		case isChanged:
			site.addRemoval(j, name)
		default:
			j.Kept = append(j.Kept, name)
		}
	}

	j.Remove = slices.DeleteFunc(j.Remove, s.sameFileInOtherCase())
}

// pathList is a list of the files of a site, sorted by path.
type pathList struct {
	files []stamp
}

func (l pathList) contains(name string) bool {
	_, found := slices.BinarySearchFunc(l.files, stamp{Path: name}, comparePaths)
	return found
}

// addRemoval adds the removal of a file before or after the moves.
func (l pathList) addRemoval(j *journal, name string) {
	if l.isInTheWay(name) {
		j.InTheWay = append(j.InTheWay, name)
	} else {
		j.Remove = append(j.Remove, name)
	}
}

// isInTheWay reports whether the site has a file in a folder of this name, or in place of a folder of this file.
func (l pathList) isInTheWay(name string) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if l.contains(dir) {
			return true
		}
	}

	i, _ := slices.BinarySearchFunc(l.files, stamp{Path: name + "/"}, comparePaths)

	return i < len(l.files) && strings.HasPrefix(l.files[i].Path, name+"/")
}

// sameFileInOtherCase returns a function that reports whether an old path is a file of the site whose path differs only
// in case, on a file system that ignores case.
func (s *stager) sameFileInOtherCase() func(old string) bool {
	byFolded := make(map[string]string, len(s.stamps))
	for _, file := range s.stamps {
		byFolded[strings.ToLower(file.Path)] = file.Path
	}

	return func(old string) bool {
		name, ok := byFolded[strings.ToLower(old)]
		if !ok {
			return false
		}

		a, errA := os.Lstat(s.fullPath(old))
		b, errB := os.Lstat(s.fullPath(name))

		return errA == nil && errB == nil && os.SameFile(a, b)
	}
}
