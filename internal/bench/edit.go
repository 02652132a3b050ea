package main

import (
	"bufio"
	"bytes"
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
)

// editing is a site that is served while it is written, with a browser that waits for its pages to change.
type editing struct {
	dir, address string
	events       *bufio.Scanner
	served       *exec.Cmd
	close        func()
}

// serveSite starts signpost serve, and looks at a page once: the first of all makes what the others share.
func serveSite(dir, signpost string, n int) (*editing, error) {
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, signpost, "serve", "--addr", "127.0.0.1:0", "--config", filepath.Join(dir, "config.yaml"))
	e := &editing{dir: dir, served: cmd, close: func() { cancel(); _ = cmd.Wait() }} // it was killed
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	first, err := bufio.NewReader(stdout).ReadString('\n')
	if err == nil {
		e.address, _, _ = strings.Cut(first, " ")
		err = e.listen(ctx)
	}
	if err == nil {
		_, err = e.page(n / 2)
	}
	if err != nil {
		e.close()
		return nil, fmt.Errorf("signpost serve: %w", err)
	}
	return e, nil
}

// listen waits for news as an open page does. The first is told at once.
func (e *editing) listen(ctx context.Context) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, e.address+"_signpost/events", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	e.events = bufio.NewScanner(response.Body)
	return e.await()
}

func (e *editing) await() error {
	for e.events.Scan() {
		if strings.HasPrefix(e.events.Text(), "data:") {
			return nil
		}
	}
	return errors.Join(e.events.Err(), io.ErrUnexpectedEOF)
}

func (e *editing) page(i int) ([]byte, error) {
	response, err := http.Get(e.address + strings.TrimSuffix(articleFile(i), ".md") + "/")
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	return io.ReadAll(response.Body)
}

// edit changes an article and returns how long it takes until its page, fetched anew, shows the change.
func (e *editing) edit(i, round int) (time.Duration, error) {
	file, line := filepath.Join(e.dir, "content", articleFile(i)), fmt.Sprintf("Change number %d.", round)
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	start := time.Now()
	if err := os.WriteFile(file, fmt.Appendf(text, "\n%s\n", line), 0o666); err != nil {
		return 0, err
	}
	if err := e.await(); err != nil {
		return 0, err
	}
	page, err := e.page(i)
	took := time.Since(start)
	if err == nil && !bytes.Contains(page, []byte(line)) {
		err = fmt.Errorf("the page of %s does not show the change", file)
	}
	return took, err
}
