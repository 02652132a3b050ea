// Package download fetches files from other sites during an import: pictures and attachments of a help centre.
//
// The addresses come from an untrusted export. A [Downloader] therefore fetches them only from the hosts that it was
// given, only over HTTPS, and never from an address of a private network. It limits the size of each file and of all
// files, and the rate of its requests. Files are kept between runs, so that an interrupted run can be resumed.
package download

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"path/filepath"
	"time"

	"signpost/internal/polite"
	"signpost/internal/usercache"
)

// Limits of a download.
const (
	MaxFile  = 50 << 20 // bytes of a file
	MaxTotal = 4 << 30  // bytes of all files

	maxRedirects = 5
	maxAttempts  = 3
	maxPause     = time.Minute // that a site may ask for
)

// Downloader fetches files. Client, Hosts, Now and Pause are required.
type Downloader struct {
	Client *http.Client

	// Hosts are the hosts from which files may be fetched. They may redirect to hosts of the same domain, and to those
	// in Redirects.
	Hosts map[string]bool

	// Cache is the folder that keeps files between runs. If it is empty, nothing is kept.
	Cache string
	Now   time.Time

	// Pause waits for a duration or until the context is cancelled.
	Pause func(context.Context, time.Duration) error

	total int64
}

// File is a fetched file.
type File struct {
	Name string // that the site gives it, without folders; it may contain any character
	Data []byte
}

// gap is the pause after each request.
const gap = 100 * time.Millisecond

// Get returns the file at an address. The error says why it cannot be fetched, as the end of a sentence.
func (d *Downloader) Get(ctx context.Context, address string) (File, error) {
	u, err := url.Parse(address)
	if err != nil {
		return File{}, errors.New("is not an address")
	}

	if err := d.allow(u); err != nil {
		return File{}, err
	}

	if file, ok := d.read(address); ok {
		return file, nil
	}

	for range maxAttempts {
		file, wait, err := d.request(ctx, u)
		if wait == 0 && err == nil {
			d.write(address, file)
		}

		if stopped := d.Pause(ctx, max(wait, gap)); stopped != nil {
			return File{}, stopped
		}

		if wait == 0 {
			return file, err
		}
	}

	return File{}, errors.New("was not fetched: the site limits the number of requests")
}

// allow returns an error if an address must not be requested.
func (d *Downloader) allow(u *url.URL) error {
	switch {
	case u.Scheme != "https":
		return errors.New("was not fetched: its address does not begin with https://")
	case u.User != nil || u.Port() != "" && u.Port() != "443":
		return errors.New("was not fetched: its address has a user or a port")
	case !d.Hosts[u.Hostname()]:
		return fmt.Errorf("was not fetched: %s is not a host of the export", u.Hostname())
	}

	return nil
}

// request sends one request. If the site asks to wait, it returns for how long.
func (d *Downloader) request(ctx context.Context, u *url.URL) (file File, wait time.Duration, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return File{}, 0, err
	}

	request.Header.Set("User-Agent", "signpost (imports a help centre)")
	client := *d.Client
	client.CheckRedirect = d.checkRedirect
	response, err := client.Do(request)
	if err != nil {
		return File{}, 0, describe(err)
	}
	defer response.Body.Close()

	switch response.StatusCode {
	case http.StatusOK:
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return File{}, d.retryAfter(response), nil
	default:
		return File{}, 0, fmt.Errorf("returns %s", response.Status)
	}

	data, err := io.ReadAll(io.LimitReader(response.Body, MaxFile+1))
	if err != nil {
		return File{}, 0, describe(err)
	}

	d.total += int64(len(data))
	switch {
	case len(data) > MaxFile:
		return File{}, 0, fmt.Errorf("is larger than %d MB", MaxFile>>20)
	case d.total > MaxTotal:
		return File{}, 0, fmt.Errorf("was not fetched: all files together are larger than %d GB", MaxTotal>>30)
	}

	return File{Name: name(response), Data: data}, 0, nil
}

func (d *Downloader) retryAfter(r *http.Response) time.Duration {
	wait, ok := polite.RetryAfter(r.Header, d.Now)
	if !ok || wait == 0 {
		wait = 10 * time.Second
	}

	return min(wait, maxPause)
}

// name returns the name of a file: that in its headers, or else that in the address.
func name(r *http.Response) string {
	_, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Disposition"))
	if name := parameters["filename"]; err == nil && name != "" {
		return path.Base(filepath.ToSlash(name))
	}

	return path.Base(r.Request.URL.Path)
}

// describe returns the reason of a failed request without its method and address, which the caller names.
func describe(err error) error {
	return fmt.Errorf("cannot be fetched: %w", polite.Reason(err))
}

// cached returns the name of the file that keeps an address.
func (d *Downloader) cached(address string) string {
	sum := sha256.Sum256([]byte(address))

	return filepath.Join(d.Cache, hex.EncodeToString(sum[:16]))
}

// read returns a file that an earlier run fetched.
func (d *Downloader) read(address string) (File, bool) {
	if d.Cache == "" {
		return File{}, false
	}

	data, ok := usercache.Read(d.cached(address), d.Now)
	length, data, hasLength := cutLength(data)

	if !ok || !hasLength {
		return File{}, false
	}

	return File{Name: string(data[:length]), Data: data[length:]}, true
}

// write keeps a file: the length of its name as two bytes, its name, its data.
func (d *Downloader) write(address string, f File) {
	if d.Cache == "" || len(f.Name) > maxName {
		return
	}

	data := append([]byte{byte(len(f.Name) >> 8), byte(len(f.Name))}, f.Name...)
	usercache.Write(d.cached(address), append(data, f.Data...))
}

const maxName = 1<<16 - 1

func cutLength(data []byte) (length int, rest []byte, ok bool) {
	if len(data) < 2 {
		return 0, nil, false
	}

	length = int(data[0])<<8 | int(data[1])
	return length, data[2:], length <= len(data)-2
}
