package main

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"text/template"
	"time"

	"github.com/spf13/cobra"

	"signpost/internal/article"
	"signpost/internal/cli"
	"signpost/internal/cli/command"
	"signpost/internal/codes"
	"signpost/internal/config"
	"signpost/internal/generate"
	"signpost/internal/site"
)

//go:embed skeleton
var skeletonFiles embed.FS

var skeletons = template.Must(template.ParseFS(skeletonFiles, "skeleton/*"))

// templateValues are the values that fill in a new file.
type templateValues struct {
	Title   string
	Today   string
	Code    codes.Code
	Message string
	ID      string
	Site    string
	Contact string // a sentence
}

// creator is one run of "signpost new" or one of its subcommands.
type creator struct {
	*program
	options generate.Options
}

func (p *program) newCommand() *cobra.Command {
	c := &creator{program: p}
	cmd := &cobra.Command{
		Use:   "new ARTICLE [TITLE]",
		Short: "Create an article, an error section, an accessibility statement or a theme",
		Long: `new creates an article. ARTICLE is a file in the content folder, such as
payments/refused-card.md. Notes such as [to do: the first step] mark what only you
can write; lint and build report each note that is left.`,
		Args: command.Args("the file of an article, and optionally its title", 1, 2),
		RunE: func(_ *cobra.Command, args []string) error { return c.createArticle(args) },
	}

	cmd.AddCommand(c.errorCommand(), c.statementCommand(), c.themeCommand())
	p.addBuildFlags(cmd.PersistentFlags(), &c.options)
	p.addNowFlag(cmd.PersistentFlags(), &c.options.Now)
	return cmd
}

func (c *creator) errorCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   `error CODE "MESSAGE" [ARTICLE]`,
		Short: "Append an error section to ARTICLE, or print it",
		Args:  command.Args("a code, its message, and optionally an article", 2, 3),
		RunE:  func(cmd *cobra.Command, args []string) error { return c.createErrorSection(cmd.Context(), args) },
	}
	command.HideFlags(cmd, "now")
	return cmd
}

func (c *creator) statementCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "statement",
		Short: "Create the accessibility statement, which every page then links to",
		Args:  command.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return c.createStatement() },
	}
}

// createArticle creates an article with a title from the command line or from the name of its file.
func (c *creator) createArticle(args []string) error {
	name := strings.TrimSuffix(args[0], ".md") + ".md"
	title := article.Humanise(strings.TrimSuffix(path.Base(name), ".md"))
	if len(args) == 2 {
		title = args[1]
	}

	return c.createInContent(name, executeSkeleton("article.md", templateValues{
		Title: strconv.Quote(title),
		Today: c.today(),
	}))
}

// createErrorSection writes the section about a code that is not in use.
func (c *creator) createErrorSection(ctx context.Context, args []string) error {
	code, err := c.newCode(args[0])
	if err != nil {
		return err
	}
	if err := c.checkCodeUnused(ctx, code); err != nil {
		return err
	}

	message := strings.Join(strings.Fields(args[1]), " ")
	section := executeSkeleton("error.md", templateValues{
		Code:    code,
		Message: escapeMarkdown.Replace(message),
		ID:      article.Slug(message),
	})
	if len(args) == 3 {
		return c.appendToArticle(args[2], section)
	}
	_, err = c.Stdout.Write(section)
	return err
}

// newCode returns the code that the user wants to add.
func (c *creator) newCode(text string) (codes.Code, error) {
	cfg, _, err := config.Load(c.options.ConfigFile, c.Environ)
	if err != nil {
		return "", err
	}

	code := codes.Code(text)
	pattern := cfg.Codes.Regexp()
	if pattern == nil && code.Valid() {
		return code, nil
	}
	if pattern == nil {
		return "", cli.Usagef(codes.Form, "%q is not a code", text)
	}
	if code.Valid() && pattern.MatchString(text) {
		return code, nil
	}
	if meant, ok := codes.ParseShort(text); ok && pattern.MatchString(string(meant)) {
		return meant, nil
	}
	hint := "the setting codes.pattern says what the codes of this site look like: " + cfg.Codes.Pattern
	return "", cli.Usagef(hint, "%q is not a code", text)
}

