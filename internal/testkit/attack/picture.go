package attack

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"path"
	"strings"
)

// damagePicture damages a picture, and accepts that it cannot be shown.
func damagePicture(m *mutator) {
	m.chooseStrictness()
	name := pick(m, m.match(func(name string) bool {
		return strings.HasPrefix(name, "content/") && strings.Contains(".png .jpg .gif .webp .svg", path.Ext(name)) &&
			path.Ext(name) != ""
	}))

	switch {
	case path.Ext(name) == ".svg" && !m.chance(4):
		m.note("write a drawing to %s", name)
		m.write(name, []byte(drawing(m)))
	case m.chance(3):
		m.note("change the size in %s", name)
		m.write(name, resize(m, path.Ext(name), m.read(name)))
	case m.chance(4):
		other := pick(m, m.names)
		m.note("write %s to %s", other, name)
		m.write(name, m.read(other))
	default:
		m.damageBytes(name)
	}

	m.run("build")
}

// resize changes the width and the height that the header of a picture states.
func resize(m *mutator, ext string, data []byte) []byte {
	size := func() uint32 { return pick(m, []uint32{0, 1, 4096, 16384, 65535, 1 << 24, 1<<31 - 1, 1<<32 - 1}) }
	switch ext {
	case ".png":
		binary.BigEndian.PutUint32(data[16:], size())
		binary.BigEndian.PutUint32(data[20:], size())
		binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	case ".gif":
		binary.LittleEndian.PutUint16(data[6:], uint16(size()))
		binary.LittleEndian.PutUint16(data[8:], uint16(size()))
	case ".jpg":
		if i := bytes.Index(data, []byte{0xff, 0xc0}); i >= 0 {
			binary.BigEndian.PutUint16(data[i+5:], uint16(size()))
			binary.BigEndian.PutUint16(data[i+7:], uint16(size()))
		}
	case ".webp":
		binary.LittleEndian.PutUint32(data[min(len(data)-4, 21):], size())
	}

	return data
}

// drawing returns a drawing with hostile parts.
func drawing(m *mutator) string {
	var b strings.Builder
	b.WriteString(pick(m, []string{"", "<?xml version='1.0'?>", "<?xml version='1.0' encoding='utf-16'?>",
		"<?xml-stylesheet href='x.css'?>", entities(m), "<!DOCTYPE svg SYSTEM 'file:///etc/passwd'>"}))
	const start = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" `
	fmt.Fprintf(&b, start+`width="%s" viewBox="0 0 %s 9"%s>`,
		pick(m, []string{"9", "100%", "1e9", "-1", "9px", "abc", "1e400"}), pick(m, oddNumbers), attributes(m))
	for range 1 + m.IntN(4) {
		b.WriteString(drawingPart(m))
	}

	b.WriteString(pick(m, []string{"</svg>", "</svg>", "</svg>", "", "</svg><script/>", "</SVG>"}))

	return b.String()
}

func drawingPart(m *mutator) string {
	switch m.IntN(9) {
	case 0:
		return pick(m, []string{"<script>alert(1)</script>", "<script xlink:href='data:,alert(1)'/>",
			"<x:script xmlns:x='http://www.w3.org/2000/svg'/>",
			"<foreignObject><b xmlns='http://www.w3.org/1999/xhtml' onclick='x()'>a</b></foreignObject>",
			"<set attributeName='onload' to='alert(1)'/>",
			"<animate attributeName='href' values='javascript:alert(1)'/>",
			"<style>@import 'https://evil.example/x.css'; * { fill: url(https://evil.example/#a) }</style>",
			"<style>a{b:url(\"data:text/html,x\")}</style>",
			"<handler type='application/ecmascript'>alert(1)</handler>",
			"<iframe src='javascript:alert(1)'/>", "<rect fill='url(//evil.example/#a)'/>",
			"<rect style='fill:url(https://evil.example/)'/>"})
	case 1:
		return "<a xlink:href=\"" + strings.ReplaceAll(m.address(), `"`, "&quot;") + "\"><text>a</text></a>"
	case 2:
		return "<image href=\"" + strings.ReplaceAll(m.address(), `"`, "&quot;") + "\"/>"
	case 3:
		return copies(3+m.IntN(8), 2+m.IntN(9))
	case 4:
		n := m.many(10_000)
		return strings.Repeat("<g>", n) + strings.Repeat("</g>", n)
	case 5:
		return "<text>" + pick(m, []string{"&a;", "&a9;", "&nbsp;", "&#0;", "&#x110000;", "&amp;amp;",
			"<![CDATA[<script>]]>"}) + "</text>"
	case 6:
		return "<use href='#a'/><g id='a'><use href='#a'/></g>"
	case 7:
		return strings.Repeat("<path d='M0 0'/>", m.many(10_000))
	}

	return tag(m, m.text())
}

// copies returns groups of which each shows the one before several times: the number of shapes is a power.
func copies(groups, each int) string {
	var b strings.Builder
	b.WriteString("<g id='g0'><rect/></g>")
	for i := 1; i <= groups; i++ {
		fmt.Fprintf(&b, "<g id='g%d'>%s</g>", i, strings.Repeat(fmt.Sprintf("<use href='#g%d'/>", i-1), each))
	}

	return b.String()
}

// entities returns a document type whose entities multiply.
func entities(m *mutator) string {
	var b strings.Builder
	b.WriteString("<!DOCTYPE svg [<!ENTITY a0 'aaaaaaaaaa'>")
	for i := range 2 + m.IntN(9) {
		fmt.Fprintf(&b, "<!ENTITY a%d '%s'>", i+1, strings.Repeat(fmt.Sprintf("&a%d;", i), 10))
	}

	return b.String() + "<!ENTITY a '<script>alert(1)</script>'>]>"
}
