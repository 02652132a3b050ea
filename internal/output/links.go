package output

import (
	"fmt"
	"path"
	"sync"

	"signpost/internal/cli"
)

// plainFolders remembers which folders of the site are not links.
type plainFolders struct {
	mu     sync.Mutex
	byPath map[string]bool
}

func (p *plainFolders) has(dir string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()

	return p.byPath[dir]
}

func (p *plainFolders) add(dir string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.byPath[dir] = true
}

// checkFolder returns an error if a folder, or one that contains it, is a link: through it, the pages of two folders
// would be written into one, or files outside of the site be replaced. Folders need not exist.
func (f folder) checkFolder(dir string) error {
	if dir == "." || f.plain.has(dir) {
		return nil
	}

	if err := f.checkFolder(path.Dir(dir)); err != nil {
		return err
	}

	info, err := f.look(dir)
	if err == nil && !info.IsDir() && !info.Mode().IsRegular() {
		err := fmt.Errorf("%s is a link in place of a folder, and signpost does not write through links", dir)
		return cli.WithHint(err, "delete the link; the next build creates the folder")
	}

	f.plain.add(dir)

	return nil
}