// escapeMarkdown escapes the characters that have a meaning in Markdown.
var escapeMarkdown = strings.NewReplacer(
	`\`, `\\`,
	"`", "\\`",
	"*", `\*`,
	"_", `\_`,
	"[", `\[`,
	"]", `\]`,
	"<", `\<`,
	"{", `\{`,
	"}", `\}`,
)

// checkCodeUnused returns an error if an article explains a code, drafts included, or if one ever did. Other problems
// of the content do not matter: a new section is full of notes, which lint reports.
func (c *creator) checkCodeUnused(ctx context.Context, code codes.Code) error {
	options := c.options
	options.IgnoreLock = true
	options.Drafts = true
	options.Now = time.Time{} // include articles of any date
	r, err := generate.Load(ctx, options)
	if err != nil {
		return err
	}
	if r.Site == nil {
		return c.reportErrors(r)
	}

	if e, ok := r.Site.Registry.Find(string(code)); ok {
		return fmt.Errorf("%s is in use: %s#%s explains it as %q", e.Code, e.Path, e.Anchor, e.Title)
	}
	for _, e := range r.Lock.Entries {
		if e.Code != "" && codes.Key(string(e.Code)) == codes.Key(string(code)) {
			err := fmt.Errorf("%s was published at %s", e.Code, e.Address)
			return cli.WithHint(err, "choose another code; a published code is never used again")
		}
	}
	return nil
}

// createStatement creates the accessibility statement.
func (c *creator) createStatement() error {
	cfg, _, err := config.Load(c.options.ConfigFile, c.Environ)
	if err != nil {
		return err
	}

	values := templateValues{
		Today:   c.today(),
		Site:    cfg.Title,
		Contact: "[to do: how to contact you].",
	}
	if cfg.Contact != (config.Contact{}) {
		values.Contact = "The page [Still stuck?](" + site.ContactPath + ") says how to contact us."
	}
	name := strings.Trim(site.StatementPath, "/") + ".md"
	return c.createInContent(name, executeSkeleton("statement.md", values))
}

// createInContent creates a file in the content folder.
func (c *creator) createInContent(name string, text []byte) error {
	file, err := c.contentFile(name)
	if err != nil {
		return err
	}
	if err := createFile(c.options.ContentDir(), name, text); err != nil {
		return err
	}

	fmt.Fprintf(c.Stderr, "wrote %s\n", file)
	fmt.Fprintln(c.Stderr, "signpost lint --drafts shows what is left to do, signpost serve --drafts shows the page")
	return nil
}

// appendToArticle writes a section to the end of an article.
func (c *creator) appendToArticle(name string, section []byte) error {
	file, err := c.contentFile(name)
	if err != nil {
		return err
	}
	text, err := readFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return cli.WithHint(fmt.Errorf("%s does not exist", file), "create it with: signpost new "+name)
	}
	if err != nil {
		return err
	}

	text = append(bytes.TrimRight(text, "\n"), "\n\n"...)
	if err := replaceFile(file, append(text, section...)); err != nil {
		return err
	}
	fmt.Fprintf(c.Stderr, "wrote the section to the end of %s; signpost lint --drafts shows what is left to do\n", file)
	return nil
}

// contentFile returns the path of a file in the content folder. It rejects names of files elsewhere, and names that a
// build ignores.
func (c *creator) contentFile(name string) (string, error) {
	const hint = "give the path in the content folder, such as payments/refused-card.md"
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return "", cli.Usagef(hint, "%q is not in the content folder", name)
	}
	if strings.HasPrefix(name, ".") || strings.Contains(name, "/.") {
		return "", cli.Usagef(hint, "%q cannot be an article: names that begin with a dot are ignored", name)
	}
	return filepath.Join(c.options.ContentDir(), filepath.FromSlash(name)), nil
}

func (c *creator) today() string { return c.options.Now.Format(time.DateOnly) }

// executeSkeleton fills in a skeleton.
func executeSkeleton(name string, values templateValues) []byte {
	var text bytes.Buffer
	if err := skeletons.ExecuteTemplate(&text, name, values); err != nil {
		panic(err) // the skeletons are embedded
	}
	return text.Bytes()
}

// createFile creates a file in a folder, and the folders of both. It does not overwrite an existing file, and no link
// leads out of the folder.
func createFile(dir, name string, text []byte) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()

	name = filepath.FromSlash(name)
	file := filepath.Join(dir, name)
	if err := root.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return fmt.Errorf("cannot create the folder of %s: %w", file, err)
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already", file)
	}
	if err != nil {
		return fmt.Errorf("cannot create %s: %w", file, err)
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err != nil {
		_ = root.Remove(name) // half a file would be taken for a whole one
	}
	return err
}
