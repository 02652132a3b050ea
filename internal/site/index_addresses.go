package site

import (
	"maps"
	"path"
	"slices"
	"strings"

	"signpost/internal/article"
	"signpost/internal/library"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// addressTables find articles by file and by address.
type addressTables struct {
	byFile map[string]*library.Article
	byPath map[string]*library.Article
}

// reserved are the first parts of addresses that the generator uses itself.
var reserved = []string{"e", "errors", "search", "a-z", "contact", "assets"}

// indexAddresses builds the tables for looking up links. It reports addresses that are reserved or used twice.
func indexAddresses(in *input, problems *problemList, files listing, articles []*library.Article) addressTables {
	tables := addressTables{
		byFile: make(map[string]*library.Article, len(articles)),
		byPath: make(map[string]*library.Article, len(articles)),
	}

	c := addressChecker{in: in, problems: problems}
	for _, a := range articles {
		tables.byFile[a.File] = a
		c.checkReserved(a)

		if first := tables.byPath[a.Path]; first != nil {
			c.reportDuplicate(a.File, first.File, a.Path)
			continue
		}

		tables.byPath[a.Path] = a
	}

	c.checkFolders(articles, tables)
	c.checkCase(files)

	return tables
}

// addressChecker reports addresses that cannot be used.
type addressChecker struct {
	in       *input
	problems *problemList
}

func (c *addressChecker) checkReserved(a *library.Article) {
	first, rest, _ := strings.Cut(strings.TrimPrefix(a.Path, "/"), "/")
	if c.in.isLanguage(first) {
		first, _, _ = strings.Cut(rest, "/")
	}

	if slices.Contains(reserved, first) {
		c.problems.report(rules.ReservedAddress, problem.Place{File: a.File},
			"rename the file or its folder",
			"addresses that begin with /%s/ are reserved", first)
	}
}

func (in *input) isLanguage(folder string) bool {
	return slices.ContainsFunc(in.source.Languages, func(language Language) bool {
		return article.FolderPath(language.Tag) == "/"+folder+"/"
	})
}

func (c *addressChecker) reportDuplicate(file, first, address string) {
	text := "the address %s is already used by %s"
	if strings.EqualFold(file, first) {
		text = "the address %s is already used by %s, whose path differs only in case"
	}

	c.problems.report(rules.DuplicateAddress, problem.Place{File: file},
		"rename one of them, or give one a slug",
		text, address, c.in.name(first))
}

// checkFolders reports folders with the same address as another folder or as an article.
func (c *addressChecker) checkFolders(articles []*library.Article, tables addressTables) {
	folders := map[string]string{} // by address
	known := map[string]string{}   // addresses by folder
	for _, a := range articles {
		for dir := path.Dir(a.File); dir != "."; dir = path.Dir(dir) {
			address, ok := known[dir]
			if !ok {
				address = article.FolderPath(dir)
				known[dir] = address
			}

			if first, ok := folders[address]; ok && first != dir {
				c.reportDuplicate(a.File, first, address)
			}

			folders[address] = dir
		}
	}

	for _, a := range articles {
		isFirst := tables.byPath[a.Path] == a // a conflict with the folder's index.md is already reported
		if dir, ok := folders[a.Path]; ok && !a.Index && isFirst {
			c.reportDuplicate(a.File, dir, a.Path)
		}
	}
}

// checkCase reports other files whose paths differ only in case: a Windows server treats them as one file.
func (c *addressChecker) checkCase(files listing) {
	seen := map[string]string{}
	for _, file := range slices.Sorted(maps.Keys(files.others)) {
		folded := strings.ToLower(file)
		if first, ok := seen[folded]; ok {
			c.reportDuplicate(file, first, "/"+file)
		}

		seen[folded] = file
	}
}
