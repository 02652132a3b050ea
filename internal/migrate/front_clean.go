package migrate

import (
	"path"
	"strings"
)

// cleanFront removes what means something else to signpost. The name of the file decides the address of a page, and
// published addresses are aliases already.
func (p *Page) cleanFront() {
	p.Front.Delete("slug", "codes")
	if p.Address != "" {
		p.Front.Delete("permalink", "url")
	}

	if icon := p.Front.Get("icon"); p.findAsset(icon, p.Source) == nil || path.Ext(icon) != ".svg" {
		p.Front.Delete("icon")
	}

	if p.Front.Node("related") != nil {
		p.cleanRelated()
	}
}

// cleanRelated makes the list of related pages name files, which may be separated by commas.
func (p *Page) cleanRelated() {
	var files []string
	for _, item := range p.Front.List("related") {
		for name := range strings.SplitSeq(item, ",") {
			page := p.findPage(strings.TrimSpace(name))
			if page == nil {
				page = p.Project.follow("/" + strings.TrimSpace(name))
			}

			if page != nil && page != p {
				files = append(files, p.relative(page.Target))
			}
		}
	}

	p.Front.Delete("related")
	if len(files) > 0 {
		p.Front.Set("related", files)
	}
}
