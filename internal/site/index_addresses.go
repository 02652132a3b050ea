package site

import (
	"fmt"
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
func indexAddresses(in *input, problems *problemList, articles []*library.Article) addressTables {
	tables := addressTables{
		byFile: make(map[string]*library.Article, len(articles)),
		byPath: make(map[string]*library.Article, len(articles)),
	}

	c := addressChecker{in: in, problems: problems}
	for _, a := range articles {
		tables.byFile[a.File] = a

		first := tables.byPath[a.Path]
		switch {
		case first == nil:
			tables.byPath[a.Path] = a
		case indexRank(a) < indexRank(first):
			tables.byPath[a.Path] = a
			c.reportSecond(first, a)
		default:
			c.reportSecond(a, first)
		}
	}

	c.checkReserved(articles)
	c.checkFolders(articles, tables)

	return tables
}

// indexRank orders the articles that could be the page of a folder. The lowest is its page.
func indexRank(a *library.Article) int {
	rank, ok := article.IndexRank(a.File)
	switch {
	case ok:
		return rank
	case a.Index:
		return 10
	}

	return 11
}

// addressChecker reports addresses that cannot be used.
type addressChecker struct {
	in       *input
	problems *problemList
}

// checkReserved reports articles and folders whose addresses are reserved: a folder once, with its first article.
func (c *addressChecker) checkReserved(articles []*library.Article) {
	reported := map[string]bool{}
	for _, a := range articles {
		address, isReserved := c.in.reservedAddress(a.Path)
		if !isReserved || reported[address] {
			continue
		}

		name := strings.Trim(address, "/")
		if strings.HasPrefix(folderOf(a), address) {
			reported[address] = true
			c.problems.report(rules.ReservedAddress, problem.Place{File: a.File},
				fmt.Sprintf("rename the folder, as in %s-guide", path.Base(name)),
				"addresses that begin with %s are reserved", address)

			continue
		}

		c.problems.report(rules.ReservedAddress, problem.Place{File: a.File},
			fmt.Sprintf("rename the file, or write a slug into its front matter: slug: %s-guide", path.Base(name)),
			"the address %s is reserved", address)
	}
}

// reservedAddress returns the reserved address that an address begins with.
func (in *input) reservedAddress(address string) (reservedPart string, ok bool) {
	prefix := "/"
	first, rest, _ := strings.Cut(strings.TrimPrefix(address, "/"), "/")
	if in.isLanguage(first) {
		prefix += first + "/"
		first, _, _ = strings.Cut(rest, "/")
	}

	return prefix + first + "/", slices.Contains(reserved, first)
}

func (in *input) isLanguage(folder string) bool {
	return slices.ContainsFunc(in.source.Languages, func(language Language) bool {
		return article.FolderPath(language.Tag) == "/"+folder+"/"
	})
}

// reportSecond reports an article whose address another one has. If both could be the page of a folder, it says which
// of them is.
func (c *addressChecker) reportSecond(second, first *library.Article) {
	if !second.Index || strings.EqualFold(second.File, first.File) {
		c.reportDuplicate(second.File, first.File, second.Path)
		return
	}

	hint := "delete one of them, or rename this one to publish it as an article"
	if _, isNamed := article.IndexRank(second.File); !isNamed {
		hint = "join them, rename this one, or give it a slug to publish it as an article"
	}

	c.problems.report(rules.DuplicateAddress, problem.Place{File: second.File}, hint,
		"the page of the folder %s is %s, so this one has no address", second.Path, c.in.name(first.File))
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
	seen := map[string]bool{".": true}
	for _, a := range articles {
		for dir := path.Dir(a.File); !seen[dir]; dir = path.Dir(dir) {
			seen[dir] = true
			address := article.FolderPath(dir)
			if first, ok := folders[address]; ok {
				c.reportDuplicate(a.File, first, address)
				continue
			}

			folders[address] = dir
		}
	}

	for _, a := range articles {
		isFirst := tables.byPath[a.Path] == a // a conflict with the page of the folder is already reported
		if dir, ok := folders[a.Path]; ok && !a.Index && isFirst {
			c.reportDuplicate(a.File, dir, a.Path)
		}
	}
}
