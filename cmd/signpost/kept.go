package main

import (
	"crypto/sha256"
	"fmt"
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
	return filepath.Join(dir, "signpost", filepath.FromSlash(name))
}

// keptOf is where something of a folder is kept.
func keptOf(what, folder string) string {
	whole, err := filepath.Abs(folder)
	if err != nil {
		return ""
	}
	return kept(fmt.Sprintf("%s/%x", what, sha256.Sum256([]byte(whole))))
}
