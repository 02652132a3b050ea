package compare

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"signpost/internal/cli"
)

// WriteText writes the differences as text, one on each line. What is lost comes first.
func (r *Report) WriteText(w io.Writer) error {
	out := bufio.NewWriter(w)
	for _, line := range r.lines() {
		fmt.Fprintln(out, cli.Printable(line))
	}

	return out.Flush()
}

func (r *Report) lines() []string {
	var l lines
	l.addLost(r)
	l.addGone(r)
	l.addMoved(r)
	l.addAdded(r)
	for _, p := range r.Pages.Changed {
		l.add("changed %s (%s)", p.Address, p.amount())
	}

	for _, g := range r.Files.Grown {
		l.add("grown %s (%s)", g.Path, growth(g.Before, g.After))
	}

	return l
}

type lines []string

func (l *lines) add(format string, args ...any) {
	*l = append(*l, fmt.Sprintf(format, args...))
}

func (l *lines) addLost(r *Report) {
	for _, p := range r.Pages.Lost {
		l.add("lost %s%s", p.Address, p.detail())
		for _, id := range p.Headings {
			l.add("lost %s#%s", p.Address, id)
		}
	}

	for _, h := range r.Headings.Lost {
		l.add("lost %s%s", h.Address, h.detail())
	}

	for _, f := range r.Files.Lost {
		l.add("lost %s%s", f.Address, f.detail())
	}

	for _, c := range r.Codes.Lost {
		l.add("lost code %s (%s)", c.Code, c.Address)
	}
}

// detail returns what is known about a lost address, in parentheses, or "".
func (l Lost) detail() string {
	text := l.Why
	if l.Similar != "" {
		text = strings.TrimPrefix(text+"; perhaps now "+l.Similar, "; ")
	}

	if text == "" {
		return ""
	}

	return " (" + text + ")"
}

func (l *lines) addGone(r *Report) {
	for _, list := range [][]Retired{r.Pages.Retired, r.Headings.Retired, r.Files.Retired} {
		for _, p := range list {
			l.add("retired %s: %s", p.Address, p.Reason)
		}
	}

	for _, c := range r.Codes.Retired {
		l.add("retired code %s%s", c.Code.Code, c.detail())
	}

	for _, f := range r.Files.Removed {
		l.add("removed %s", f.Path)
	}
}

func (c RetiredCode) detail() string {
	switch {
	case c.Successor != "":
		return ": see " + c.Successor
	case c.Reason != "":
		return ": " + c.Reason
	}

	return ""
}

func (l *lines) addMoved(r *Report) {
	for _, list := range [][]Moved{r.Pages.Moved, r.Headings.Moved, r.Files.Moved} {
		for _, p := range list {
			l.add("moved %s -> %s", p.Address, p.To)
		}
	}

	for _, c := range r.Codes.Moved {
		l.add("moved code %s: %s -> %s", c.Code.Code, c.From, c.Address)
	}
}

func (l *lines) addAdded(r *Report) {
	for _, list := range [][]Page{r.Pages.Added, r.Headings.Added} {
		for _, p := range list {
			l.add("added %s", p.Address)
		}
	}

	for _, f := range r.Files.Added {
		l.add("added %s (%s)", f.Path, bytesText(f.Bytes))
	}

	for _, c := range r.Codes.Added {
		l.add("added code %s (%s)", c.Code, c.Address)
	}
}

// amount says how much a page has changed: "+12 -3 words, title".
func (c Changed) amount() string {
	var parts []string
	if c.Added+c.Removed > 0 {
		parts = append(parts, fmt.Sprintf("+%d -%d words", c.Added, c.Removed))
	}

	if c.OldTitle != "" {
		parts = append(parts, "title")
	}

	if parts == nil {
		return "same words in another order"
	}

	return strings.Join(parts, ", ")
}

// Summary returns one sentence on the differences. What is lost comes first.
func (r *Report) Summary() string {
	lost := "no address is lost"
	if r.Counts.Lost > 0 {
		lost = cli.Count(r.Counts.Lost, "lost address")
	}

	if n := r.Counts.LostCodes; n > 0 {
		lost += ", " + cli.Count(n, "lost code")
	}

	return lost + "; " + r.counts()
}

// counts counts the other differences.
func (r *Report) counts() string {
	p, c, f := &r.Pages, &r.Codes, &r.Files
	var parts []string
	for _, part := range []struct {
		count int
		noun  string
		what  string
	}{
		{len(p.Added), "page", "added"},
		{len(p.Changed), "page", "changed"},
		{len(p.Moved), "page", "moved"},
		{len(p.Retired), "page", "retired"},
		{len(r.Headings.Added), "heading", "added"},
		{len(r.Headings.Moved), "heading", "moved"},
		{len(r.Headings.Retired), "heading", "retired"},
		{len(c.Added), "code", "added"},
		{len(c.Moved), "code", "moved"},
		{len(c.Retired), "code", "retired"},
		{len(f.Added), "file", "added"},
		{len(f.Removed) + len(f.Moved) + len(f.Retired), "file", "removed"},
	} {
		if part.count > 0 {
			parts = append(parts, cli.Count(part.count, part.noun)+" "+part.what)
		}
	}

	if parts == nil {
		parts = append(parts, "no page has changed")
	}

	return strings.Join(parts, ", ")
}

// growth returns two sizes and their difference: "12.0 kB -> 13.5 kB, +1.5 kB".
func growth(before, after int64) string {
	return fmt.Sprintf("%s -> %s, %s", bytesText(before), bytesText(after), difference(before, after))
}

func difference(before, after int64) string {
	if after >= before {
		return "+" + bytesText(after-before)
	}

	return "-" + bytesText(before-after)
}

// bytesText returns a number of bytes as people read it: "12.3 kB".
func bytesText(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1000_000:
		return fmt.Sprintf("%.1f kB", float64(n)/1000)
	}

	return fmt.Sprintf("%.1f MB", float64(n)/1000_000)
}
