package search

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"path"
	"strings"
)

// FirstScript is what [FirstFile] is called where the index is read from a disk.
const FirstScript = "search/index.js"

// What stands around the bytes of a file, in base64, in the script that hands them over.
const scriptStart, scriptEnd = `signpost.file("`, `");` + "\n"

// ForDisk turns the files of an index into scripts: pages that are opened from a disk may fetch nothing, but run scripts.
func ForDisk(files []File) []File {
	scripts := make([]File, len(files))
	for i, f := range files {
		name := strings.TrimSuffix(f.Path, path.Ext(f.Path)) + ".js"
		scripts[i] = File{name, []byte(scriptStart + base64.StdEncoding.EncodeToString(f.Data) + scriptEnd)}
	}
	return scripts
}

// FromDisk gets the bytes of a file of an index from a script that hands them over.
func FromDisk(script []byte) ([]byte, error) {
	text, begins := bytes.CutPrefix(script, []byte(scriptStart))
	text, ends := bytes.CutSuffix(text, []byte(scriptEnd))
	if !begins || !ends {
		return nil, errDamaged
	}
	data, err := base64.StdEncoding.AppendDecode(nil, text)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	return data, nil
}
