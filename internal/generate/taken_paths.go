package generate

import (
	"iter"
	"strings"

	"signpost/internal/filename"
)

// takenPaths are the paths of files and of the folders that contain them, in the form of [filename.Fold].
type takenPaths map[string]takenPath

// takenPath is a path in use.
type takenPath struct {
	ownedPath // of the file there, or of one in the folder there
	isFolder  bool
}

// add adds a path, and its folders that were not added before. It returns the number of added names.
func (t takenPaths) add(name string, o owner) (added int) {
	key := filename.Fold(name)
	if _, isTaken := t[key]; isTaken {
		return 0
	}

	taken := takenPath{ownedPath: ownedPath{name, o}}
	t[key] = taken
	added = 1
	taken.isFolder = true
	for folder := range folders(key) {
		if _, isTaken := t[folder]; isTaken {
			break
		}

		t[folder] = taken
		added++
	}

	return added
}

// conflict returns what prevents a file: another one at its path, a folder there, or a file in place of one of its
// folders.
func (t takenPaths) conflict(name string) (other takenPath, ok bool) {
	key := filename.Fold(name)
	if other, ok = t[key]; ok {
		return other, true
	}

	for folder := range folders(key) {
		if other, ok = t[folder]; ok {
			return other, !other.isFolder
		}
	}

	return takenPath{}, false
}

// folders returns the folders of a path, the innermost first. [filename.Fold] leaves nothing of a name that is
// invisible, so a path can begin with a slash.
func folders(key string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for {
			end := strings.LastIndexByte(key, '/')
			if end <= 0 || !yield(key[:end]) {
				return
			}

			key = key[:end]
		}
	}
}
