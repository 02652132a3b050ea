package build

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"signpost/internal/config"
	"signpost/internal/history"
	"signpost/internal/parallel"
)

// Fingerprint tells whether a build would come out as the last one did: it changes with every byte of content, settings and
// published addresses, with the options, the environment's settings, and the program itself. It is empty where not all of that can
// be read: the build itself says why.
func Fingerprint(o Options) string {
	sum := sha256.New()
	if addProgram(sum) != nil {
		return ""
	}
	fmt.Fprintf(sum, "%q %q %q %v %v %s\n", o.configFile(), o.ContentDir(), o.BaseURL, o.Drafts, o.Disk, o.Now.Format(time.DateOnly))
	fmt.Fprintf(sum, "%s\n", history.Commit(context.Background(), o.ContentDir())) // articles may take their dates from git
	for _, v := range slices.Sorted(slices.Values(os.Environ())) {
		if strings.HasPrefix(v, "SIGNPOST_") {
			fmt.Fprintf(sum, "%q\n", v)
		}
	}
	cfg, _, err := config.Load(o.configFile())
	if err != nil {
		return ""
	}
	for _, file := range []string{o.configFile(), o.LockFile(), cmp.Or(o.checksFile(cfg), o.configFile())} {
		data, err := os.ReadFile(file)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return ""
		}
		fmt.Fprintf(sum, "%q %v %x\n", file, err == nil, sha256.Sum256(data))
	}
	if addContent(sum, o.ContentDir()) != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// addProgram tells one build of the program from another: the theme is part of it.
func addProgram(sum hash.Hash) error {
	name, err := os.Executable()
	if err != nil {
		return err
	}
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	fmt.Fprintf(sum, "%d %s\n", info.Size(), info.ModTime().UTC().Format(time.RFC3339Nano))
	return nil
}

// addContent adds every file below a folder, read on all processors.
func addContent(sum hash.Hash, dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	content := root.FS()
	var files []string
	err = fs.WalkDir(content, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		return err
	}
	sums := make([][sha256.Size]byte, len(files))
	wrong := make([]error, len(files))
	parallel.Each(0, len(files), func(i int) {
		var data []byte
		data, wrong[i] = fs.ReadFile(content, files[i])
		sums[i] = sha256.Sum256(data)
	})
	for i, name := range files {
		fmt.Fprintf(sum, "%q %x\n", name, sums[i])
	}
	return errors.Join(wrong...)
}
