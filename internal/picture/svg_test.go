package picture

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"signpost/internal/testkit/limited"
)

// svgTag opens a drawing.
const svgTag = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
	`viewBox="0 0 640 400">`

// The drawings contain everything that a drawing must not do, in every spelling that browsers accept.
func TestReadRejectsActiveDrawings(t *testing.T) {
	for _, test := range []struct {
		svg, want string
		line      int
	}{
		{svgTag + "\n<script>alert(1)</script></svg>", "<script>", 2},
		{svgTag + `<SCRIPT/></svg>`, "<SCRIPT>", 1},
		{`<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><s:script/></s:svg>`, "<script>", 1},
		{svgTag + `<g><svg><script/></svg></g></svg>`, "<script>", 1},
		{svgTag + "\n<g\n onload = 'x()'/></svg>", "onload", 2},
		{svgTag + `<g xlink:onclick="x()"/></svg>`, "onclick", 1},
		{svgTag + `<foreignObject><input xmlns="http://www.w3.org/1999/xhtml"/></foreignObject></svg>`, "<input>", 1},
		{
			svg: svgTag + `<foreignObject><style xmlns="http://www.w3.org/1999/xhtml">@import "x.css"</style>` +
				`</foreignObject></svg>`,
			want: "<style>",
			line: 1,
		},
		{
			svg: svgTag + `<foreignObject>` +
				`<table xmlns="http://www.w3.org/1999/xhtml" background="x.png"/></foreignObject></svg>`,
			want: "attribute background",
			line: 1,
		},
		{
			svg: svgTag + `<foreignObject>` +
				`<p xmlns="http://www.w3.org/1999/xhtml" style="background: url(x.png)"/></foreignObject></svg>`,
			want: `"url(x.png)"`,
			line: 1,
		},
		{
			svg:  svgTag + `<flowRoot><flowPara>Press Enter</flowPara></flowRoot></svg>`,
			want: `do not show the flowed text "Press Enter"`,
			line: 1,
		},
		{svgTag + `<g><iframe xmlns="http://www.w3.org/1999/xhtml" src="#"/></g></svg>`, "<iframe>", 1},
		{svgTag + `<h:img xmlns:h="http://www.w3.org/1999/xhtml"/></svg>`, "<img>", 1},
		{svgTag + `<a><set attributeName="href" to="javascript:x()"/></a></svg>`, "<set>", 1},
		{svgTag + `<a><animate attributeName="xlink:href" values="javascript:x()"/></a></svg>`, "<animate>", 1},
		{svgTag + `<animateMotion/></svg>`, "<animateMotion>", 1},
		{svgTag + `<handler/></svg>`, "<handler>", 1},
		{svgTag + `<use href="other.svg#a"/></svg>`, `"other.svg#a"`, 1},
		{
			svg:  svgTag + `<use xlink:href=" https://elsewhere.example/a.svg#b"/></svg>`,
			want: `"https://elsewhere.example/a.svg#b"`,
			line: 1,
		},
		{svgTag + `<use href="data:image/svg+xml;base64,AAAA"/></svg>`, `"data:`, 1},
		{svgTag + `<image href="data:text/html,AAAA"/></svg>`, `"data:`, 1},
		{svgTag + `<image href="photo.png"/></svg>`, `"photo.png"`, 1},
		{svgTag + `<a href="java&#10;script:x()"/></svg>`, "it links to", 1},
		{svgTag + `<a href="data:text/html,x"/></svg>`, "it links to", 1},
		{svgTag + `<feImage href="//elsewhere.example/x.png"/></svg>`, "it refers to", 1},
		{svgTag + `<g xml:base="https://elsewhere.example/"><use href="#a"/></g></svg>`, "xml:base", 1},
		{svgTag + `<rect fill="url(https://elsewhere.example/#a)"/></svg>`, "it loads", 1},
		{svgTag + `<rect fill="URL( 'x.svg#a' )"/></svg>`, "it loads", 1},
		{svgTag + `<rect fill="url(#a) url(x)"/></svg>`, "it loads", 1},
		{svgTag + `<rect style="background: u\72l(x)"/></svg>`, "it loads", 1},
		{svgTag + `<rect style="background: image-set('x.png' 1x)"/></svg>`, "it loads", 1},
		{svgTag + "\n<style>\na{}\n@import 'x.css';</style></svg>", "its style loads", 4},
		{svgTag + `<style>@im<!-- -->port 'x.css';</style></svg>`, "its style loads", 1},
		{svgTag + `<style>a { fill: u<![CDATA[rl(x.png)]]> }</style></svg>`, "its style loads", 1},
		{svgTag + `<style>/*url(#*/ @import url(x.css)</style></svg>`, "its style loads", 1},
		{svgTag + `<style>/*url("#*/ @import "x.css";/*")*/</style></svg>`, "its style loads", 1},
		{svgTag + `<style>@import url(data:text/css,x)</style></svg>`, "its style loads", 1},
		{
			svg:  svgTag + `<style>@font-face { src: url(https://elsewhere.example/a.woff2) }</style></svg>`,
			want: "(url(https://elsewhere.example/a.woff2)",
			line: 1,
		},
		{svgTag + `<style><g/></style></svg>`, "<g>", 1},
		{`<?xml-stylesheet href="x.css"?>` + svgTag + `</svg>`, "(xml-stylesheet)", 1},
		{`<!DOCTYPE svg [<!ATTLIST svg onload CDATA "x()">]>` + svgTag + `</svg>`, "its DOCTYPE declares", 1},
		{`<!DOCTYPE svg [<!ENTITY x "<script/>">]>` + svgTag + `</svg>`, "its DOCTYPE declares", 1},
		{`<!DOCTYPE svg [<!ENTITY x "&#60;script/>">]>` + svgTag + `</svg>`, "its DOCTYPE declares", 1},
		{`<!DOCTYPE svg [<!ENTITY x SYSTEM "x.txt">]>` + svgTag + `</svg>`, "its DOCTYPE declares", 1},
		{`<!DOCTYPE svg [<!ENTITY % x "y"> %x;]>` + svgTag + `</svg>`, "its DOCTYPE declares", 1},
		{`<!DOCTYPE svg [<!ENTITY x "a"><!ENTITY x "b">]>` + svgTag + `</svg>`, `redeclares the entity "x"`, 1},
		{`<!DOCTYPE svg [<!ENTITY amp "a">]>` + svgTag + `</svg>`, `redeclares the entity "amp"`, 1},
		{`<!DOCTYPE svg [<!ENTITY x "url(x.png)">]>` + svgTag + `<g style="fill: &x;"/></svg>`, `"url(x.png)"`, 1},
		{`<!DOCTYPE svg [<!ENTITY x "javascript:y()">]>` + svgTag + `<a href="&x;"/></svg>`, "it links to", 1},
		{svgTag + `<text>&x;</text></svg>`, "not well-formed", 1},
		{svgTag + `<g></svg>`, "not well-formed", 1},
		{svgTag, "not well-formed", 1},
		{
			svg:  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><use xlink:href="#a"/></svg>`,
			want: "declare the prefix xlink:",
			line: 1,
		},
		{svgTag + `<sodipodi:namedview/></svg>`, "declare the prefix sodipodi:", 1},
		{`<svg viewBox="0 0 1 1"/>`, `begin with <svg xmlns=`, 1},
		{"\n<html xmlns='http://www.w3.org/1999/xhtml'><svg/></html>", `begin with <svg xmlns=`, 2},
		{`<?xml version="1.0" encoding="utf-7"?>` + svgTag + `</svg>`, "not well-formed", 1},
		{`<svg xmlns="http://www.w3.org/2000/svg" width="100%"/>`, "does not state its size", 0},
		{`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 -1 NaN"/>`, "does not state its size", 0},
	} {
		_, err := Read("a.svg", []byte(test.svg))
		rejected := new(Error)
		if !errors.As(err, &rejected) {
			t.Errorf("%s: got %v, want an *Error", test.svg, err)
			continue
		}

		if !strings.Contains(rejected.Text, test.want) || rejected.Line != test.line {
			t.Errorf("%s: got %s; want line %d: %s", test.svg, describe(err), test.line, test.want)
		}
	}
}

func TestReadAcceptsHarmlessDrawings(t *testing.T) {
	for _, test := range []struct {
		svg  string
		want Size
	}{
		{svgTag + `<title>@import url(x)</title><text aria-label="url(x)">onload=\x</text></svg>`, Size{640, 400}},
		{
			svg: svgTag + `<use href="#a"/><use xlink:href="#a"/><a href="#b"/>` +
				`<rect fill="url(#a)" mask='url( "#b" )' style="filter: url('#c') url(#d)"/></svg>`,
			want: Size{640, 400},
		},
		{svgTag + `<style>.a { fill: url(#b); clip-path: url("#c") }</style></svg>`, Size{640, 400}},
		{
			svg: svgTag + `<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
				`<r:li r:resource="http://purl.example/"/></r:RDF></metadata></svg>`,
			want: Size{640, 400},
		},
		{
			svg: svgTag + `<g xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" ` +
				`inkscape:export-filename="C:\a.png"/></svg>`,
			want: Size{640, 400},
		},
		{
			svg: `<?xml version="1.0" encoding="UTF-8"?>` +
				`<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd"><!-- x -->` +
				svgTag + `</svg>`,
			want: Size{640, 400},
		},
		{`<?xml version="1.0" encoding="iso-8859-1"?>` + svgTag + "<text>caf\xe9</text></svg>", Size{640, 400}},
		{`<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="1in"/>`, Size{794, 96}},
		{`<svg xmlns="http://www.w3.org/2000/svg" width="100%" viewBox="0,0,30.4 20"/>`, Size{30, 20}},
		{`<svg xmlns="http://www.w3.org/2000/svg" width="0.1" height="12px"/>`, Size{1, 12}},
	} {
		got, err := Read("a.svg", []byte(test.svg))
		if err != nil || got != test.want {
			t.Errorf("%s: got %v, %v; want %v", test.svg, got, err, test.want)
		}
	}
}

// The files contain what each drawing program writes around the drawing.
func TestReadAcceptsDrawingPrograms(t *testing.T) {
	dir := filepath.Join("testdata", "svg")
	files, err := os.ReadDir(dir)
	if err != nil || len(files) < 8 {
		t.Fatal(files, err)
	}

	for _, file := range files {
		svg, err := os.ReadFile(filepath.Join(dir, file.Name()))
		if err != nil {
			t.Fatal(err)
		}

		if _, err := Read(file.Name(), svg); err != nil {
			t.Errorf("%s: %s", file.Name(), describe(err))
		}
	}
}

// describe formats the [*Error] that err wraps.
func describe(err error) string {
	rejected := new(Error)
	if !errors.As(err, &rejected) {
		return fmt.Sprint(err)
	}

	return fmt.Sprintf("line %d: %s (%s)", rejected.Line, rejected.Text, rejected.Hint)
}

func FuzzRead(f *testing.F) {
	f.Add("a.svg", []byte(svgTag+`<style>a{}</style><use href="#a"/></svg>`))
	f.Add("a.png", pngOf(f, photograph(3, 2)))
	f.Add("a.jpg", withSegment(jpegOf(f, photograph(3, 2)), 0xe1, exif(6)))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		limited.Input(t)
		size, err := Read(name, data)
		if err != nil {
			return
		}

		if size.Width < 1 || size.Height < 1 {
			t.Errorf("size %v", size)
		}

		if size.Width*size.Height >= 1<<20 {
			return
		}

		list, _ := new(Scaler).Variants(t.Context(), data)
		for _, v := range list {
			if len(v.data) >= len(data) || v.Width > size.Width {
				t.Errorf("%s of %d bytes, %d wide", v.Type, len(v.data), v.Width)
			}
		}
	})
}
