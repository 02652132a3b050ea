package importer

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"signpost/internal/article"
	"signpost/internal/filename"
)

// Medium is a picture or an attachment of the other help centre.
type Medium struct {
	Address string

	// Picture is set if an article shows the file, and not if it only links to it.
	Picture bool
}

// Media returns the pictures of all articles, and the files of the other help centre that they link to, each once.
func (c *Centre) Media() []Medium {
	var list []Medium
	seen := map[Medium]bool{}
	for i := range c.articles {
		for _, m := range c.articles[i].media() {
			if !seen[m] {
				seen[m] = true
				list = append(list, m)
			}
		}
	}

	return list
}

// Hosts returns the hosts of the other help centre and of its pictures and attachments.
func (c *Centre) Hosts() map[string]bool {
	hosts := map[string]bool{}
	for _, m := range c.Media() {
		if u, err := url.Parse(m.Address); err == nil {
			hosts[u.Hostname()] = true
		}
	}

	return hosts
}

// media returns the pictures and attachments of an article.
func (a *source) media() []Medium {
	doc, err := html.Parse(strings.NewReader(a.html))
	if err != nil {
		return nil
	}

	var list []Medium
	for n := range doc.Descendants() {
		switch n.DataAtom {
		case atom.Img:
			list = append(list, Medium{Address: a.absolute(attribute(n, "src")), Picture: true})
		case atom.A:
			if address := a.absolute(attribute(n, "href")); attachment.MatchString(address) {
				list = append(list, Medium{Address: address})
			}
		}
	}

	return list
}

// attachment matches the addresses at which Zendesk and Intercom keep files.
var attachment = regexp.MustCompile(`/article_attachments/|^https://[^/]*(?:intercomcdn|intercom-attachments)[^/]*/`)

// absolute returns the complete address of a link in an article.
func (a *source) absolute(address string) string {
	base, err := url.Parse(a.address)
	if err != nil {
		return address
	}

	u, err := base.Parse(strings.TrimSpace(address))
	if err != nil {
		return address
	}

	u.Fragment = ""

	return u.String()
}

// Folders for media in the content folder.
const (
	pictureFolder    = "pictures"
	attachmentFolder = "attachments"
)

// AddMedium gives a fetched file a place in the content folder and returns its path, by which links will lead to it.
// The error says why the file cannot be used, as the end of a sentence.
func (c *Centre) AddMedium(m Medium, name string, data []byte) (string, error) {
	folder, extension := attachmentFolder, strings.ToLower(path.Ext(name))
	if m.Picture {
		folder, extension = pictureFolder, pictureExtension(data)
	}

	switch {
	case m.Picture && extension == "":
		return "", errors.New("is not a picture in a format that is supported")
	case !m.Picture && (isScript[extension] || isPage(name, data)):
		return "", errors.New("is a web page or a script, which cannot be an attachment")
	case extension == ".md" || !simpleExtension.MatchString(extension):
		extension += ".txt"
	}

	if c.media == nil {
		c.media = map[string]string{}
		c.mediaNames = map[string][sha256.Size]byte{}
	}

	stem := fileName(cmp.Or(article.Slug(strings.TrimSuffix(name, path.Ext(name))), "file"))
	sum := sha256.Sum256(data)
	stem = unused(stem, func(stem string) bool {
		other, taken := c.mediaNames[path.Join(folder, stem+extension)]
		return taken && other != sum
	})

	file := path.Join(folder, stem+extension)
	c.mediaNames[file] = sum
	c.media[m.Address] = file

	return file, nil
}

var simpleExtension = regexp.MustCompile(`^\.[a-z0-9]{1,8}$`)

// isScript contains the extensions of files other than pages that could run scripts on the site.
var isScript = map[string]bool{".svg": true, ".js": true, ".mjs": true}

func isPage(name string, data []byte) bool {
	found, _ := filename.IsPage(name, func() ([]byte, error) { // reading from memory does not fail
		return data[:min(len(data), filename.SniffLength)], nil
	})

	return found
}

// pictureExtension returns the extension for the content of a picture, or "".
func pictureExtension(data []byte) string {
	switch kind := http.DetectContentType(data); kind {
	case "image/png", "image/gif", "image/webp":
		return "." + strings.TrimPrefix(kind, "image/")
	case "image/jpeg":
		return ".jpg"
	case "text/xml; charset=utf-8", "text/plain; charset=utf-8":
		if bytes.Contains(data[:min(len(data), 1024)], []byte("<svg")) {
			return ".svg"
		}
	}

	return ""
}
