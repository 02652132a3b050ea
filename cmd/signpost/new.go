package main

import (
	"bytes"
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
var skeletons embed.FS

var skeleton = template.Must(template.ParseFS(skeletons, "skeleton/*"))

// blank is what is known of a text before it is written.
type blank struct {
	Title   string
	Today   string
	Code    codes.Code
	Message string
	ID      string
	Site    string
	Contact string // a sentence
}

func newCommand() *cobra.Command {
	var o generate.Options
	cmd := &cobra.Command{
		Use:   "new ARTICLE [TITLE]",
		Short: "Begin an article, the section of an error, the accessibility statement, or a theme",
		Long: `new writes what every article begins with, and leaves notes such as [to do: the first step] where only you know what to say.
lint and build report each note that is left. ARTICLE is a file in the content folder: smartcards/blocked-card.md.`,
		Args: command.Args("the file of an article, and optionally its title", 1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			name := strings.TrimSuffix(args[0], ".md") + ".md"
			title := site.Humanise(strings.TrimSuffix(path.Base(name), ".md"))
			if len(args) == 2 {
				title = args[1]
			}
			return begin(cmd, o, name, fill("article.md", blank{Title: strconv.Quote(title), Today: today(o)}))
		},
	}
	cmd.AddCommand(newErrorCommand(&o), newStatementCommand(&o), newThemeCommand(&o))
	addBuildFlags(cmd.PersistentFlags(), &o)
	addNow(cmd.PersistentFlags(), &o.Now)
	return cmd
}

func newErrorCommand(o *generate.Options) *cobra.Command {
	return &cobra.Command{
		Use:   `error CODE "MESSAGE" [ARTICLE]`,
		Short: "Write the section of an error: at the end of ARTICLE, or to standard output",
		Args:  command.Args("a code, its message, and optionally an article", 2, 3),
		RunE: func(cmd *cobra.Command, args []string) error {
			code, ok := codes.Parse(args[0])
			if !ok {
				return notACode(args[0])
			}
			if err := free(cmd, *o, code); err != nil {
				return err
			}
			message := strings.Join(strings.Fields(args[1]), " ")
			section := fill("error.md", blank{Code: code, Message: plain.Replace(message), ID: article.Slug(message)})
			if len(args) == 2 {
				_, err := cmd.OutOrStdout().Write(section)
				return err
			}
			return appendTo(cmd, *o, args[2], section)
		},
	}
}

// plain keeps characters that mean something in Markdown as they are.
var plain = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "{", `\{`, "}", `\}`)

// free makes sure that no article uses a code, a draft neither, and that none ever did. What else is wrong with the content does not
// matter here: a section that was begun is full of notes that lint tells of.
func free(cmd *cobra.Command, o generate.Options, code codes.Code) error {
	o.IgnoreLock, o.Drafts, o.Now = true, true, time.Time{} // articles of every day
	r, err := generate.Load(cmd.Context(), o)
	if err != nil {
		return err
	}
	if r.Site == nil {
		return refuse(cmd, r)
	}
	if e, ok := r.Site.Registry.Lookup(code); ok {
		return fmt.Errorf("%s is taken: %s#%s explains it, as %q", code, e.Path, e.Anchor, e.Title)
	}
	for _, e := range r.Lock.Entries {
		if e.Code == code {
			return fmt.Errorf("%s was published at %s, and is not used again for anything else", code, e.Address)
		}
	}
	return nil
}

func newStatementCommand(o *generate.Options) *cobra.Command {
	return &cobra.Command{
		Use:   "statement",
		Short: "Begin the accessibility statement, to which every page then links",
		Args:  command.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, _, err := config.Load(o.ConfigFile, o.Environ)
			if err != nil {
				return err
			}
			b := blank{Today: today(*o), Site: cfg.Title, Contact: "[to do: how to reach you]."}
			if cfg.Contact != (config.Contact{}) {
				b.Contact = "How to reach us is on the page [Still stuck?](" + site.ContactPath + ")."
			}
			return begin(cmd, *o, strings.Trim(site.StatementPath, "/")+".md", fill("statement.md", b))
		},
	}
}

// begin writes a new file of the content folder. One that is there is left alone.
func begin(cmd *cobra.Command, o generate.Options, name string, text []byte) error {
	file, err := inContent(o, name)
	if err != nil {
		return err
	}
	if err := create(file, text); err != nil {
		return err
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "wrote %s; signpost lint --drafts says what is left to do, signpost serve --drafts shows it\n", file)
	return nil
}

// appendTo puts a section at the end of an article.
func appendTo(cmd *cobra.Command, o generate.Options, name string, section []byte) error {
	file, err := inContent(o, name)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return cli.WithHint(fmt.Errorf("%s does not exist", file), "create it with: signpost new "+name)
	}
	if err != nil {
		return err
	}
	text = append(bytes.TrimRight(text, "\n"), "\n\n"...)
	if err := replace(file, append(text, section...)); err != nil {
		return err
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "wrote the section to the end of %s; signpost lint --drafts says what is left to do\n", file)
	return nil
}

// inContent is the path of a file in the content folder, of which nothing leads out.
func inContent(o generate.Options, name string) (string, error) {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return "", cli.Usagef("give the path inside the content folder, such as smartcards/blocked-card.md", "%q is not in the content folder", name)
	}
	if strings.HasPrefix(name, ".") || strings.Contains(name, "/.") {
		return "", cli.Usagef("use a name such as smartcards/blocked-card.md", "%q cannot be an article: names that begin with a dot are ignored", name)
	}
	return filepath.Join(o.ContentDir(), filepath.FromSlash(name)), nil
}

func today(o generate.Options) string { return o.Now.Format(time.DateOnly) }

func fill(name string, b blank) []byte {
	var text bytes.Buffer
	if err := skeleton.ExecuteTemplate(&text, name, b); err != nil {
		panic(err) // the skeletons are part of the program
	}
	return text.Bytes()
}
