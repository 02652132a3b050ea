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

// TestPictureIsCurrent compares the picture of a terminal in the article with the output. SIGNPOST_UPDATE=1 draws it
// again.
func TestPictureIsCurrent(t *testing.T) {
	var stdout, stderr bytes.Buffer
	args := []string{"--site", "https://help.example/", "--facts", "../../checks/testdata/card-none.json"}
	if code := runArgs(t.Context(), &stdout, &stderr, args...); code != cli.ExitProblems {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}

	lines := strings.Split(strings.TrimSpace(stdout.String()), "\n")
	want := drawTerminal(abridge(t, lines))
	if os.Getenv("SIGNPOST_UPDATE") == "1" {
		must(t, os.WriteFile(terminalPicture, want, 0o644))
	}
	got, err := os.ReadFile(terminalPicture)
	must(t, err)
	if !bytes.Equal(got, want) {
		t.Errorf("%s is out of date: run SIGNPOST_UPDATE=1 go test ./cmd/cardcheck -run Picture", terminalPicture)
	}
}

// ellipsis stands for lines that are left out.
const ellipsis = "..."

// abridge returns the beginning of the list, the first failure, and the end.
func abridge(t *testing.T, lines []string) []string {
	t.Helper()
	gap := slices.Index(lines, "")
	if gap < 6 {
		t.Fatalf("no list:\n%s", strings.Join(lines, "\n"))
	}
	start := gap + slices.IndexFunc(lines[gap:], func(line string) bool { return strings.HasPrefix(line, "FAIL") })
	problem := lines[start : start+1+slices.Index(lines[start+1:], "")]
	return slices.Concat(lines[:6], []string{ellipsis, ""}, problem, []string{""}, lines[len(lines)-2:])
}

// The dimensions of the picture, in pixels. A letter is 0.6 times as wide as it is high, as in most terminals.
const (
	letterHeight = 20
	letterWidth  = letterHeight * 3 / 5
	lineHeight   = 30
	left         = 40
	top          = 92
)

const pictureStart = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[2]d" ` +
	`font-family="Consolas, Menlo, 'Liberation Mono', monospace" font-size="%[3]d" role="img">
  <title>What cardcheck prints: a list first, then the steps for each FAIL</title>
  <rect width="%[1]d" height="%[2]d" fill="#f2f5f7"/>
  <rect x="16" y="16" width="%[4]d" height="%[5]d" rx="4" fill="#1d2a33" stroke="#4a5b67" stroke-width="2"/>
  <path d="M16 56V20a4 4 0 0 1 4-4H%[6]da4 4 0 0 1 4 4V56z" fill="#c9d1d6"/>
  <text x="32" y="43" font-family="Arial, Helvetica, sans-serif" font-weight="bold" fill="#1d2a33">Command Prompt</text>
`

// drawTerminal draws lines in a window. A frame with the letter A marks the failure in the list, and one with the
// letter B its explanation.
func drawTerminal(lines []string) []byte {
	var b bytes.Buffer
	width := 2*left + defaultWidth*letterWidth
	height := top + len(lines)*lineHeight + 20
	fmt.Fprintf(&b, pictureStart, width, height, letterHeight, width-32, height-32, width-20)
	for i, line := range lines {
		drawLine(&b, i, line)
	}

	isFailure := func(line string) bool { return strings.HasPrefix(line, "FAIL") }
	first := slices.IndexFunc(lines, isFailure)
	second := first + 1 + slices.IndexFunc(lines[first+1:], isFailure)
	end := second + slices.Index(lines[second:], "")
	drawFrame(&b, "A", first, first+1, width)
	drawFrame(&b, "B", second, end, width)
	b.WriteString("</svg>\n")
	return b.Bytes()
}

func drawLine(b *bytes.Buffer, i int, line string) {
	if line == "" {
		return
	}
	weight := ""
	if strings.HasPrefix(line, "FAIL") {
		weight = ` font-weight="bold"`
	}
	fmt.Fprintf(b, "  <text x=\"%d\" y=\"%d\" xml:space=\"preserve\" fill=\"#ffffff\"%s>%s</text>\n",
		left, top+i*lineHeight, weight, html.EscapeString(line))
}

const pictureFrame = `  <rect x="28" y="%d" width="%d" height="%d" fill="none" ` +
	`stroke="#ffdd33" stroke-width="3" rx="6"/>
  <circle cx="%d" cy="%d" r="20" fill="#ffdd33" stroke="#1d2a33" stroke-width="3"/>
  <text x="%[4]d" y="%[6]d" font-family="Arial, Helvetica, sans-serif" font-size="24" font-weight="bold" ` +
	`text-anchor="middle" fill="#1d2a33">%[7]s</text>
`

// drawFrame draws a frame around lines, with a letter.
func drawFrame(b *bytes.Buffer, letter string, from, to, width int) {
	y := top + from*lineHeight - letterHeight - 4
	fmt.Fprintf(b, pictureFrame, y, width-56, (to-from)*lineHeight+4, width-52, y+14, y+22, letter)
}
