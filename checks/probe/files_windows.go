package probe

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"

	"signpost/checks"
)

// files searches the program folders for smartcard software: in each of them and in two levels below it. Identity
// Agent can be copied there without any trace in the registry.
func (c computer) files() (*checks.Files, error) {
	seen := &checks.Files{Origin: c.origin("program folders"), List: []checks.Process{}}
	var errs []error
	for _, id := range []*windows.KNOWNFOLDERID{
		windows.FOLDERID_ProgramFilesX64,
		windows.FOLDERID_ProgramFilesX86,
	} {
		folder, err := windows.KnownFolderPath(id, 0)
		if err == nil {
			seen.List = append(seen.List, programsBelow(folder, 2)...)
		}

		errs = append(errs, err)
	}

	if len(seen.List) == 0 && errs[0] != nil {
		return nil, errors.Join(errs...)
	}

	return seen, nil
}

// programsBelow lists the smartcard software in a folder and depth levels below it. It skips unreadable
// folders.
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
