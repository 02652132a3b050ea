package verify

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"

	"signpost/internal/codes"
	"signpost/internal/output"
)

// maxCompared is the number of bytes of a file that are requested and compared. Of larger files, the size is compared
// too, if the host sends it.
const maxCompared = 1 << 20

// readFile compares a file with the one that was built.
func (c *check) readFile(r *http.Response, body io.Reader) error {
	if c.found = checkType(path.Base(c.target.own), r.Header); c.found != nil {
		return nil
	}

	var err error
	c.found, err = c.compare(*c.target.file, r, body)

	return err
}

// compare compares the content of an answer with a file of the site.
func (v *verifier) compare(f output.File, r *http.Response, body io.Reader) (*failure, error) {
	want, size, err := open(f)
	if err != nil {
		v.fail(err)
		return nil, nil
	}
	defer want.Close()

	if got := r.ContentLength; got >= 0 && got != size && r.Header.Get("Content-Encoding") == "" {
		return &failure{OtherFile, fmt.Sprintf("has %d bytes, not %d", got, size)}, nil
	}

	isSame, err := equal(io.LimitReader(want, maxCompared), io.LimitReader(body, maxCompared+1), size > maxCompared)
	if err != nil || isSame {
		return nil, err
	}

	return &failure{OtherFile, "differs from the file of the build"}, nil
}

// open opens a file of the site and returns its size.
func open(f output.File) (io.ReadCloser, int64, error) {
	if f.Open == nil {
		var b bytes.Buffer
		err := f.Write(&b)

		return io.NopCloser(&b), int64(b.Len()), err
	}

	file, err := f.Open()
	if err != nil {
		return nil, 0, err
	}

	info, err := file.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, file.Close())
	}

	return file, info.Size(), nil
}

// equal compares what two readers read, until the first ends. If got may be longer, its rest is ignored. It returns
// only errors of got.
func equal(want, got io.Reader, mayBeLonger bool) (bool, error) {
	const piece = 32 << 10
	a, b := make([]byte, piece), make([]byte, piece)
	for {
		n, err := io.ReadFull(want, a)
		if isEnd(err) && mayBeLonger {
			b = b[:n]
		}

		m, gotErr := io.ReadFull(got, b)
		switch {
		case gotErr != nil && !isEnd(gotErr):
			return false, gotErr
		case !bytes.Equal(a[:n], b[:m]):
			return false, nil
		case err != nil:
			return isEnd(err), nil
		}
	}
}

// isEnd reports whether io.ReadFull reached the end.
func isEnd(err error) bool {
	return errors.Is(err, io.EOF) || err == io.ErrUnexpectedEOF
}

// readRegistry compares the list of codes with the one that the sources make.
func (c *check) readRegistry(r *http.Response, body io.Reader) error {
	if c.found = checkType(registryPath, r.Header); c.found != nil {
		return nil
	}

	live, err := decodeRegistry(body)
	var broken *failure
	if errors.As(err, &broken) {
		c.found = broken
		return nil
	}

	if err == nil {
		c.found = c.compareRegistry(live)
	}

	return err
}

// maxRegistry is the number of bytes of a list of codes that are read.
const maxRegistry = 64 << 20

// decodeRegistry reads a list of codes. The error is a *failure if it is not one.
func decodeRegistry(body io.Reader) (*codes.Registry, error) {
	data, err := io.ReadAll(io.LimitReader(body, maxRegistry+1))
	switch {
	case err != nil:
		return nil, err
	case len(data) > maxRegistry:
		return nil, &failure{TooLarge, "is larger than 64 MB"}
	case isCompressed(data):
		return nil, &failure{BadEncoding, "is compressed, and has no Content-Encoding that says so"}
	}

	live, err := codes.Decode(data)
	if err != nil {
		return nil, &failure{StaleCodes, "cannot be read: " + shorten(err.Error())}
	}

	return live, nil
}

func (c *check) compareRegistry(live *codes.Registry) *failure {
	if live.Hash == c.site.codes.Hash {
		if slices.Contains(c.options.BaseURLs, live.Site) {
			return nil
		}

		text := fmt.Sprintf("was built for %s: short links lead there", shorten(quoteEmpty(live.Site)))
		return &failure{WrongBase, text}
	}

	return &failure{StaleCodes, "is from another build: " + differences(live, c.site.codes)}
}

func quoteEmpty(text string) string {
	if text == "" {
		return "no address"
	}

	return text
}

// differences counts what differs in a list of codes.
func differences(live, want *codes.Registry) string {
	var missing, other, more int
	for _, e := range want.Codes {
		got, ok := live.Lookup(e.Code)
		switch {
		case !ok:
			missing++
		case got.Path != e.Path || got.Anchor != e.Anchor || got.Title != e.Title || got.Fix != e.Fix:
			other++
		}
	}

	for _, e := range live.Codes {
		if _, ok := want.Lookup(e.Code); !ok {
			more++
		}
	}

	var list []string
	add := func(count int, what string) {
		if count > 0 {
			list = append(list, fmt.Sprintf("%d %s", count, what))
		}
	}

	add(missing, "missing")
	add(other, "changed")
	add(more, "not in the sources")
	if list == nil {
		return "other details of codes"
	}

	return "codes: " + strings.Join(list, ", ")
}
