package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/config"
	"signpost/internal/generate"
	"signpost/internal/importer"
	"signpost/internal/regular"
)

// articleImporter is one run of "signpost import".
type articleImporter struct {
	*program
	options    generate.Options
	pictures   bool // --pictures
	reportName string

	testClient *http.Client // replaces the client for downloads in tests
}

func (p *program) importCommand() *cobra.Command {
	i := &articleImporter{program: p}
	cmd := &cobra.Command{
		Use:   "import zendesk|intercom FILE|DIR",
		Short: "Import the articles of another help centre",
		Long: `import converts the articles of another help centre to Markdown and writes them to
the content folder. It never overwrites a file. FILE is a response of the API of the
other help centre, DIR a folder of such .json files:

  zendesk   /api/v2/help_center/articles?include=sections,categories
            and for each locale /api/v2/help_center/LOCALE/articles
  intercom  /articles, /internal_articles and /help_center/collections

The API returns long lists in pages (page=2 and so on): save each as a file. Articles
in other languages than that of the settings go to a folder per language. Articles
that were not public become drafts. import-report.md lists what is left to do.`,
		Args: command.Args("the kind of help centre, and a file or folder", 2, 2),
		RunE: func(cmd *cobra.Command, args []string) error { return i.run(cmd.Context(), args[0], args[1]) },
	}
	p.addBuildFlags(cmd.Flags(), &i.options)
	cmd.Flags().BoolVar(&i.pictures, "pictures", false, "download pictures and attachments from the help centre")
	cmd.AddCommand(p.importMarkdownCommand())
	return cmd
}

func (i *articleImporter) run(ctx context.Context, format, name string) error {
	if !slices.Contains(importer.Formats, format) {
		return cli.Usagef("use "+cli.OrList(importer.Formats), "cannot import from %q", format)
	}
	centre, err := i.read(ctx, format, name)
	if err != nil {
		return err
	}

	var fetched media
	if i.pictures {
		fetched = i.newMedia()
		defer fetched.close()
		if err := fetched.fetch(ctx, centre); err != nil {
			return err
		}
	}
	files, err := centre.Files(ctx)
	if err != nil {
		return err
	}
	report := centre.Report()
	report.Media = fetched.missing
	content := i.options.ContentDir()
	if err := i.write(ctx, content, files, &fetched, report); err != nil {
		return err
	}

	i.printNotes(centre)
	written := cli.Count(len(files)+len(fetched.files), "file")
	fmt.Fprintf(i.Stderr, "wrote %s to %s; signpost lint shows what is left to do\n", written, content)
	return nil
}

// write writes articles, pictures and attachments to the content folder, and the report next to the settings: all of
// them, or none if one exists already or the context is cancelled.
func (i *articleImporter) write(
	ctx context.Context, content string, texts map[string][]byte, fetched *media, report *importer.Report,
) error {
	names := slices.Concat(slices.Collect(maps.Keys(texts)), slices.Collect(maps.Keys(fetched.files)))
	read := func(name string) ([]byte, error) {
		if text, ok := texts[name]; ok {
			return text, nil
		}
		return fetched.read(ctx, name)
	}
	if err := createFiles(ctx, content, names, read); err != nil {
		return err
	}
	if report.IsEmpty() {
		return nil
	}

	err := i.writeReport(report)
	if err != nil {
		removeFiles(content, names)
	}
	return err
}

// writeReport writes the report to a new file next to the settings.
func (i *articleImporter) writeReport(report *importer.Report) error {
	stem := filepath.Join(filepath.Dir(i.options.ConfigFile), "import-report")
	name := stem + ".md"
	for n := 2; !isAbsent(name); n++ {
		name = fmt.Sprintf("%s-%d.md", stem, n)
	}
	i.reportName = name
	return createFile(filepath.Dir(name), filepath.Base(name), report.Markdown())
}

// read reads a file, or all .json files of a folder.
func (i *articleImporter) read(ctx context.Context, format, name string) (*importer.Centre, error) {
	names, readExport, err := exportFiles(name)
	if err != nil {
		return nil, err
	}
	cfg, _, err := config.Load(i.options.ConfigFile, i.Environ)
	if err != nil {
		return nil, err
	}

	centre := &importer.Centre{Language: cfg.Language}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		data, err := readExport(name)
		if err == nil {
			err = centre.Read(format, data)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return centre, nil
}

// exportFiles returns the name of a file, which may be a pipe, or the names of the .json files in a folder, which are
// inside of it, and the function that reads them.
func exportFiles(name string) (names []string, read func(string) ([]byte, error), err error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, nil, err
	}
	if !info.IsDir() {
		return []string{name}, os.ReadFile, nil
	}

	names, err = filepath.Glob(filepath.Join(name, "*.json"))
	if err == nil && len(names) == 0 {
		err = fmt.Errorf("%s contains no .json file", name)
	}
	return names, regular.ReadFile, err
}

