//go:build linux && cgo

package main

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"testing"

	"github.com/chromedp/chromedp"

	"signpost/internal/testkit/browser"
)

// shownAsPage follows cards and the service on the page of cardcheck ui, in a real browser: everything goes the whole
// way from a reader to the screen.
func shownAsPage(t *testing.T) {
	stop := startService(t, virtualReaders)
	cmd := exec.CommandContext(t.Context(), os.Getenv(programVariable), uiName, "--no-browser", "--timeout", "15s", "--site", "https://help.example/")
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir())
	must(t, os.WriteFile(cmd.Dir+"/"+setupFile, []byte("ods_code: A9A5A\nclinical_system: emis\nemis: {cdb: \"12345\"}\n"), 0o600))
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	address, err := bufio.NewReader(out).ReadString('\n')
	must(t, err)

	ctx := browser.New(t)
	must(t, chromedp.Do(ctx, chromedp.EmulateViewport(960, 780), chromedp.Navigate(address[:len(address)-1])))
	await := func(code, word string) {
		t.Helper()
		browser.Await(ctx, t, "[...document.querySelectorAll('.checks li')].some(li => li.innerText.includes('"+code+"') && li.innerText.includes('"+word+"'))")
	}
	await("SC-103", "FAIL")
	browser.Await(ctx, t, "document.querySelector('.panel').innerText.includes('SC-103')")
	takePicture(ctx, t)
	card := insert(t, 0, pivCard(2))
	await("SC-103", "ok")
	await("SC-107", "ok")
	browser.Await(ctx, t, "document.querySelector('.readers').innerText.includes('Virtual PCD 00 00: contains a card')")
	must(t, chromedp.Do(ctx, chromedp.SendKeys("#emis-cdb", "54321"), chromedp.Click("#remember")))
	await("EM-302", "FAIL")
	card.Remove()
	await("SC-103", "FAIL")
	insert(t, 1, jcop)
	await("SC-106", "FAIL")
	stop()
	await("SC-101", "FAIL")
	startService(t, virtualReaders)
	await("SC-101", "ok")
	await("SC-103", "FAIL") // its virtual readers are new and empty
	if troubles := browser.Troubles(ctx); len(troubles) > 0 {
		t.Errorf("the browser complains: %q", troubles)
	}
	must(t, cmd.Process.Signal(os.Interrupt))
	if err := cmd.Wait(); err != nil {
		t.Errorf("told to end: %v", err)
	}
	browser.Await(ctx, t, "document.querySelector('h1').innerText == 'cardcheck has ended'")
	noChildLeft(t)
}

// takePicture keeps what the browser shows in the file that CARDCHECK_PICTURE names: make picture does that for the
// article.
func takePicture(ctx context.Context, t *testing.T) {
	t.Helper()
	file := os.Getenv("CARDCHECK_PICTURE")
	if file == "" {
		return
	}
	picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	must(t, err)
	must(t, os.WriteFile(file, picture, 0o644))
}
