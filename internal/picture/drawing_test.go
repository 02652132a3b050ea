package picture

import (
	"fmt"
	"strings"
	"testing"
)

const open = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 640 400">`

// What a drawing must not do, in every guise that a browser would understand.
func TestDrawingsThatDoMoreThanBeDrawn(t *testing.T) {
	for _, test := range []struct {
		svg, want string
		line      int
	}{
		{open + "\n<script>alert(1)</script></svg>", "<script>", 2},
		{open + `<SCRIPT/></svg>`, "<SCRIPT>", 1},
		{`<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><s:script/></s:svg>`, "<script>", 1},
		{open + `<g><svg><script/></svg></g></svg>`, "<script>", 1},
		{open + "\n<g\n onload = 'x()'/></svg>", "onload", 2},
		{open + `<g xlink:onclick="x()"/></svg>`, "onclick", 1},
		{open + `<foreignObject/></svg>`, "<foreignObject>", 1},
		{open + `<g><iframe xmlns="http://www.w3.org/1999/xhtml" src="#"/></g></svg>`, "<iframe>", 1},
		{open + `<h:img xmlns:h="http://www.w3.org/1999/xhtml"/></svg>`, "<img>", 1},
		{open + `<a><set attributeName="href" to="javascript:x()"/></a></svg>`, "<set>", 1},
		{open + `<a><animate attributeName="xlink:href" values="javascript:x()"/></a></svg>`, "<animate>", 1},
		{open + `<animateMotion/></svg>`, "<animateMotion>", 1},
		{open + `<handler/></svg>`, "<handler>", 1},
		{open + `<use href="other.svg#a"/></svg>`, `"other.svg#a"`, 1},
		{open + `<use xlink:href=" https://elsewhere.example/a.svg#b"/></svg>`, `"https://elsewhere.example/a.svg#b"`, 1},
		{open + `<image href="data:image/svg+xml;base64,AAAA"/></svg>`, `"data:`, 1},
		{open + `<a href="java&#10;script:x()"/></svg>`, "it refers to", 1},
		{open + `<feImage href="//elsewhere.example/x.png"/></svg>`, "it refers to", 1},
		{open + `<g xml:base="https://elsewhere.example/"><use href="#a"/></g></svg>`, "xml:base", 1},
		{open + `<rect fill="url(https://elsewhere.example/#a)"/></svg>`, "it loads", 1},
		{open + `<rect fill="URL( 'x.svg#a' )"/></svg>`, "it loads", 1},
		{open + `<rect fill="url(#a) url(x)"/></svg>`, "it loads", 1},
		{open + `<rect style="background: u\72l(x)"/></svg>`, "it loads", 1},
		{open + `<rect style="background: image-set('x.png' 1x)"/></svg>`, "it loads", 1},
		{open + "\n<style>\na{}\n@import 'x.css';</style></svg>", "its style loads", 4},
		{open + `<style>@im<!-- -->port 'x.css';</style></svg>`, "its style loads", 1},
		{open + `<style>a { fill: u<![CDATA[rl(x.png)]]> }</style></svg>`, "its style loads", 1},
		{open + `<style>@font-face { src: url(data:font/woff2;base64,AA) }</style></svg>`, "its style loads", 1},
		{open + `<style><g/></style></svg>`, "<g>", 1},
		{`<?xml-stylesheet href="x.css"?>` + open + `</svg>`, `"xml-stylesheet"`, 1},
		{`<!DOCTYPE svg [<!ENTITY x "y">]>` + open + `</svg>`, "declares entities", 1},
		{`<!DOCTYPE svg [<!ATTLIST svg onload CDATA "x()">]>` + open + `</svg>`, "declares entities", 1},
		{open + `<text>&x;</text></svg>`, "not well-formed", 1},
		{open + `<g></svg>`, "not well-formed", 1},
		{open, "not well-formed", 1},
		{`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><use xlink:href="#a"/></svg>`, "what xlink: stands for", 1},
		{open + `<sodipodi:namedview/></svg>`, "what sodipodi: stands for", 1},
		{`<svg viewBox="0 0 1 1"/>`, `begin with <svg xmlns=`, 1},
		{"\n<html xmlns='http://www.w3.org/1999/xhtml'><svg/></html>", `begin with <svg xmlns=`, 2},
		{`<?xml version="1.0" encoding="utf-7"?>` + open + `</svg>`, "not well-formed", 1},
		{`<svg xmlns="http://www.w3.org/2000/svg" width="100%"/>`, "does not say how large", 0},
		{`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 -1 NaN"/>`, "does not say how large", 0},
	} {
		_, flaw := Read("a.svg", []byte(test.svg))
		if flaw == nil {
			t.Errorf("%s: is let through", test.svg)
		} else if !strings.Contains(flaw.Text, test.want) || flaw.Line != test.line {
			t.Errorf("%s: line %d: %s; want line %d: %s", test.svg, flaw.Line, flaw.Text, test.line, test.want)
		}
	}
}

// What programs that draw write, and does no harm.
func TestDrawingsThatAreShown(t *testing.T) {
	for _, test := range []struct {
		svg  string
		want Size
	}{
		{open + `<title>@import url(x)</title><text aria-label="url(x)">onload=\x</text></svg>`, Size{640, 400}},
		{open + `<use href="#a"/><use xlink:href="#a"/><a href="#b"/><rect fill="url(#a)" mask='url( "#b" )' style="filter: url('#c') url(#d)"/></svg>`, Size{640, 400}},
		{open + `<style>.a { fill: url(#b); clip-path: url("#c") }</style></svg>`, Size{640, 400}},
		{open + `<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:li r:resource="http://purl.example/"/></r:RDF></metadata></svg>`, Size{640, 400}},
		{open + `<g xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:export-filename="C:\a.png"/></svg>`, Size{640, 400}},
		{`<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd"><!-- x -->` + open + `</svg>`, Size{640, 400}},
		{`<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="1in"/>`, Size{794, 96}},
		{`<svg xmlns="http://www.w3.org/2000/svg" width="100%" viewBox="0,0,30.4 20"/>`, Size{30, 20}},
		{`<svg xmlns="http://www.w3.org/2000/svg" width="0.1" height="12px"/>`, Size{1, 12}},
	} {
		if got, flaw := Read("a.svg", []byte(test.svg)); flaw != nil || got != test.want {
			t.Errorf("%s: %v, %v; want %v", test.svg, got, flaw, test.want)
		}
	}
}

func (f *Flaw) String() string { return fmt.Sprintf("line %d: %s (%s)", f.Line, f.Text, f.Hint) }

func FuzzRead(f *testing.F) {
	f.Add("a.svg", []byte(open+`<style>a{}</style><use href="#a"/></svg>`))
	f.Add("a.png", pngOf(f, photograph(3, 2)))
	f.Add("a.jpg", withSegment(jpegOf(f, photograph(3, 2)), 0xe1, exif(6)))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		size, flaw := Read(name, data)
		if flaw == nil && (size.Width < 1 || size.Height < 1) {
			t.Errorf("%v", size)
		}
		if flaw == nil && size.Width*size.Height < 1<<20 {
			list, _ := new(Press).Variants(data)
			for _, v := range list {
				if len(v.Data) >= len(data) || v.Width > size.Width {
					t.Errorf("%s of %d bytes, %d wide", v.Type, len(v.Data), v.Width)
				}
			}
		}
	})
}
