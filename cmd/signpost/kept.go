package main

import (
	"os"
	"path/filepath"
)

// kept is where something is kept from one run to the next: in the user's folder for what can be made again. Where there is none it is
// empty, and nothing is kept.
func kept(name string) string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "signpost", name)
}
