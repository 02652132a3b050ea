package generate

import (
	"cmp"
	"path/filepath"

	"signpost/internal/config"
	"signpost/internal/history"
	"signpost/internal/lock"
	"signpost/internal/site"
)

// Options control what is built. The zero value builds ./content with ./config.yaml.
type Options struct {
	site.Options

	// ConfigFile is the path of the settings; config.Name if empty.
	ConfigFile string

	// Content is the content folder; "content" next to the settings if empty.
	Content string

	// BaseURL overrides base_url in the settings.
	BaseURL string

	// Environ is the environment, as "name=value". Variables that begin with SIGNPOST_ override settings.
	Environ []string

	// Portable makes a copy of the site that works from disk, without a server.
	Portable bool

	// IgnoreLock turns off the comparison with the lock, for commands that change it.
	IgnoreLock bool

	// Fingerprint collects the checksums of the files that are read. It may be nil.
	Fingerprint *Fingerprint

	// History caches the dates that git returned for an earlier build. It may be nil.
	History *history.Reader

	// NoHistory leaves out the dates that git would return, to compare sources that are in no repository.
	NoHistory bool

	// Themes caches the compiled default theme of an earlier build. It may be nil.
	Themes *ThemeCache
}

func (o Options) configFile() string {
	return cmp.Or(o.ConfigFile, config.Name)
}

// nextToConfig returns the path of a file next to the settings.
func (o Options) nextToConfig(name string) string {
	return filepath.Join(filepath.Dir(o.configFile()), filepath.FromSlash(name))
}

// LockFile returns the path of the lock.
func (o Options) LockFile() string {
	return o.nextToConfig(lock.Name)
}

// ContentDir returns the path of the content folder.
func (o Options) ContentDir() string {
	return cmp.Or(o.Content, o.nextToConfig("content"))
}

// ThemeDir returns the path of the site's own theme. It is empty for the default theme.
func (o Options) ThemeDir(cfg *config.Config) string {
	if cfg.Theme == config.DefaultTheme {
		return ""
	}

	return o.nextToConfig("themes/" + cfg.Theme)
}

// ChecksFile returns the path of the list of checks. It is empty if there is none.
func (o Options) ChecksFile(cfg *config.Config) string {
	if cfg.Checks == "" {
		return ""
	}

	return o.nextToConfig(cfg.Checks)
}

// OtherFiles returns the sources of a site other than its content and theme. They need not exist.
func (o Options) OtherFiles(cfg *config.Config) []string {
	files := []string{o.configFile(), o.LockFile(), o.BaselineFile()}
	if checks := o.ChecksFile(cfg); checks != "" {
		files = append(files, checks)
	}

	return files
}
