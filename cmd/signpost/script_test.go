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
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"

	"signpost/internal/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"signpost": func() { os.Exit(run(context.Background(), cli.ThisProcess())) },
	})
}

// runArgs runs a command line in this process.
func runArgs(ctx context.Context, stdout, stderr io.Writer, args ...string) int {
	p := cli.ThisProcess()
	p.Args = args
	p.Stdout = stdout
	p.Stderr = stderr
	return run(ctx, p)
}

// TestScripts runs the stories in testdata/script. Each is a text file: commands first, then the files they work on.
// With SIGNPOST_UPDATE=1 what `cmp` compares is written anew.
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
		},
	})
}

// exits runs a command and checks its exit code: exits 3 signpost lint.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// latin1 writes a file anew, a byte for each character, as old editors do.
func latin1(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		text := ts.ReadFile(name)
		data := make([]byte, 0, utf8.RuneCountInString(text))
		for _, r := range text {
			data = append(data, byte(r))
		}
		ts.Check(os.WriteFile(ts.MkAbs(name), data, 0o666))
	}
}

// paint writes a picture as a screenshot would be: paint content/a.png 900 600. A name that ends in .jpg makes it a
// JPEG, unless another kind is named after the size.
func paint(ts *testscript.TestScript, _ bool, args []string) {
	width, err := strconv.Atoi(args[1])
	ts.Check(err)
	height, err := strconv.Atoi(args[2])
	ts.Check(err)
	kind := path.Ext(args[0])
	if len(args) > 3 {
		kind = args[3]
	}
	var b bytes.Buffer
	if kind == ".jpg" {
		err = jpeg.Encode(&b, painting(width, height), nil)
	} else {
		err = png.Encode(&b, painting(width, height))
	}
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o666))
}

// painting has large areas, lines, and a part that shades off.
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

// damage changes a byte in the middle of each file in a folder, or of one file.
func damage(ts *testscript.TestScript, _ bool, args []string) {
	spoil(ts, args[0], func(data []byte) []byte {
		data[len(data)/2] ^= 0xff
		return data
	})
}

// cut takes the second half of each file in a folder away, or of one file.
func cut(ts *testscript.TestScript, _ bool, args []string) {
	spoil(ts, args[0], func(data []byte) []byte { return data[:len(data)/2] })
}

func spoil(ts *testscript.TestScript, pattern string, change func([]byte) []byte) {
	files, err := filepath.Glob(ts.MkAbs(pattern))
	ts.Check(err)
	if len(files) == 0 {
		ts.Fatalf("there is no %s", pattern)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		ts.Check(err)
		ts.Check(os.WriteFile(file, change(data), 0o666))
	}
}

// same holds the files of two sites against one another, byte for byte. What a build notes of itself for the next is
// none of the site.
func same(ts *testscript.TestScript, _ bool, args []string) {
	one, other := filesBelow(ts, args[0]), filesBelow(ts, args[1])
	for name, data := range one {
		if got, ok := other[name]; !ok || got != data {
			ts.Fatalf("%s of %s is not as that of %s", name, args[0], args[1])
		}
		delete(other, name)
	}
	for name := range other {
		ts.Fatalf("%s is in %s alone", name, args[1])
	}
}

func filesBelow(ts *testscript.TestScript, dir string) map[string]string {
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
