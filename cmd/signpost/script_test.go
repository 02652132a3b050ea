package main

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"signpost":       func() { os.Exit(run(context.Background(), thisProcess())) },
		attackWorkerName: serveAttacks,
	})
}

// runArgs runs a command line in this process.
func runArgs(ctx context.Context, stdout, stderr io.Writer, args ...string) int {
	p := thisProcess()
	p.Args = args
	p.Stdout = stdout
	p.Stderr = stderr
	return run(ctx, p)
}

// TestScripts runs the files in testdata/script. Each contains commands, and after them the files that they use. With
// SIGNPOST_UPDATE=1 the files that cmp compares are updated.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		ContinueOnError:     true,
		UpdateScripts:       os.Getenv("SIGNPOST_UPDATE") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, ".cache"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"latin1": latin1,
			"paint":  paint,
			"damage": damage,
			"cut":    cut,
			"same":   same,
			"unsize": unsize,
			"host":   host,
		},
	})
}

// exits runs a command and checks its exit code: exits 3 signpost lint.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)

	got := 0
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// host starts a host that sends the files in a folder, and sets $HOST to its address: host public.
func host(ts *testscript.TestScript, _ bool, args []string) {
	root, err := os.OpenRoot(ts.MkAbs(args[0]))
	ts.Check(err)
	server := httptest.NewServer(http.FileServerFS(root.FS()))
	ts.Defer(func() {
		server.Close()
		_ = root.Close()
	})
	ts.Setenv("HOST", server.URL)
}

// latin1 converts files to one byte per character, as old editors write them.
func latin1(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		var data []byte
		for _, r := range ts.ReadFile(name) {
			data = append(data, byte(r))
		}
		ts.Check(os.WriteFile(ts.MkAbs(name), data, 0o666))
	}
}

// sizes matches the sizes of files in texts and in JSON.
var sizes = regexp.MustCompile(`[0-9.]+ [kM]?B\b|("bytes_[a-z]+": )[0-9]+`)

// unsize replaces the sizes in a file, which change with each change of the theme. Lines that begin with a third
// argument are removed, because they are sorted by size.
func unsize(ts *testscript.TestScript, _ bool, args []string) {
	text := sizes.ReplaceAllString(ts.ReadFile(args[0]), "${1}0")
	if len(args) > 2 {
		text = regexp.MustCompile(`(?m)^`+regexp.QuoteMeta(args[2])+`.*\n`).ReplaceAllString(text, "")
	}

	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o666))
}

// paint writes a picture like a screenshot: paint content/a.png 900 600. The type of the file follows from its name,
// unless a third argument gives it.
func paint(ts *testscript.TestScript, _ bool, args []string) {
	width, err := strconv.Atoi(args[1])
	ts.Check(err)
	height, err := strconv.Atoi(args[2])
	ts.Check(err)
	format := path.Ext(args[0])
	if len(args) > 3 {
		format = args[3]
	}

	var b bytes.Buffer
	if format == ".jpg" {
		err = jpeg.Encode(&b, painting(width, height), nil)
	} else {
		err = png.Encode(&b, painting(width, height))
	}
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o666))
}

// painting returns a picture with large areas, lines, and a gradient.
func painting(width, height int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.RGBA{250, 250, 250, 255}
			switch {
			case y < height/8:
				c = color.RGBA{0, 94, 184, 255}
			case x < width/3:
				c = color.RGBA{uint8(x / 2), uint8(y / 3), uint8(x * y / 900), 255}
			case y%24 == 0 || x%120 == 0:
				c = color.RGBA{32, 32, 32, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

// damage changes a byte in the middle of each file that matches a pattern.
func damage(ts *testscript.TestScript, _ bool, args []string) {
	changeFiles(ts, args[0], func(data []byte) []byte {
		data[len(data)/2] ^= 0xff
		return data
	})
}

// cut removes the second half of each file that matches a pattern.
func cut(ts *testscript.TestScript, _ bool, args []string) {
	changeFiles(ts, args[0], func(data []byte) []byte { return data[:len(data)/2] })
}

func changeFiles(ts *testscript.TestScript, pattern string, change func([]byte) []byte) {
	files, err := filepath.Glob(ts.MkAbs(pattern))
	ts.Check(err)
	if len(files) == 0 {
		ts.Fatalf("no files match %s", pattern)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		ts.Check(err)
		ts.Check(os.WriteFile(file, change(data), 0o666))
	}
}

// same compares the files of two sites byte for byte, except those that a build writes for the next build.
func same(ts *testscript.TestScript, _ bool, args []string) {
	one, other := readFolder(ts, args[0]), readFolder(ts, args[1])
	for name, data := range one {
		if got, ok := other[name]; !ok || got != data {
			ts.Fatalf("%s differs between %s and %s", name, args[0], args[1])
		}
	}
	for name := range other {
		if _, ok := one[name]; !ok {
			ts.Fatalf("%s is only in %s", name, args[1])
		}
	}
}

func readFolder(ts *testscript.TestScript, dir string) map[string]string {
	files := map[string]string{}
	root := os.DirFS(ts.MkAbs(dir))
	ts.Check(fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, ".") {
			return err
		}
		data, err := fs.ReadFile(root, name)
		files[name] = string(data)
		return err
	}))
	return files
}
