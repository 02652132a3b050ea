package main

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"signpost/internal/cli"
	"signpost/internal/repair"
)

// print writes the result in the format of the command line.
func (f *lockFixer) print(r *lockRepair) error {
	if f.format == "json" {
		return cli.WriteJSON(f.Stdout, r)
	}

	out := bufio.NewWriter(f.Stdout)
	writeMoves(out, r.Moves)
	if len(r.Moves) > 0 && len(r.Questions) > 0 {
		fmt.Fprintln(out)
	}

	writeQuestions(out, r.Questions)
	writeLinks(out, r.Links)
	if err := out.Flush(); err != nil {
		return err
	}

	f.summariseFix(r)

	return nil
}

// summariseFix prints one line about the result, and one about its evidence.
func (f *lockFixer) summariseFix(r *lockRepair) {
	switch {
	case len(r.Evidence) > 0:
		fmt.Fprintf(f.Stderr, "compared with %s\n", strings.Join(r.Evidence, " and "))
	case len(r.Moves) > 0 || slices.ContainsFunc(r.Questions, func(q repair.Question) bool { return !q.CodeOnly }):
		fmt.Fprintln(f.Stderr, "no earlier text was found in git or in a build: compared only codes, IDs and names")
	}

	moved, recorded := "moved", "recorded"
	if r.DryRun {
		moved, recorded = "would move", "would record"
	}

	fmt.Fprintf(f.Stderr, "%s %s, %s %s; %s\n", moved, cli.Count(len(r.Moves), "address"),
		recorded, cli.Count(r.Recorded, "new address"), openCount(len(r.Questions)))
	if slices.ContainsFunc(r.Questions, isLost) {
		fmt.Fprintln(f.Stderr, "new addresses are recorded when none is lost: answer the questions, then run "+
			"signpost lock fix again")
	}
}

// openCount returns a clause about the number of addresses that are open.
func openCount(n int) string {
	switch n {
	case 0:
		return "none is open"
	case 1:
		return "1 is open"
	}

	return fmt.Sprintf("%d are open", n)
}

// writeMoves writes a table of moves. Headings that kept their ID are counted with their page.
func writeMoves(out io.Writer, moves []repair.Move) {
	if len(moves) == 0 {
		return
	}

	pages := map[string]string{}
	for _, m := range moves {
		pages[m.From] = m.To
	}

	headings := map[string]int{}
	rows := slices.DeleteFunc(slices.Clone(moves), func(m repair.Move) bool {
		page, id, isHeading := strings.Cut(m.From, "#")
		isSame := isHeading && m.To == pages[page]+"#"+id
		if isSame {
			headings[page]++
		}

		return isSame
	})

	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "MOVED\tTO\tWHY")
	for _, m := range rows {
		why := because(m)
		if n := headings[m.From]; n > 0 {
			why += ", with " + cli.Count(n, "heading")
		}

		fmt.Fprintf(w, "%s\t%s\t%s\n", m.From, m.To, why)
	}

	_ = w.Flush() // the caller flushes out, and gets its error
}

// because returns the reason for a move.
func because(m repair.Move) string {
	if !strings.HasSuffix(m.Why, "similar text") {
		return m.Why
	}

	return fmt.Sprintf("%s (%s)", m.Why, percent(m.Similarity))
}

// percent rounds down, so that only equal texts are 100 %.
func percent(part float64) string {
	return fmt.Sprintf("%d %%", int(part*100+0.0001))
}

// writeQuestions writes what the writer must decide, each with the command for it. Headings without candidates are
// written with their page: its command includes them.
func writeQuestions(out io.Writer, questions []repair.Question) {
	open := map[string]bool{}
	headings := map[string]int{}
	for _, q := range questions {
		open[q.Address] = !q.Reused
	}

	for _, q := range questions {
		if page, _, isHeading := strings.Cut(q.Address, "#"); isHeading && open[page] && len(q.Candidates) == 0 {
			headings[page]++
		}
	}

	for i, q := range questions {
		page, _, isHeading := strings.Cut(q.Address, "#")
		if isHeading && open[page] && len(q.Candidates) == 0 {
			continue
		}

		if i > 0 {
			fmt.Fprintln(out)
		}

		writeQuestion(out, q, headings[q.Address])
	}
}

func writeQuestion(out io.Writer, q repair.Question, headings int) {
	fmt.Fprintf(out, "OPEN %s: %s\n", q.Address, q.Reason)
	if headings > 0 {
		fmt.Fprintf(out, "    with %s of the page\n", cli.Count(headings, "heading"))
	}

	for _, c := range q.Candidates {
		if c.Similarity > 0 {
			fmt.Fprintf(out, "    similar: %s (%s)\n", c.Address, percent(c.Similarity))
		} else {
			fmt.Fprintf(out, "    same name: %s\n", c.Address)
		}
	}

	switch {
	case q.Reused:
		fmt.Fprintln(out, "    if old links should find the earlier text, give the new one another address: "+
			"a file name, a slug or an ID")
	case q.CodeOnly:
		fmt.Fprintf(out, "    if the error still occurs: declare the code on the heading that explains it: "+
			"{#the-id code=%s}\n", q.Code)
		fmt.Fprintf(out, "    if it does not: do the same, and retire the code in the front matter: "+
			"codes: {%s: {retired: {}}}\n", q.Code)
	default:
		fmt.Fprintf(out, "    if it moved:   signpost lock move %s NEW\n", shellWord(q.Address))
		fmt.Fprintf(out, "    if it is gone: signpost lock retire %s --reason TEXT\n", shellWord(q.Address))
	}
}

// maxLinks is the number of links that are written. Lint names them all.
const maxLinks = 10

// writeLinks writes the links in articles that name an old place.
func writeLinks(out io.Writer, links []oldLink) {
	if len(links) == 0 {
		return
	}

	fmt.Fprintln(out, "\nLinks in articles that name an old place:")
	for _, l := range links[:min(len(links), maxLinks)] {
		fmt.Fprintf(out, "    %s:%d: %s (%s)\n", cli.Printable(l.File), l.Line, cli.Printable(l.Text), l.Hint)
	}

	if rest := len(links) - maxLinks; rest > 0 {
		fmt.Fprintf(out, "    and %d more (signpost lint --all shows all)\n", rest)
	}
}
