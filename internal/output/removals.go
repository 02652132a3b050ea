package output

import (
	"errors"
	"os"
	"path"
	"slices"
	"strings"
)

// planRemovals adds the removals of files that are no longer part of the site. Versioned files of the last build are
// kept until the next build that changes something; a build without changes keeps the same files again.
func (s *stager) planRemovals(j *journal, before record) error {
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

	return s.keepOtherCase(j)
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

// keepOtherCase takes back the removals of files of the site whose path differs from the old one only in case, on a
// file system that ignores case.
func (s *stager) keepOtherCase(j *journal) error {
	byFolded := make(map[string]string, len(s.stamps))
	for _, file := range s.stamps {
		byFolded[strings.ToLower(file.Path)] = file.Path
	}

	var removals []string
	for _, old := range j.Remove {
		if name, ok := byFolded[strings.ToLower(old)]; ok {
			same, err := s.isSameFile(old, name)
			if err != nil {
				return err
			}

			if same {
				continue
			}
		}

		removals = append(removals, old)
	}

	j.Remove = removals

	return nil
}

// isSameFile reports whether two paths are of the same file.
func (f folder) isSameFile(a, b string) (bool, error) {
	infoA, errA := f.look(a)
	infoB, errB := f.look(b)
	if isGone(errA) || isGone(errB) {
		return false, nil
	}

	return os.SameFile(infoA, infoB), errors.Join(errA, errB)
}
