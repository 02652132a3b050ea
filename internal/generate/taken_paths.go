package generate

import (
	"path"

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
	taken.isFolder = true
	for added = 1; ; added++ {
		if key = path.Dir(key); key == "." {
			return added
		}

		if _, isTaken := t[key]; isTaken {
			return added
		}

		t[key] = taken
	}
}

// conflict returns what prevents a file: another one at its path, a folder there, or a file in place of one of its
// folders.
func (t takenPaths) conflict(name string) (other takenPath, ok bool) {
	key := filename.Fold(name)
	if other, ok = t[key]; ok {
		return other, true
	}

	for dir := path.Dir(key); dir != "."; dir = path.Dir(dir) {
		if other, ok = t[dir]; ok {
			return other, !other.isFolder
		}
	}

	return takenPath{}, false
}
