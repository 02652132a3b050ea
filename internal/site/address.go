package site

import (
	"maps"
	"path"
	"slices"
	"strings"

	"signpost/internal/article"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// checkAddresses reports pages that would stand at the same address, and fills the tables that links are looked up in.
func (l *loader) checkAddresses() {
	l.byFile, l.byPath = make(map[string]*article.Article, len(l.articles)), make(map[string]*article.Article, len(l.articles))
	for _, a := range l.articles {
		l.byFile[a.File] = a
		l.checkReserved(a)
		if first := l.byPath[a.Path]; first != nil {
			l.sameAddress(a.File, first.File, a.Path)
			continue
		}
		l.byPath[a.Path] = a
	}
	l.checkFolders()
	l.checkFiles()
}

func (l *loader) checkReserved(a *article.Article) {
	first, rest, _ := strings.Cut(strings.TrimPrefix(a.Path, "/"), "/")
	if l.isLanguage(first) {
		first, _, _ = strings.Cut(rest, "/")
	}
	if slices.Contains(reserved, first) {
		l.report(rules.ReservedAddress, problem.Place{File: a.File}, "rename the file or its folder",
			"the generator keeps addresses that begin with /%s/ for itself", first)
	}
}

func (l *loader) isLanguage(folder string) bool {
	return slices.ContainsFunc(l.options.Languages, func(language Language) bool { return article.FolderPath(language.Tag) == "/"+folder+"/" })
}

func (l *loader) sameAddress(file, first, address string) {
	text := "the file would stand at %s, where %s stands already"
	if strings.EqualFold(file, first) {
		text = "the file would stand at %s: its path differs only in case from %s"
	}
	l.report(rules.DuplicateAddress, problem.Place{File: file}, "rename one of the two, or give one a slug of its own", text, address, l.name(first))
}

// checkFolders reports two folders, or a folder and an article, that would stand at the same address.
func (l *loader) checkFolders() {
	folders, addresses := map[string]string{}, map[string]string{}
	for _, a := range l.articles {
		for dir := path.Dir(a.File); dir != "."; dir = path.Dir(dir) {
			address, known := addresses[dir]
			if !known {
				address = article.FolderPath(dir)
				addresses[dir] = address
			}
			if first, known := folders[address]; known && first != dir {
				l.sameAddress(a.File, first, address)
			}
			folders[address] = dir
		}
	}
	for _, a := range l.articles {
		if dir, taken := folders[a.Path]; taken && !a.Index && l.byPath[a.Path] == a { // where the folder's index.md stands, that is told
			l.sameAddress(a.File, dir, a.Path)
		}
	}
}

// checkFiles reports files other than articles whose paths differ only in case: a Windows server sees one file.
func (l *loader) checkFiles() {
	seen := map[string]string{}
	for _, file := range slices.Sorted(maps.Keys(l.files)) {
		folded := strings.ToLower(file)
		if first, twice := seen[folded]; twice {
			l.sameAddress(file, first, "/"+file)
		}
		seen[folded] = file
	}
}
