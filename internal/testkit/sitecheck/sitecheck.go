// Package sitecheck checks the files of a built site: that its pages are complete and valid, and that nothing of the
// content runs or changes the rest of a page. It is used by tests only.
package sitecheck

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// Folder checks all files of a site except those that known contains, by name and content. It returns what is wrong
// with them.
func Folder(site fs.FS, known map[string][]byte) ([]error, error) {
	var faults []error
	err := fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name == ".signpost":
			return fs.SkipDir
		case d.IsDir():
			return nil
		}

		data, err := fs.ReadFile(site, name)
		if err != nil {
			return err
		}

		if old, ok := known[name]; ok && bytes.Equal(old, data) {
			return nil
		}

		for _, fault := range file(site, name, data) {
			faults = append(faults, fmt.Errorf("%s: %w", name, fault))
		}

		return nil
	})

	return faults, err
}

// file checks one file.
func file(site fs.FS, name string, data []byte) []error {
	switch path.Ext(name) {
	case ".html":
		return page(site, name, data)
	case ".svg":
		return drawing(data)
	case ".xml":
		return list(wellFormed(data))
	case ".json":
		if !json.Valid(data) {
			return list(errors.New("invalid JSON"))
		}
	}

	return nil
}

func list(err error) []error {
	if err == nil {
		return nil
	}

	return []error{err}
}

// wellFormed checks that XML can be read to its end.
func wellFormed(data []byte) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		if _, err := d.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// drawing checks that an SVG file runs nothing and loads nothing from elsewhere.
func drawing(data []byte) []error {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	var faults []error
	for {
		token, err := d.Token()
		if err == io.EOF {
			return faults
		} else if err != nil {
			return append(faults, err)
		}

		if start, ok := token.(xml.StartElement); ok {
			faults = append(faults, drawingElement(start)...)
		}
	}
}

func drawingElement(start xml.StartElement) []error {
	var faults []error
	name := strings.ToLower(start.Name.Local)
	switch name {
	case "script", "iframe", "object", "embed", "handler", "listener", "set", "animate", "form", "meta", "link", "base":
		faults = append(faults, fmt.Errorf("element <%s>", name))
	}

	for _, a := range start.Attr {
		key := strings.ToLower(a.Name.Local)
		switch {
		case len(key) > 2 && strings.HasPrefix(key, "on"):
			faults = append(faults, fmt.Errorf("handler %s=%q", key, a.Value))
		case key != "href" && key != "src" || a.Name.Space == "xmlns":
		case name == "a":
			faults = append(faults, list(address(a.Value))...)
		case a.Value != "" && !strings.HasPrefix(a.Value, "#") && !isEmbedded(a.Value):
			faults = append(faults, fmt.Errorf("<%s> loads %q", name, a.Value))
		}
	}

	return faults
}

// isEmbedded reports whether an address contains a picture or a font that runs nothing.
func isEmbedded(address string) bool {
	address = strings.ToLower(strings.TrimSpace(address))
	for _, kind := range []string{"image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp", "font/",
		"application/font"} {
		if strings.HasPrefix(address, "data:"+kind) {
			return true
		}
	}

	return false
}