// printNotes prints what a linter cannot find.
func (i *articleImporter) printNotes(c *importer.Centre) {
	tags := c.Languages()
	if main := tags[0]; main != "" && !strings.EqualFold(main, c.Language) {
		const note = "most articles are in %q, but the settings say %q: check language in config.yaml\n"
		fmt.Fprintf(i.Stderr, note, main, c.Language)
	}
	for _, tag := range tags[1:] {
		if tag != "" {
			const note = "articles in %[1]q are in the folder %[1]s/: add %[1]s: {} below languages in config.yaml\n"
			fmt.Fprintf(i.Stderr, note, tag)
		}
	}
	for _, pages := range c.Missing() {
		fmt.Fprintf(i.Stderr, "%s of a list were not found: save every page (page=2 and so on) in one folder, "+
			"and import that into a new content folder\n", pages)
	}
	i.printReport(c.Report())
}

// maxAddresses is the number of old addresses that are printed.
const maxAddresses = 5

// printReport summarises the report.
func (i *articleImporter) printReport(r *importer.Report) {
	if len(r.Refused) > 0 {
		fmt.Fprintf(i.Stderr, "cannot be published: %s\n", cli.Count(len(r.Refused), "article"))
	}
	for _, reason := range slices.Sorted(maps.Keys(r.Hidden)) {
		fmt.Fprintf(i.Stderr, "imported as drafts: %s\n", cli.Count(len(r.Hidden[reason]), reason+" article"))
	}
	if addresses := r.Frequent(); len(addresses) > 0 {
		fmt.Fprintf(i.Stderr, "links to the old help centre: %s\n", cli.Count(len(addresses), "address"))
		for _, address := range addresses[:min(len(addresses), maxAddresses)] {
			fmt.Fprintf(i.Stderr, "  %s in %s\n", address, cli.Count(len(r.OldLinks[address]), "article"))
		}
	}
	if len(r.Media) > 0 {
		fmt.Fprintf(i.Stderr, "missing pictures and attachments: %d\n", len(r.Media))
	}
	if len(r.Differences) > 0 {
		fmt.Fprintf(i.Stderr, "text changed during the conversion: %s\n", cli.Count(len(r.Differences), "article"))
	}
	if !r.IsEmpty() {
		fmt.Fprintf(i.Stderr, "%s lists them all\n", i.reportName)
	}
}

// createFiles writes files to a folder: all of them, or none if one exists already or the context is cancelled. read
// returns the content of a file.
func createFiles(ctx context.Context, dir string, names []string, read func(name string) ([]byte, error)) error {
	slices.Sort(names)
	if err := checkAbsent(dir, names); err != nil {
		return err
	}

	for n, name := range names {
		err := ctx.Err()
		var data []byte
		if err == nil {
			data, err = read(name)
		}
		if err == nil {
			err = createFile(dir, name, data)
		}
		if err != nil {
			removeFiles(dir, names[:n])
			return err
		}
	}
	return nil
}

// checkAbsent returns an error for each file that exists already or would be outside of the folder.
func checkAbsent(dir string, names []string) error {
	const shown = 10
	var errs []error
	present := 0
	for _, name := range names {
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			return fmt.Errorf("%q would be outside of %s", name, dir)
		}
		path := filepath.Join(dir, filepath.FromSlash(name))
		if isAbsent(path) {
			continue
		}

		if present++; present <= shown {
			errs = append(errs, fmt.Errorf("%s exists already; nothing was written", path))
		}
	}

	if present > shown {
		errs = append(errs, fmt.Errorf("%d more files exist already", present-shown))
	}

	return cli.WithHint(errors.Join(errs...), "move them away, or import to another folder with --content")
}

// isAbsent reports whether no file is in the way. A path that cannot exist, such as a too long one, is reported when
// the file is written.
func isAbsent(path string) bool {
	_, err := os.Lstat(path)
	return err != nil
}

// removeFiles removes files that were just written, and the folders in dir that are empty then.
func removeFiles(dir string, names []string) {
	for _, name := range names {
		path := filepath.Join(dir, filepath.FromSlash(name))
		_ = os.Remove(path)
		for folder := filepath.Dir(path); len(folder) > len(dir); folder = filepath.Dir(folder) {
			if os.Remove(folder) != nil {
				break // it contains other files
			}
		}
	}
}
