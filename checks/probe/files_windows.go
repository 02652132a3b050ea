package probe

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"

	"signpost/checks"
)

// files looks for smartcard software in the folders of programs: in each of them and the folders right below it, no
// deeper. Identity Agent may have been copied there without a trace in the registry.
func (c computer) files() (*checks.Files, error) {
	seen := &checks.Files{Origin: c.origin("folders of programs"), List: []checks.Process{}}
	var wrong []error
	for _, id := range []*windows.KNOWNFOLDERID{
		windows.FOLDERID_ProgramFilesX64,
		windows.FOLDERID_ProgramFilesX86,
	} {
		folder, err := windows.KnownFolderPath(id, 0)
		if err == nil {
			seen.List = append(seen.List, programsBelow(folder, 2)...)
		}
		wrong = append(wrong, err)
	}

	if len(seen.List) == 0 && wrong[0] != nil {
		return nil, errors.Join(wrong...)
	}

	return seen, nil
}

// programsBelow lists the smartcard software so many folders below one. What this user may not look at is passed
// over.
func programsBelow(folder string, depth int) []checks.Process {
	var list []checks.Process
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		switch {
		case e.IsDir() && depth > 0:
			list = append(list, programsBelow(path, depth-1)...)
		case e.Type().IsRegular() && strings.EqualFold(filepath.Ext(path), ".exe") &&
			smartcardSoftware.MatchString(e.Name()):
			list = append(list, checks.Process{
				Name:    e.Name(),
				Path:    path,
				Version: fileVersion(path),
			})
		}
	}
	return list
}
