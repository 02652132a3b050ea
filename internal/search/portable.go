package search

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"path"
	"strings"
)

// FirstPortableFile is the path of the first file in a portable copy, where [FirstFile] is wrapped in a script.
const FirstPortableFile = "search/index.js"

// The code around the base64 data in the script of a portable copy.
const (
	portablePrefix = `signpost.file("`
	portableSuffix = `");` + "\n"
)

// Portable wraps a file of an index in a script. Pages opened from disk must not fetch files but may run scripts.
func Portable(f File) File {
	name := strings.TrimSuffix(f.Path, path.Ext(f.Path)) + ".js"
	data := base64.StdEncoding.EncodeToString(f.Data)

	return File{
		Path: name,
		Data: []byte(portablePrefix + data + portableSuffix),
	}
}

// ReadPortable returns the data of a file that [Portable] wrapped in a script.
func ReadPortable(script []byte) ([]byte, error) {
	text, hasPrefix := bytes.CutPrefix(script, []byte(portablePrefix))
	text, hasSuffix := bytes.CutSuffix(text, []byte(portableSuffix))

	if !hasPrefix || !hasSuffix {
		return nil, errDamaged
	}

	data, err := base64.StdEncoding.AppendDecode(nil, text)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}

	return data, nil
}
