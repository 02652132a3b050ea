package bundle

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"

	"github.com/evanw/esbuild/pkg/api"
	"go.yaml.in/yaml/v3"
)

// themeFiles makes esbuild read the theme and nothing else.
func themeFiles(theme fs.FS) api.Plugin {
	return api.Plugin{Name: namespace, Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			if args.Kind == api.ResolveEntryPoint {
				return api.OnResolveResult{Path: args.Path, Namespace: namespace}, nil
			}
			name, err := resolve(theme, args.Importer, args.Path)
			return api.OnResolveResult{Path: name, Namespace: namespace}, err
		})
		b.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: namespace}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			return load(theme, args.Path)
		})
	}}
}

var loaders = map[string]api.Loader{".css": api.LoaderCSS, ".ts": api.LoaderTS, ".yaml": api.LoaderJSON}

func load(theme fs.FS, name string) (api.OnLoadResult, error) {
	loader, known := loaders[path.Ext(name)]
	if !known {
		return api.OnLoadResult{}, fmt.Errorf("%s is none of the kinds of file that can be imported (.css, .ts, .yaml)", name)
	}
	src, err := fs.ReadFile(theme, name)
	if err != nil {
		return api.OnLoadResult{}, err
	}
	if loader == api.LoaderJSON {
		if src, err = yamlToJSON(name, src); err != nil {
			return api.OnLoadResult{}, err
		}
	}
	text := string(src)
	return api.OnLoadResult{Contents: &text, Loader: loader}, nil
}

// yamlToJSON lets a script import the words that it shows, of which esbuild keeps those that are used.
func yamlToJSON(name string, src []byte) ([]byte, error) {
	var value map[string]any
	if err := yaml.Unmarshal(src, &value); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return json.Marshal(value)
}
