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

// ForDisk turns a file of an index into a script: pages that are opened from a disk may fetch nothing, but run scripts.
func ForDisk(f File) File {
	name := strings.TrimSuffix(f.Path, path.Ext(f.Path)) + ".js"
	return File{name, []byte(scriptStart + base64.StdEncoding.EncodeToString(f.Data) + scriptEnd)}
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
