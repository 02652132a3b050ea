package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"signpost/checks"
	"signpost/checks/probe"
)

func (p *program) initCommand() *cobra.Command {
	return &cobra.Command{
		Use: "init [FILE]", Short: "Write a set-up file, and ask for what goes into it", Args: cobra.MaximumNArgs(1),
		Long: "init writes practice.yaml, in which every line is explained. On a terminal it asks for each value; Enter leaves one open.\n" +
			"It never overwrites a file, and never asks for a password or a PIN.",
		RunE: func(_ *cobra.Command, args []string) error {
			path := setupFile
			if len(args) > 0 {
				path = args[0]
			}
			var source *bufio.Scanner
			if onTerminal(p.stdin) {
				source = bufio.NewScanner(p.stdin)
			}
			return p.initSetup(path, source)
		},
	}
}

// onTerminal reports whether somebody sits there to answer.
func onTerminal(stdin io.Reader) bool {
	f, ok := stdin.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// initSetup writes the set-up file with the answers from source. Without a source every value is left open.
func (p *program) initSetup(path string, source *bufio.Scanner) error {
	if _, err := os.Stat(path); err == nil {
		return exists(path) // before anybody has answered anything
	}
	answers := map[string][]string{}
	if source != nil {
		fmt.Fprintln(p.stderr, wrap("These questions are about what your practice gave at onboarding. Press Enter to leave one open. Never type a password or a passcode.", "", ""))
		if err := p.interview(source, answers); err != nil {
			return err
		}
	}
	if err := writeNew(path, []byte(setupText(answers))); err != nil {
		return err
	}
	_, err := fmt.Fprintf(p.stdout, "wrote %s\n", path)
	return err
}

// question is one value of the set-up file.
type question struct {
	key     string // "emis.cdb"
	ask     string
	comment string // above the line in the file
	example string
	list    bool   // several values, with commas between them
	system  string // only for practices with this clinical system
}

var questions = []question{
	{key: "ods_code", ask: "ODS code of the practice", comment: "Your practice's ODS code. Most are a letter and five digits.", example: "A99999"},
	{key: "name", ask: "Name of the practice", comment: "The name of your practice.", example: "Example Surgery"},
	{key: "icb", ask: "Integrated care board (ICB)", comment: "The name or the code of your integrated care board (ICB).", example: "NHS Example ICB"},
	{key: "clinical_system", ask: "Clinical system, emis or systmone", comment: "Your clinical system: emis or systmone.", example: "emis"},
	{key: "smartcards", ask: "12-digit numbers of the smartcards requested on the Hub, with commas between them", list: true, example: "000123456789", comment: "The 12-digit number of each smartcard that you requested on the Hub. The quotation marks keep zeros at the beginning."},
	{key: "emis.cdb", ask: "EMIS CDB number (EMIS Web shows it as Organisation ID)", comment: "The EMIS CDB number: digits alone, not your ODS code. EMIS Web shows it as Organisation ID.", example: "12345", system: checks.SystemEMIS},
	{key: "emis.accounts", ask: "EMIS user names, one for each smartcard, with commas between them", list: true, comment: "One EMIS user name for each smartcard. Never a password.", example: "smartcard.one", system: checks.SystemEMIS},
	{key: "systmone.profile", ask: "SystmOne profile name, exactly as SystmOne shows it", comment: "The exact SystmOne profile name.", example: "Reception Team", system: checks.SystemSystmOne},
	{key: "software", ask: "Smartcard software, such as Identity Agent or Smartcard Connect", comment: "The smartcard software on the computer.", example: "Identity Agent"},
}

// attempts is how often a question is put before the answer is left open.
const attempts = 3

// interview asks each question that applies. The end of the input leaves the rest open.
func (p *program) interview(source *bufio.Scanner, answers map[string][]string) error {
	for _, q := range questions {
		system := strings.Join(answers["clinical_system"], "")
		if q.system != "" && !strings.EqualFold(q.system, system) {
			continue
		}
		for range attempts {
			fmt.Fprintf(p.stderr, "%s: ", q.ask)
			if !source.Scan() {
				fmt.Fprintln(p.stderr)
				return source.Err()
			}
			values := q.values(source.Text())
			mistakes := q.mistakes(values)
			if len(mistakes) == 0 {
				answers[q.key] = values
				break
			}
			for _, m := range mistakes {
				fmt.Fprintln(p.stderr, wrap(m.Text+": "+m.Hint, "  ", "  "))
			}
		}
	}
	return nil
}

// values takes an answer apart.
func (q question) values(text string) []string {
	parts := []string{text}
	if q.list {
		parts = strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' })
	}
	var values []string
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			values = append(values, part)
		}
	}
	return values
}

// mistakes is what the reader of set-up files would say of the answer, and what only somebody who types would get wrong.
func (q question) mistakes(values []string) []checks.Mistake {
	if len(values) == 0 {
		return nil
	}
	answers := map[string][]string{q.key: values}
	mistakes := probe.ParseSetup(setupFile, []byte(setupText(answers))).Mistakes
	if q.key == "emis.cdb" && strings.Trim(values[0], "0123456789") != "" {
		mistakes = append(mistakes, checks.Mistake{Text: "the CDB number is digits alone", Hint: "it is not the ODS code; EMIS Web shows it as Organisation ID"})
	}
	return mistakes
}

// setupText is the set-up file with these answers; what has none stands there as a comment, with an example.
func setupText(answers map[string][]string) string {
	var b strings.Builder
	b.WriteString("# What your practice gave at onboarding. cardcheck reads this file and sends it to nobody.\n# Never write a password or a passcode (PIN) into it.\n")
	above := ""
	for _, q := range questions {
		parent, key, nested := strings.Cut(q.key, ".")
		indent := "  "
		if !nested {
			parent, key, indent = "", q.key, ""
		}
		b.WriteString("\n")
		if parent != "" && parent != above {
			fmt.Fprintf(&b, "%s%s:\n", off(answered(answers, parent+".")), parent)
		}
		above = parent
		fmt.Fprintf(&b, "%s# %s\n", indent, q.comment)
		q.write(&b, key, indent, answers[q.key])
	}
	return b.String()
}

// off begins a line that says nothing yet.
func off(given bool) string {
	if given {
		return ""
	}
	return "# "
}

// answered reports whether any of the keys that begin so has an answer.
func answered(answers map[string][]string, prefix string) bool {
	for key, values := range answers {
		if strings.HasPrefix(key, prefix) && len(values) > 0 {
			return true
		}
	}
	return false
}

// write writes the lines of one value, or of its example.
func (q question) write(b *strings.Builder, key, indent string, values []string) {
	begin := off(len(values) > 0) + indent
	if len(values) == 0 {
		values = []string{q.example}
	}
	if !q.list {
		fmt.Fprintf(b, "%s%s: %s\n", begin, key, strconv.Quote(values[0]))
		return
	}
	fmt.Fprintf(b, "%s%s:\n", begin, key)
	for _, v := range values {
		fmt.Fprintf(b, "%s  - %s\n", begin, strconv.Quote(v))
	}
}
