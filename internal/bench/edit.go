package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"signpost/internal/testkit/corpus"
)

// server is a running `signpost serve`, with a client that waits for pages to change.
type server struct {
	dir     string
	address string
	events  *bufio.Scanner
	close   func()
}

// startServer starts signpost serve and requests one page, which initialises what all pages share.
func startServer(ctx context.Context, dir, signpost string, articles int) (*server, error) {
	ctx, cancel := context.WithCancel(ctx)
	config := filepath.Join(dir, "config.yaml")
	cmd := exec.CommandContext(ctx, signpost, "serve", "--addr", "127.0.0.1:0", "--config", config)
	stdout, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		cancel()
		return nil, err
	}

	s := &server{dir: dir}
	s.close = func() {
		cancel()
		_ = cmd.Wait() // reports that it was killed
	}

	if err := s.connect(ctx, stdout, articles); err != nil {
		s.close()
		return nil, fmt.Errorf("signpost serve: %w", err)
	}

	return s, nil
}

// connect reads the address that signpost prints first, and requests the events and a page.
func (s *server) connect(ctx context.Context, stdout io.Reader, articles int) error {
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		return err
	}

	s.address, _, _ = strings.Cut(line, " ")

	if err := s.listen(ctx); err != nil {
		return err
	}

	_, err = s.page(ctx, articles/2)
	return err
}

func (s *server) get(ctx context.Context, path string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.address+path, nil)
	if err != nil {
		return nil, err
	}

	return http.DefaultClient.Do(request)
}

// listen subscribes to the events that pages receive. The first is sent at once.
func (s *server) listen(ctx context.Context) error {
	response, err := s.get(ctx, "_signpost/events")
	if err != nil {
		return err
	}

	s.events = bufio.NewScanner(response.Body)
	return s.awaitEvent()
}

func (s *server) awaitEvent() error {
	for s.events.Scan() {
		if strings.HasPrefix(s.events.Text(), "data:") {
			return nil
		}
	}

	return cmp.Or(s.events.Err(), io.ErrUnexpectedEOF)
}

func (s *server) page(ctx context.Context, article int) ([]byte, error) {
	response, err := s.get(ctx, strings.TrimSuffix(corpus.ArticleFile(article), ".md")+"/")
	if err != nil {
		return nil, err
	}

	data, err := io.ReadAll(response.Body)
	return data, errors.Join(err, response.Body.Close())
}

// edit changes an article and returns the time until its page shows the change.
func (s *server) edit(ctx context.Context, article, round int) (time.Duration, error) {
	file := filepath.Join(s.dir, "content", corpus.ArticleFile(article))
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}

	line := fmt.Sprintf("Change number %d.", round)
	text = fmt.Appendf(text, "\n%s\n", line)

	start := time.Now()
	if err := os.WriteFile(file, text, 0o666); err != nil {
		return 0, err
	}
	if err := s.awaitEvent(); err != nil {
		return 0, err
	}

	page, err := s.page(ctx, article)
	elapsed := time.Since(start)

	if err == nil && !bytes.Contains(page, []byte(line)) {
		err = fmt.Errorf("the page of %s does not contain the change", file)
	}

	return elapsed, err
}
