package main

import (
	"bytes"
	"fmt"
	"html"
	"os"
	"slices"
	"strings"
	"testing"

	"signpost/internal/cli"
)

// terminalPicture is in the article on reading the result.
const terminalPicture = "../../content/checking-a-computer/cardcheck-result.svg"

// The picture of the terminal is drawn from what the program prints. With SIGNPOST_UPDATE=1 it is drawn again.
func TestPictureIsWhatIsPrinted(t *testing.T) {
	var out, complaint bytes.Buffer
	args := []string{"--site", "https://help.example/", "--facts", "../../checks/testdata/card-none.json"}
	if code := runArgs(t.Context(), &out, &complaint, args...); code != cli.ExitProblems {
		t.Fatalf("exit code %d: %s", code, &complaint)
	}
	want := draw(abridge(t, strings.Split(strings.TrimSpace(out.String()), "\n")))
	if os.Getenv("SIGNPOST_UPDATE") == "1" {
		if err := os.WriteFile(terminalPicture, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(terminalPicture); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s does not show what cardcheck prints (%v): run SIGNPOST_UPDATE=1 go test ./cmd/cardcheck -run Picture", terminalPicture, err)
	}
}

const dots = "..."

// abridge leaves the beginning of the list, the first failure in full, and the end.
func abridge(t *testing.T, lines []string) []string {
	t.Helper()
	gap := slices.Index(lines, "")
	if gap < 6 {
		t.Fatalf("no list:\n%s", strings.Join(lines, "\n"))
	}
	problem := lines[gap : gap+1+slices.Index(lines[gap+1:], "")]
	return slices.Concat(lines[:6], []string{dots}, problem, []string{"", dots, ""}, lines[len(lines)-2:])
}

// The measures of the picture, in pixels. Its letters are as wide as 0.6 of their height, as those of every terminal.
const (
	letter    = 20
	column    = letter * 3 / 5
	lineSpace = 30
	left, top = 40, 92
)

// draw draws lines in a black window, a frame with 1 round the failure in the list and one with 2 round its
// explanation.
func draw(lines []string) []byte {
	var b bytes.Buffer
	width, height := 2*left+defaultWidth*column, top+len(lines)*lineSpace+20
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[2]d" font-family="Consolas, Menlo, 'Liberation Mono', monospace" font-size="%[3]d" role="img">
  <title>What cardcheck prints: a list first, then the steps for each FAIL</title>
  <rect width="%[1]d" height="%[2]d" fill="#f2f5f7"/>
  <rect x="16" y="16" width="%[4]d" height="%[5]d" rx="4" fill="#1d2a33" stroke="#4a5b67" stroke-width="2"/>
  <path d="M16 56V20a4 4 0 0 1 4-4H%[6]da4 4 0 0 1 4 4V56z" fill="#c9d1d6"/>
  <text x="32" y="43" font-family="Arial, Helvetica, sans-serif" font-weight="bold" fill="#1d2a33">Command Prompt</text>
`, width, height, letter, width-32, height-32, width-20)
	for i, line := range lines {
		if line == "" {
			continue
		}
		weight := ""
		if strings.HasPrefix(line, "FAIL") {
			weight = ` font-weight="bold"`
		}
		fmt.Fprintf(&b, "  <text x=\"%d\" y=\"%d\" xml:space=\"preserve\" fill=\"#ffffff\"%s>%s</text>\n", left, top+i*lineSpace, weight, html.EscapeString(line))
	}
	first := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "FAIL") })
	second := first + 1 + slices.IndexFunc(lines[first+1:], func(l string) bool { return strings.HasPrefix(l, "FAIL") })
	end := second + slices.Index(lines[second:], "")
	frame(&b, 1, first, first+1, width)
	frame(&b, 2, second, end, width)
	b.WriteString("</svg>\n")
	return b.Bytes()
}

func frame(b *bytes.Buffer, number, from, to, width int) {
	y := top + from*lineSpace - letter - 4
	fmt.Fprintf(b, `  <rect x="28" y="%d" width="%d" height="%d" fill="none" stroke="#ffdd33" stroke-width="3" rx="6"/>
  <circle cx="%d" cy="%d" r="20" fill="#ffdd33" stroke="#1d2a33" stroke-width="3"/>
  <text x="%[4]d" y="%[6]d" font-family="Arial, Helvetica, sans-serif" font-size="24" font-weight="bold" text-anchor="middle" fill="#1d2a33">%[7]d</text>
`, y, width-56, (to-from)*lineSpace+4, width-52, y+14, y+22, number)
}
