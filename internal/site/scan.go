package site

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"

	"signpost/internal/article"
	"signpost/internal/problem"
	"signpost/internal/regular"
	"signpost/internal/rules"
)

// listing is the files of the content folder.
type listing struct {
	// articles are the Markdown files, sorted.
	articles []string

	// others are all other files, and static those of the static folder, sorted.
	others map[string]bool
	static []string

	// glossaries are the glossaries of languages.
	glossaries map[string]bool
}

// scan lists the files of the content folder, or takes the list from the cache: after the change of one article, it
// would be the slowest pass.
func scan(ctx context.Context, in *input, problems *problemList) (listing, error) {
	if last, ok := in.options.Cache.takeListing(in.source.Content); ok {
		in.options.Cache.saveListing(last)
		return last, nil
	}

	s := scanner{
		content:    in.source.Content,
		problems:   problems,
		files:      listing{others: map[string]bool{}, glossaries: map[string]bool{}},
		isGlossary: in.glossaryFiles(),
	}

	err := fs.WalkDir(in.source.Content, ".", func(file string, d fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return s.visit(file, d, err)
	})
	if err != nil {
		return listing{}, err
	}

	if len(problems.list) == 0 { // otherwise the next load tries the unreadable folders again
		in.options.Cache.saveListing(s.files)
	}

	return s.files, nil
}

// scanner collects the files of the content folder.
type scanner struct {
	content    fs.FS
	problems   *problemList
	files      listing
	isGlossary map[string]bool // the files that a glossary can be in
}

// gitBookFolder contains the pictures and attachments of a GitBook space. It is read, although its name begins with a
// dot.
const gitBookFolder = ".gitbook"

// PublicName returns the path at which a content file is published, without the dot of gitBookFolder: servers do not
// send files whose names begin with a dot.
func PublicName(file string) string {
	return strings.ReplaceAll("/"+file, "/"+gitBookFolder+"/", "/gitbook/")[1:]
}

// visit is a fs.WalkDirFunc. It skips names that begin with a dot, the snippets folder, and sites that were built
// into the content folder, because these contain a copy of each article.
func (s *scanner) visit(file string, d fs.DirEntry, err error) error {
	switch {
	case file == ".":
		return err
	case err != nil:
		s.problems.add(unreadable(file, err))
	case d.IsDir():
		return s.visitFolder(file, d.Name())
	case !strings.HasPrefix(d.Name(), "."):
		s.visitFile(file, d)
	}

	return nil
}

func (s *scanner) visitFolder(folder, name string) error {
	if folder == StaticFolder {
		return cmp.Or(s.scanStatic(), fs.SkipDir)
	}

	isHidden := strings.HasPrefix(name, ".") && name != gitBookFolder
	if isHidden || folder == article.SnippetFolder || IsSite(s.content, folder) {
		return fs.SkipDir
	}
	return nil
}

func (s *scanner) visitFile(file string, d fs.DirEntry) {
	isArticle := strings.EqualFold(path.Ext(file), ".md")
	inGitBook := PublicName(file) != file
	switch {
	case isArticle && inGitBook: // a snippet of GitBook
	case isArticle:
		s.files.articles = append(s.files.articles, file)
	case d.Type()&fs.ModeSymlink != 0:
		s.visitLink(file)
	case !d.Type().IsRegular():
		s.problems.add(notRegular(file))
	case s.isGlossary[file]:
		s.files.glossaries[file] = true
	default:
		s.files.others[file] = true
	}
}

// visitLink adds a symbolic link to a file.
func (s *scanner) visitLink(file string) {
	if s.isLinkToFile(file) {
		s.files.others[file] = true
	}
}

// isLinkToFile reports whether a symbolic link leads to a file of the content folder. It reports all others, including
// links to folders, which could form a cycle.
func (s *scanner) isLinkToFile(file string) bool {
	info, err := fs.Stat(s.content, file)
	switch {
	case err != nil:
		s.problems.add(unreadable(file, err))
	case info.IsDir():
		s.problems.report(rules.Unreadable, problem.Place{File: file},
			"move the folder here, or remove the link",
			"links to folders are not followed")

	case !info.Mode().IsRegular():
		s.problems.add(notRegular(file))
	default:
		return true
	}

	return false
}

// IsSite reports whether a folder contains a site that signpost built.
func IsSite(content fs.FS, folder string) bool {
	_, err := fs.Stat(content, path.Join(folder, ".signpost", "written.json"))
	return err == nil
}

// unreadable returns the problem of a file that could not be read.
func unreadable(file string, err error) problem.Problem {
	if pathError := new(fs.PathError); errors.As(err, &pathError) {
		err = pathError.Err // the place contains the path
	}

	hint := "check that the file exists and that you have permission to read it"
	switch {
	case errors.Is(err, regular.ErrTooLarge):
		hint = "make it smaller, or publish it elsewhere and link to it"
	case errors.Is(err, regular.ErrOutside):
		hint = "copy the target of the link into the content folder: files outside it are not read"
	}

	return rules.Unreadable.At(problem.Place{File: file}, hint, "cannot read the file: %v", err)
}
