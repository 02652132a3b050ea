package migrate

import (
	"path"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// hostReader reads the settings of hosts.
type hostReader struct{ *Project }

// read reads the redirects of the host: _redirects in a folder that was published as it is, netlify.toml,
// vercel.json and staticwebapp.config.json.
func (p hostReader) read() {
	for _, d := range p.Docs {
		if d.Static {
			p.readRedirectsFile(path.Join(d.Dir, "_redirects"))
			p.readStaticWebApp(path.Join(d.Dir, "staticwebapp.config.json"))
		}
	}

	p.readNetlify(p.join("netlify.toml"))
	p.readVercel(p.join("vercel.json"))
}

// add adds a redirect from one address. Rules for many addresses do not name any, so they are left out.
func (p hostReader) add(from, to, file string, line int) {
	isRule := strings.ContainsAny(from, "*:(") || strings.ContainsAny(to, "*$(") || strings.Contains(to, "/:")
	if isRule || !strings.HasPrefix(from, "/") || to == "" {
		return
	}

	p.Redirects = append(p.Redirects, Redirect{From: from, To: to, File: file, Line: line})
}

// readRedirectsFile reads a file with a redirect per line: "/from /to 301".
func (p hostReader) readRedirectsFile(name string) {
	src, err := p.Read(name)
	if err != nil {
		return
	}

	for n, l := range Lines(src) {
		if fields := strings.Fields(l.Text); len(fields) >= 2 && fields[0][0] != '#' {
			p.add(fields[0], fields[1], name, n+1)
		}
	}
}

func (p hostReader) readNetlify(name string) {
	var s struct {
		Redirects []struct{ From, To string }
	}

	if src, err := p.Read(name); err == nil && toml.Unmarshal([]byte(src), &s) == nil {
		for _, r := range s.Redirects {
			p.add(r.From, r.To, name, 0)
		}
	}
}

func (p hostReader) readVercel(name string) {
	var s struct {
		Redirects []struct{ Source, Destination string }
	}

	if p.Exists(name) && p.ReadJSON(name, &s) == nil {
		for _, r := range s.Redirects {
			p.add(r.Source, r.Destination, name, 0)
		}
	}
}

func (p hostReader) readStaticWebApp(name string) {
	var s struct {
		Routes []struct{ Route, Redirect string }
	}

	if p.Exists(name) && p.ReadJSON(name, &s) == nil {
		for _, r := range s.Routes {
			p.add(r.Route, r.Redirect, name, 0)
		}
	}
}
