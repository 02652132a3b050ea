package snapshot

import (
	"path"
	"regexp"
	"strings"
)

// Kind is a kind of file.
type Kind string

// The kinds of files, in the order in which they are listed.
const (
	PageFile   Kind = "pages"
	Asset      Kind = "styles and scripts"
	Index      Kind = "search index"
	Picture    Kind = "pictures"
	Attachment Kind = "attachments"
	Other      Kind = "other files" // for programs: sitemaps, feeds, the configuration of hosts
)

// Kinds lists all kinds.
var Kinds = []Kind{PageFile, Asset, Index, Picture, Attachment, Other}

var kindByExtension = map[string]Kind{
	".html": PageFile, ".htm": PageFile,
	".css": Asset, ".js": Asset, ".mjs": Asset, ".map": Asset, ".wasm": Asset,
	".woff": Asset, ".woff2": Asset, ".ttf": Asset, ".otf": Asset, ".eot": Asset,
	".svg": Picture, ".png": Picture, ".jpg": Picture, ".jpeg": Picture, ".gif": Picture, ".webp": Picture,
	".avif": Picture, ".ico": Picture, ".bmp": Picture,
	".md": Other, ".xml": Other, ".atom": Other, ".rss": Other, ".gz": Other, ".webmanifest": Other,
	".buildinfo": Other,
}

// otherNames are names of files that are made for programs. An extension of their own would make them attachments.
var otherNames = map[string]bool{
	"codes.json": true, "robots.txt": true, "llms.txt": true, "llms-full.txt": true, "cname": true, "objects.inv": true,
	"_headers": true, "_redirects": true, "_nginx.conf": true, "_caddyfile": true, "manifest.json": true,
}

// indexNames matches the files of search indexes that this program and other generators write.
var indexNames = regexp.MustCompile(`(?i)(^|/)(search|pagefind|_pagefind)/.*\.(idx|json|js|pf_[a-z]+)$|` +
	`(^|/)(searchindex|search_index|search-index|elasticlunr|lunr)[^/]*\.(js|json)$|\.idx$|\.pf_[a-z]+$`)

// kindOf returns the kind of a file.
func kindOf(file string) Kind {
	name := strings.ToLower(path.Base(file))
	switch {
	case indexNames.MatchString(file):
		return Index
	case otherNames[name] || strings.HasPrefix(name, ".") || path.Ext(name) == "":
		return Other
	}

	if kind, ok := kindByExtension[path.Ext(name)]; ok {
		return kind
	}

	return Attachment
}

// fingerprint matches the checksum in the name of a file: "site-ELEBI2RG.css", "app.3f2a9c1e.min.js".
var fingerprint = regexp.MustCompile(`[-.]([0-9A-Za-z]{8,64})(-[0-9]+)?(\.[a-z0-9]+)+$`)

// FamilyOf returns the name of a file without the checksum that changes with its content, so that two versions of it
// have the same name. The files of a search index are one family, because their number changes.
func FamilyOf(file string, kind Kind) string {
	switch {
	case kind == Index:
		return path.Dir(file) + "/*"
	case kind != Asset && kind != Picture:
		return file
	}

	at := fingerprint.FindStringSubmatchIndex(file)
	if at == nil || !isChecksum(file[at[2]:at[3]]) {
		return file
	}

	return file[:at[2]] + "*" + file[at[3]:]
}

// isChecksum reports whether a part of a name has digits or only capital letters, as nearly every checksum has and few
// words have.
func isChecksum(text string) bool {
	return strings.ContainsAny(text, "0123456789") || text == strings.ToUpper(text)
}
