//go:build linux && cgo

package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"signpost/internal/testkit/browser"
)

// shownAsPage follows the page of cardcheck ui in a real browser while cards and the service come and go: everything
// between a reader and the screen takes part.
func shownAsPage(t *testing.T) {
	stop := startService(t, virtualReaders)
	cmd, address := startPage(t)
	ctx := browser.New(t)
	browser.Do(ctx, t, chromedp.EmulateViewport(960, 780), chromedp.Navigate(address))

	awaitStatus(ctx, t, "SC-103", "FAIL")
	awaitText := func(selector, text string) {
		t.Helper()
		browser.Await(ctx, t, fmt.Sprintf("document.querySelector(%q).innerText.includes(%q)", selector, text))
	}
	awaitText(".panel", "SC-103")
	saveScreenshot(ctx, t)

	card := insert(t, 0, pivCard(2))
	awaitStatus(ctx, t, "SC-103", "ok")
	awaitStatus(ctx, t, "SC-107", "ok")
	awaitText(".readers", "Virtual PCD 00 00: contains a card")
	browser.Do(ctx, t, chromedp.SendKeys("#emis-cdb", "54321"), chromedp.Click("#save-answers"))
	awaitStatus(ctx, t, "EM-302", "FAIL")

	card.Remove()
	awaitStatus(ctx, t, "SC-103", "FAIL")
	insert(t, 1, jcop)
	awaitStatus(ctx, t, "SC-106", "FAIL")
	stop()
	awaitStatus(ctx, t, "SC-101", "FAIL")
	startService(t, virtualReaders)
	awaitStatus(ctx, t, "SC-101", "ok")
	awaitStatus(ctx, t, "SC-103", "FAIL") // the virtual readers are new and empty

	if lines := browser.Errors(ctx); len(lines) > 0 {
		t.Errorf("in the browser: %q", lines)
	}
	must(t, cmd.Process.Signal(os.Interrupt))
	if err := cmd.Wait(); err != nil {
		t.Errorf("after an interrupt: %v", err)
	}
	browser.Await(ctx, t, "document.querySelector('h1').innerText == 'cardcheck has ended'")
	checkNoProcessLeft(t)
}

// startPage starts cardcheck ui and returns the address of its page.
func startPage(t *testing.T) (cmd *exec.Cmd, address string) {
	t.Helper()
	args := []string{uiName, "--no-browser", "--timeout", "15s", "--site", "https://help.example/"}
	cmd = exec.CommandContext(t.Context(), os.Getenv(programVariable), args...)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir())
	const setup = "ods_code: A9A5A\nclinical_system: emis\nemis: {cdb: \"12345\"}\n"
	must(t, os.WriteFile(filepath.Join(cmd.Dir, setupFile), []byte(setup), 0o600))

	stdout, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	line, err := bufio.NewReader(stdout).ReadString('\n')
	must(t, err)
	return cmd, strings.TrimSpace(line)
}

// awaitStatus waits until the page shows a status for a code.
func awaitStatus(ctx context.Context, t *testing.T, code, status string) {
	t.Helper()
	browser.Await(ctx, t, fmt.Sprintf(`[...document.querySelectorAll(".checks li")].some(li =>
		li.textContent.includes(%q) && li.textContent.includes(%q))`, code, status))
}

// saveScreenshot writes what the browser shows to the file that CARDCHECK_PICTURE names. "make picture" does that for
// the article.
func saveScreenshot(ctx context.Context, t *testing.T) {
	t.Helper()
	file := os.Getenv("CARDCHECK_PICTURE")
	if file == "" {
		return
	}
	picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	must(t, err)
	must(t, os.WriteFile(file, picture, 0o644))
}
