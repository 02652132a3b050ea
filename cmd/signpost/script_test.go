package main

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"signpost": func() { os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr)) },
	})
}

// TestScripts runs the stories in testdata/script. Each is a text file: commands first, then the files they work on.
// With SIGNPOST_UPDATE=1 what `cmp` compares is written anew.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
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

// paint writes a picture as a screenshot would be: paint content/a.png 900 600. A name that ends in .jpg makes it a JPEG, unless another
// kind is named after the size.
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
	files, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(files) == 0 {
		ts.Fatalf("there is no %s", args[0])
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		ts.Check(err)
		data[len(data)/2] ^= 0xff
		ts.Check(os.WriteFile(file, data, 0o666))
	}
}
