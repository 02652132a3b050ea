package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"signpost/checks/probe"
	"signpost/checks/probe/fetch"
	"signpost/internal/cli"
	"signpost/internal/codes"
)

const (
	// maxRegistrySize is more than the codes of any site take.
	maxRegistrySize = 4 << 20
	// registryTimeout is how long a site may take to send its codes.
	registryTimeout = 5 * time.Second
	// statusOK is the status of a successful HTTP response. Only package fetch may import net/http.
	statusOK = 200
)

// useSite makes links lead to the help centre of --site. If it is a folder, its codes are used, too: they may be newer
// than this program.
func (p *program) useSite(ctx context.Context) error {
	if p.site == "" {
		return nil
	}
	if info, err := os.Stat(p.site); err == nil && info.IsDir() {
		registry, err := readCodes(p.site)
		if err != nil {
			return err
		}
		p.registry = registry
		return nil
	}
	if err := checkWebAddress(p.site); err != nil {
		const hint = "give an address such as https://help.example/, or the folder of a copy"
		return cli.Usagef(hint, "--site: %w, and not a folder", err)
	}

	if p.online {
		p.useNewestCodes(ctx)
	}
	p.registry = p.registry.At(p.site)
	return nil
}

// checkWebAddress checks that a text is the address of a website.
func checkWebAddress(text string) error {
	u, err := url.Parse(text)
	isHTTP := err == nil && (u.Scheme == "https" || u.Scheme == "http")
	if !isHTTP || u.Host == "" || u.User != nil {
		return fmt.Errorf("%q is not the address of a site", text)
	}
	return nil
}

// readCodes reads the codes of a site that was built into a folder.
func readCodes(folder string) (*codes.Registry, error) {
	data, err := probe.ReadFile(filepath.Join(folder, "codes.json"))
	if err != nil {
		return nil, cli.WithHint(fmt.Errorf("--site: %w", err), "give the folder that contains codes.json")
	}
	registry, err := codes.Decode(data)
	if err != nil {
		return nil, cli.WithHint(fmt.Errorf("--site: %w", err), "copy the help centre into the folder again")
	}
	return registry, nil
}

// useNewestCodes loads the codes from the site. If that fails, the codes of this program are used.
func (p *program) useNewestCodes(ctx context.Context) {
	registry, err := p.downloadCodes(ctx)
	if err != nil {
		err = fmt.Errorf("--site: using the codes of this program, because the newest ones of %s are not available: %w",
			p.site, err)
		cli.Warn(p.Stderr, "cardcheck", err)
		return
	}
	p.registry = registry
}

func (p *program) downloadCodes(ctx context.Context) (*codes.Registry, error) {
	ctx, cancel := context.WithTimeout(ctx, registryTimeout)
	defer cancel()

	client := fetch.Client{Env: p.Env}
	address := strings.TrimSuffix(p.site, "/") + "/codes.json"
	response, err := client.Get(ctx, address, maxRegistrySize)
	if err != nil {
		return nil, err
	}
	if response.Status != statusOK {
		return nil, fmt.Errorf("status %d", response.Status)
	}
	return codes.Decode(response.Body)
}
