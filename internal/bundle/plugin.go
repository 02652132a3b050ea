package bundle

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
	"go.yaml.in/yaml/v3"
)

// themeFiles returns a plugin that makes esbuild read only files of the theme.
func themeFiles(theme fs.FS) api.Plugin {
	onResolve := func(args api.OnResolveArgs) (api.OnResolveResult, error) {
		result := api.OnResolveResult{
			Path:      args.Path,
			Namespace: namespace,
		}

		if isForeign(args) {
			return api.OnResolveResult{Path: args.Path, External: true}, nil
		}

		if args.Kind == api.ResolveEntryPoint {
			return result, nil
		}

		name, group, hasGroup := strings.Cut(args.Path, "#")
		var err error
		if result.Path, err = resolve(theme, args.Importer, name); hasGroup {
			result.Path += "#" + group
		}

		return result, err
	}

	onLoad := func(args api.OnLoadArgs) (api.OnLoadResult, error) {
		return load(theme, args.Path)
	}

	return api.Plugin{
		Name: namespace,
		Setup: func(b api.PluginBuild) {
			b.OnResolve(api.OnResolveOptions{Filter: ".*"}, onResolve)
			b.OnLoad(api.OnLoadOptions{
				Filter:    ".*",
				Namespace: namespace,
			}, onLoad)
		},
	}
}

// foreign matches addresses that are not files of the theme.
var foreign = regexp.MustCompile(`^(?i:[a-z][a-z0-9+.-]*:|//|#)`)

// isForeign reports whether a style sheet loads something that is not a file of the theme. It stays as it is. The rule
// blocked-resource reports resources that browsers will not load.
func isForeign(args api.OnResolveArgs) bool {
	isStyle := args.Kind == api.ResolveCSSURLToken || args.Kind == api.ResolveCSSImportRule
	return isStyle && foreign.MatchString(args.Path)
}

var loaders = map[string]api.Loader{
	".css":  api.LoaderCSS,
	".ts":   api.LoaderTS,
	".yaml": api.LoaderJSON,

	fontExtension: api.LoaderFile,
}

func load(theme fs.FS, name string) (api.OnLoadResult, error) {
	name, group, _ := strings.Cut(name, "#")
	loader, ok := loaders[path.Ext(name)]
	if !ok {
		return api.OnLoadResult{}, fmt.Errorf("cannot import %s: its extension is not .css, .ts, .yaml or .woff2", name)
	}

	src, err := fs.ReadFile(theme, name)
	if err != nil {
		return api.OnLoadResult{}, err
	}

	if loader == api.LoaderJSON {
		if src, err = yamlToJSON(name, group, src); err != nil {
			return api.OnLoadResult{}, err
		}
	}

	text := string(src)
	return api.OnLoadResult{
		Contents: &text,
		Loader:   loader,
	}, nil
}

// yamlToJSON converts theme strings, or one group of them. esbuild removes those at the top that the script does not
// use.
func yamlToJSON(name, group string, src []byte) ([]byte, error) {
	var value map[string]any
	if err := yaml.Unmarshal(src, &value); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}

	if group == "" {
		return json.Marshal(value)
	}

	strs, ok := value[group].(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s has no group %q", name, group)
	}

	return json.Marshal(strs)
}
