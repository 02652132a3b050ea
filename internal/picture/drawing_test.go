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
		{open + `<foreignObject><input xmlns="http://www.w3.org/1999/xhtml"/></foreignObject></svg>`, "<input>", 1},
		{open + `<foreignObject><style xmlns="http://www.w3.org/1999/xhtml">@import "x.css"</style></foreignObject></svg>`, "<style>", 1},
		{open + `<foreignObject><table xmlns="http://www.w3.org/1999/xhtml" background="x.png"/></foreignObject></svg>`, "attribute background", 1},
		{open + `<foreignObject><p xmlns="http://www.w3.org/1999/xhtml" style="background: url(x.png)"/></foreignObject></svg>`, `"url(x.png)"`, 1},
		{open + `<flowRoot><flowPara>Press Enter</flowPara></flowRoot></svg>`, `no browser shows the text "Press Enter"`, 1},
		{open + `<g><iframe xmlns="http://www.w3.org/1999/xhtml" src="#"/></g></svg>`, "<iframe>", 1},
		{open + `<h:img xmlns:h="http://www.w3.org/1999/xhtml"/></svg>`, "<img>", 1},
		{open + `<a><set attributeName="href" to="javascript:x()"/></a></svg>`, "<set>", 1},
		{open + `<a><animate attributeName="xlink:href" values="javascript:x()"/></a></svg>`, "<animate>", 1},
		{open + `<animateMotion/></svg>`, "<animateMotion>", 1},
		{open + `<handler/></svg>`, "<handler>", 1},
		{open + `<use href="other.svg#a"/></svg>`, `"other.svg#a"`, 1},
		{open + `<use xlink:href=" https://elsewhere.example/a.svg#b"/></svg>`, `"https://elsewhere.example/a.svg#b"`, 1},
		{open + `<use href="data:image/svg+xml;base64,AAAA"/></svg>`, `"data:`, 1},
		{open + `<image href="data:text/html,AAAA"/></svg>`, `"data:`, 1},
		{open + `<image href="photo.png"/></svg>`, `"photo.png"`, 1},
		{open + `<a href="java&#10;script:x()"/></svg>`, "it links to", 1},
		{open + `<a href="data:text/html,x"/></svg>`, "it links to", 1},
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
		{open + `<style>/*url(#*/ @import url(x.css)</style></svg>`, "its style loads", 1},
		{open + `<style>/*url("#*/ @import "x.css";/*")*/</style></svg>`, "its style loads", 1},
		{open + `<style>@import url(data:text/css,x)</style></svg>`, "its style loads", 1},
		{open + `<style>@font-face { src: url(https://elsewhere.example/a.woff2) }</style></svg>`, "(url(https://elsewhere.example/a.woff2)", 1},
		{open + `<style><g/></style></svg>`, "<g>", 1},
		{`<?xml-stylesheet href="x.css"?>` + open + `</svg>`, "(xml-stylesheet)", 1},
		{`<!DOCTYPE svg [<!ATTLIST svg onload CDATA "x()">]>` + open + `</svg>`, "its DOCTYPE declares", 1},
		{`<!DOCTYPE svg [<!ENTITY x "<script/>">]>` + open + `</svg>`, "its DOCTYPE declares", 1},
		{`<!DOCTYPE svg [<!ENTITY x "&#60;script/>">]>` + open + `</svg>`, "its DOCTYPE declares", 1},
		{`<!DOCTYPE svg [<!ENTITY x SYSTEM "x.txt">]>` + open + `</svg>`, "its DOCTYPE declares", 1},
		{`<!DOCTYPE svg [<!ENTITY % x "y"> %x;]>` + open + `</svg>`, "its DOCTYPE declares", 1},
		{`<!DOCTYPE svg [<!ENTITY x "a"><!ENTITY x "b">]>` + open + `</svg>`, `the entity "x"`, 1},
		{`<!DOCTYPE svg [<!ENTITY amp "a">]>` + open + `</svg>`, `the entity "amp"`, 1},
		{`<!DOCTYPE svg [<!ENTITY x "url(x.png)">]>` + open + `<g style="fill: &x;"/></svg>`, `"url(x.png)"`, 1},
		{`<!DOCTYPE svg [<!ENTITY x "javascript:y()">]>` + open + `<a href="&x;"/></svg>`, "it links to", 1},
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
		{`<?xml version="1.0" encoding="iso-8859-1"?>` + open + "<text>caf\xe9</text></svg>", Size{640, 400}},
		{`<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="1in"/>`, Size{794, 96}},
		{`<svg xmlns="http://www.w3.org/2000/svg" width="100%" viewBox="0,0,30.4 20"/>`, Size{30, 20}},
		{`<svg xmlns="http://www.w3.org/2000/svg" width="0.1" height="12px"/>`, Size{1, 12}},
	} {
		if got, flaw := Read("a.svg", []byte(test.svg)); flaw != nil || got != test.want {
			t.Errorf("%s: %v, %v; want %v", test.svg, got, flaw, test.want)
		}
	}
}

