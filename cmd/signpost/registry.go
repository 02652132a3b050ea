package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/pflag"

	"signpost/internal/cli"
	"signpost/internal/codes"
	"signpost/internal/generate"
)

// registrySource is where a command reads the error codes: the content of a site, or the codes.json that it published.
type registrySource struct {
	options generate.Options
	file    string           // --registry
	site    *generate.Result // nil if the codes come from a file
}

// addRegistryFlags adds the flags that name the site or the file.
func (p *program) addRegistryFlags(flags *pflag.FlagSet, r *registrySource) {
	p.addBuildFlags(flags, &r.options)
	p.addNowFlag(flags, &r.options.Now)
	addAudienceFlag(flags, &r.options)
	flags.StringVar(&r.file, "registry", "", "`codes.json` of a published site, to use instead of the content")
}

// read returns the registry. If the site has errors, read prints them and returns cli.ErrProblems.
func (r *registrySource) read(ctx context.Context, p *program) (*codes.Registry, error) {
	if r.file != "" {
		return readRegistry(r.file)
	}

	if err := checkAudience(&r.options); err != nil {
		return nil, err
	}
	result, err := p.load(ctx, r.options)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, cli.WithHint(err, "name the articles with --content or, in another repository than that of the "+
			"help centre, its published codes.json with --registry")
	}
	if err != nil {
		return nil, err
	}
	r.site = result
	return result.Site.Registry, nil
}

// maxRegistry is the size of a codes.json that is read.
const maxRegistry = 64 << 20

// readRegistry reads a registry. The file may be a pipe.
func readRegistry(name string) (*codes.Registry, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, cli.WithHint(err, "fetch codes.json, which is at the root of the published site")
	}
	defer file.Close()

	data, err := io.ReadAll(io.LimitReader(file, maxRegistry+1))
	switch {
	case err != nil:
		return nil, err
	case len(data) > maxRegistry:
		return nil, fmt.Errorf("%s: larger than %d MB", name, maxRegistry>>20)
	}
	registry, err := codes.Decode(data)
	if err != nil {
		return nil, cli.WithHint(fmt.Errorf("%s: %w", name, err), "fetch codes.json of the published site again")
	}
	return registry, nil
}
