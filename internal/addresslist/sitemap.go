package addresslist

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"path"
	"path/filepath"
	"strings"
)

// errNotSitemap is returned for XML and HTML that is not a sitemap.
var errNotSitemap = errors.New("the file is neither a sitemap nor a list of addresses")

// sitemap reads a sitemap, or an index of sitemaps in the same folder. Entities that XML does not define are errors:
// none is ever replaced with the content of a file.
func (r *reader) sitemap(in io.Reader, folder string, depth int) error {
	decoder := xml.NewDecoder(in)
	decoder.CharsetReader = decoded
	var open []string // names of the open elements
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}

		if err != nil {
			return err
		}

		switch token := token.(type) {
		case xml.StartElement:
			open = append(open, token.Name.Local)
			if !isSitemap(open[0]) {
				return errNotSitemap
			}

			if len(open) > len(sitemapParts) {
				if err := decoder.Skip(); err != nil {
					return err
				}
				open = open[:len(open)-1]
			}

		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if err := r.sitemapText(open, string(token), folder, depth); err != nil {
				return err
			}
		}
	}
}

// decoded returns the content of a file in UTF-16, which is decoded already. Other encodings are errors.
func decoded(encoding string, in io.Reader) (io.Reader, error) {
	if !strings.HasPrefix(strings.ToLower(encoding), "utf-16") {
		return nil, fmt.Errorf("the encoding %s cannot be read: save the file as UTF-8", encoding)
	}

	return in, nil
}

// sitemapParts are the elements that contain an address: a root, an entry, and its location.
var sitemapParts = [...]string{"urlset or sitemapindex", "url or sitemap", "loc"}

func isSitemap(root string) bool {
	return root == "urlset" || root == "sitemapindex"
}

// sitemapText adds the text of a location. Those of pictures are in deeper elements.
func (r *reader) sitemapText(open []string, text, folder string, depth int) error {
	text = strings.TrimSpace(text)
	if len(open) != len(sitemapParts) || open[2] != "loc" || text == "" {
		return nil
	}

	switch open[1] {
	case "url":
		return r.add(text)
	case "sitemap":
		return r.sitemapOf(text, folder, depth)
	}

	return nil
}

// sitemapOf reads a sitemap that an index names. It must have been downloaded to the folder of the index.
func (r *reader) sitemapOf(address, folder string, depth int) error {
	if depth == maxDepth {
		return errors.New("the indexes of sitemaps contain each other")
	}

	u, err := url.Parse(address)
	if err != nil {
		return err
	}

	base := path.Base(u.Path)
	if !filepath.IsLocal(base) || base == "." {
		return fmt.Errorf("the sitemap %q has no name", address)
	}

	err = r.file(filepath.Join(folder, base), depth+1)
	if errors.Is(err, fs.ErrNotExist) {
		return &MissingError{Address: address, Folder: folder}
	}

	return err
}

// MissingError reports a sitemap that an index names and that is not in its folder.
type MissingError struct {
	Address string
	Folder  string
}

// Error names the sitemap and the folder in which it was expected.
func (e *MissingError) Error() string {
	return fmt.Sprintf("the sitemap %s is not in the folder %s", e.Address, e.Folder)
}