// What each program writes around what is drawn, in the words of its own files.
func TestDrawingsOfPrograms(t *testing.T) {
	for program, svg := range map[string]string{
		"Inkscape": `<?xml version="1.0" encoding="UTF-8" standalone="no"?><!-- Created with Inkscape (http://www.inkscape.org/) -->
			<svg width="210mm" height="297mm" viewBox="0 0 210 297" sodipodi:docname="C:\drawings\a.svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
			xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns="http://www.w3.org/2000/svg" xmlns:svg="http://www.w3.org/2000/svg">
			<sodipodi:namedview id="base" pagecolor="#ffffff" inkscape:zoom="0.7"><inkscape:grid type="xygrid"/></sodipodi:namedview>
			<defs><inkscape:path-effect effect="spiro" id="p"/><meshgradient><meshrow><meshpatch><stop path="c 1,1"/></meshpatch></meshrow></meshgradient></defs>
			<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:cc="http://creativecommons.org/ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
			<cc:Work rdf:about=""><dc:type rdf:resource="http://purl.org/dc/dcmitype/StillImage"/></cc:Work></rdf:RDF></metadata>
			<flowRoot xml:space="preserve"><flowRegion><rect/></flowRegion><flowPara> </flowPara></flowRoot>
			<image xlink:href="data:image/png;base64,iVBORw0KGgo&#10;AAAA" sodipodi:absref="/pictures/b.png"/><use xlink:href="#p" style="-inkscape-font-specification:'Sans Bold'"/></svg>`,
		"Illustrator": `<?xml version="1.0" encoding="utf-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
			<!-- as it was --><!ENTITY ns_svg "http://www.w3.org/2000/svg">
			<!ENTITY ns_ai 'http://ns.adobe.com/AdobeIllustrator/10.0/'>
			<!ENTITY st0 "fill:#FFFFFF;stroke:none;">]>
			<svg version="1.1" xmlns="&ns_svg;" xmlns:i="&ns_ai;" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20" style="enable-background:new 0 0 40 20;">
			<metadata><?xpacket begin="x" id="W5M0"?><?xpacket end="w"?></metadata><style type="text/css"><![CDATA[ .st1{clip-path:url(#a);} ]]></style>
			<switch><foreignObject requiredExtensions="&ns_ai;" x="0" y="0" width="1" height="1"><i:pgfRef xlink:href="#adobe_illustrator_pgf"/></foreignObject>
			<g i:extraneous="self"><path style="&st0;" d="M0,0"/></g></switch><i:pgf id="adobe_illustrator_pgf">eJzsvWd=</i:pgf></svg>`,
		"draw.io": `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
			<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" width="162px" height="62px" viewBox="-0.5 -0.5 162 62"
			content="&lt;mxfile host=&quot;app&quot;&gt;style=&quot;image=url(x);a\b&quot;&lt;/mxfile&gt;" style="background: light-dark(#fff, #121212); color-scheme: light dark;"><switch>
			<foreignObject style="overflow: visible; text-align: left;" pointer-events="none" width="100%" height="100%" requiredFeatures="http://www.w3.org/TR/SVG11/feature#Extensibility">
			<div xmlns="http://www.w3.org/1999/xhtml" style="display: flex;"><div data-drawio-colors="color: #000;" style="font-size: 12px;"><font color="#333">Sign in<br/>again</font></div></div></foreignObject>
			<image x="0" y="14" width="10" height="10" xlink:href="data:image/svg+xml;base64,PHN2Zw=="/></switch><switch><g requiredFeatures="http://www.w3.org/TR/SVG11/feature#Extensibility"/>
			<a transform="translate(0,-5)" xlink:href="https://www.drawio.com/doc/faq/svg-export-text-problems" target="_blank"><text>Text is not SVG - cannot display</text></a></switch></svg>`,
		"Figma": `<svg width="24" height="24" viewBox="0 0 24 24" fill="none" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><g data-figma-bg-blur-radius="4">
			<foreignObject x="-4" y="-4" width="32" height="32"><div xmlns="http://www.w3.org/1999/xhtml" style="backdrop-filter:blur(2px);clip-path:url(#bgblur_0);height:100%;width:100%"></div></foreignObject>
			<mask id="m" style="mask-type:luminance" maskUnits="userSpaceOnUse"><rect fill="url(#pattern0)"/></mask></g>
			<defs><pattern id="pattern0"><use xlink:href="#image0" transform="scale(0.01)"/></pattern><image id="image0" width="8" height="8" xlink:href="data:image/jpeg;base64,/9j/4A=="/></defs></svg>`,
		"LibreOffice": `<?xml version="1.0" encoding="UTF-8"?><svg version="1.2" width="210mm" height="297mm" viewBox="0 0 21000 29700" preserveAspectRatio="xMidYMid" xmlns="http://www.w3.org/2000/svg" xmlns:ooo="http://xml.openoffice.org/svg/export">
			<defs><font id="EmbeddedFont_1" horiz-adv-x="2048"><font-face font-family="Sans embedded" units-per-em="2048"/><missing-glyph horiz-adv-x="2048" d="M 0,0"/><glyph unicode="\" horiz-adv-x="1" d="M 1,1"/></font></defs>
			<defs class="TextShapeIndex"><g ooo:slide="id1" ooo:id-list="id3"/></defs></svg>`,
		"PlantUML":   `<?xml version="1.0" encoding="us-ascii"?><svg xmlns="http://www.w3.org/2000/svg" contentStyleType="text/css" viewBox="0 0 9 9" zoomAndPan="magnify"><?plantuml 1.2026.1?><defs/><g><text>Sign&#160;in</text><?plantuml-src ABC?></g></svg>`,
		"Visio":      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:v="http://schemas.microsoft.com/visio/2003/SVGExtensions/" xmlns:ev="http://www.w3.org/2001/xml-events" width="8in" height="11in"><v:documentProperties v:langID="2057"/><style type="text/css"><![CDATA[.st1 {marker-end:url(#mrkr4-9)}]]></style></svg>`,
		"Excalidraw": `<svg version="1.1" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><!-- svg-source:excalidraw --><defs><style class="style-fonts">@font-face { font-family: "Virgil"; src: url("data:font/woff2;base64,d09GMgABAA+/=") format("woff2"); }</style></defs></svg>`,
	} {
		if _, flaw := Read("a.svg", []byte(svg)); flaw != nil {
			t.Errorf("%s: %v", program, flaw)
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
			list, _ := new(Scaler).Variants(t.Context(), data)
			for _, v := range list {
				if len(v.Data) >= len(data) || v.Width > size.Width {
					t.Errorf("%s of %d bytes, %d wide", v.Type, len(v.Data), v.Width)
				}
			}
		}
	})
}
