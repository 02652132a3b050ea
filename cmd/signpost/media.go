package main

import (
	"context"
	"net/http"
	"os"
	"time"

	"signpost/internal/download"
	"signpost/internal/importer"
	"signpost/internal/polite"
	"signpost/internal/progress"
)

// downloadTimeout is the time that one file may take.
const downloadTimeout = 2 * time.Minute

// media are the pictures and attachments that an import fetches. They stay on disk until they are copied to the content
// folder. Its zero value has none.
type media struct {
	downloader *download.Downloader
	line       *progress.Line
	temporary  string // folder to remove, if nothing is cached

	files   map[string]string // addresses, by path in the content folder
	missing map[string]string // reasons, by address
}

func (i *articleImporter) newMedia() media {
	m := media{
		line:    progress.New(i.Stderr, i.Now),
		files:   map[string]string{},
		missing: map[string]string{},
	}
	m.downloader = &download.Downloader{
		Client: i.client(),
		Cache:  i.cachePath("import"),
		Now:    i.Now(),
		Pause:  polite.Pause,
	}
	return m
}

// client returns the client for downloads.
func (i *articleImporter) client() *http.Client {
	if i.testClient != nil {
		return i.testClient
	}
	return download.Client(downloadTimeout)
}

// close removes what is not kept for the next run.
func (m *media) close() {
	if m.temporary != "" {
		_ = os.RemoveAll(m.temporary)
	}
}

// fetch fetches the media of a help centre. Only a cancelled context is an error.
func (m *media) fetch(ctx context.Context, centre *importer.Centre) error {
	if m.downloader.Cache == "" {
		dir, err := os.MkdirTemp("", "signpost-import-*")
		if err != nil {
			return err
		}
		m.temporary, m.downloader.Cache = dir, dir
	}

	m.downloader.Hosts = centre.Hosts()
	list := centre.Media()
	for n, medium := range list {
		m.line.Show("downloading pictures and attachments", n, len(list))
		if err := m.fetchOne(ctx, centre, medium); err != nil {
			m.missing[medium.Address] = err.Error()
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	m.line.Show("downloading pictures and attachments", len(list), len(list))
	return nil
}

func (m *media) fetchOne(ctx context.Context, centre *importer.Centre, medium importer.Medium) error {
	file, err := m.downloader.Get(ctx, medium.Address)
	if err != nil {
		return err
	}
	path, err := centre.AddMedium(medium, file.Name, file.Data)
	if err == nil {
		m.files[path] = medium.Address
	}
	return err
}

// read returns a file that fetch fetched.
func (m *media) read(ctx context.Context, path string) ([]byte, error) {
	file, err := m.downloader.Get(ctx, m.files[path])
	return file.Data, err
}
