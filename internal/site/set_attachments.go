package site

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"slices"
	"strings"
	"sync"

	"signpost/internal/filename"
	"signpost/internal/problem"
	"signpost/internal/rules"
)

// File is a file that is published as it is.
type File struct {
	// File is its path in the content folder, and Path the one in the site, without a leading slash.
	File string
	Path string
}

// Address returns the escaped address of the file.
func (f File) Address() string {
	return fileAddress(f.Path)
}

func fileAddress(name string) string {
	address := url.URL{Path: "/" + name}
	return address.EscapedPath()
}

// attachmentSet is the files that articles link to or that were published before. Each is checked once.
type attachmentSet struct {
	in *input

	mu      sync.Mutex
	checked map[string]*problem.Problem // by file; nil for a file that can be published
}

func newAttachmentSet(in *input) *attachmentSet {
	return &attachmentSet{in: in, checked: map[string]*problem.Problem{}}
}

// add adds a file and reports whether it can be published.
func (s *attachmentSet) add(file string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()

	found, ok := s.checked[file]
	if !ok {
		found = s.in.checkAttachment(file)
		s.checked[file] = found
	}

	return found == nil
}

// collectAttachments returns the attachments, sorted, and reports those that cannot be published.
func collectAttachments(problems *problemList, attachments *attachmentSet) []File {
	var files []File
	for file, found := range attachments.checked {
		if found != nil {
			problems.add(*found)
			continue
		}

		files = append(files, File{File: file, Path: PublicName(file)})
	}

	slices.SortFunc(files, func(a, b File) int {
		return cmp.Compare(a.Path, b.Path)
	})

	return files
}

// checkAttachment returns the problem of a file that articles must not link to, or nil.
func (in *input) checkAttachment(file string) *problem.Problem {
	place := problem.Place{File: file}
	if p := checkFile(in.source.Content, file); p != nil {
		return p
	}

	isPage, err := filename.IsPage(file, func() ([]byte, error) {
		return readStart(in.source.Content, file)
	})
	if err != nil {
		p := unreadable(file, err)
		return &p
	}

	if isPage {
		p := rules.BadFile.At(place,
			"pack it into a .zip file; if its author may run scripts on your site, move it to "+in.name(StaticFolder),
			"browsers would open the file as a page of the site and run its scripts")

		return &p
	}

	return nil
}

// checkFile returns the problem of a file that cannot be published, or nil.
func checkFile(content fs.FS, file string) *problem.Problem {
	opened, err := content.Open(file)
	if err != nil {
		p := unreadable(file, err)
		return &p
	}

	_ = opened.Close() // it was not written

	return nil
}

// notRegular returns the problem of a device, a pipe or a socket. Reading it may take forever.
func notRegular(file string) problem.Problem {
	return rules.BadFile.At(problem.Place{File: file}, "move it out of the content folder", "it is not a regular file")
}

// readStart returns the first bytes of a file, which show its type.
func readStart(content fs.FS, file string) ([]byte, error) {
	opened, err := content.Open(file)
	if err != nil {
		return nil, err
	}
	defer opened.Close()

	start := make([]byte, filename.SniffLength)
	n, err := io.ReadFull(opened, start)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}

	return start[:n], nil
}

// setAttachments sets the attachments and static files of the site.
func setAttachments(
	ctx context.Context, in *input, problems *problemList, s *Site, files listing, attachments *attachmentSet,
) error {
	s.Attachments = collectAttachments(problems, attachments)
	for _, file := range files.static {
		if ctx.Err() != nil {
			return ctx.Err()
		}

		if file == StaticFolder+"/robots.txt" && in.options.isInternal() {
			continue // search engines stay out
		}

		if p := checkFile(in.source.Content, file); p != nil {
			problems.add(*p)
			continue
		}

		s.Static = append(s.Static, File{File: file, Path: strings.TrimPrefix(file, StaticFolder+"/")})
	}

	return nil
}
