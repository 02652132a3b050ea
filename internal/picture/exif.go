package picture

import (
	"bytes"
	"encoding/binary"
)

// segment is a part of a JPEG before its pixels begin.
type segment struct {
	marker byte
	data   []byte
}

// segments lists the parts of a JPEG before its pixels; none for anything else.
func segments(data []byte) []segment {
	data, ok := bytes.CutPrefix(data, []byte{0xff, 0xd8})
	if !ok {
		return nil
	}
	var list []segment
	for len(data) >= 4 && data[0] == 0xff {
		marker, length := data[1], int(binary.BigEndian.Uint16(data[2:]))
		if marker == 0xda || length < 2 || len(data) < 2+length {
			break
		}
		list = append(list, segment{marker, data[4 : 2+length]})
		data = data[2+length:]
	}
	return list
}

// turned reports whether a photograph is to be shown on its side: its width is then the height of what is stored.
func turned(data []byte) bool { return orientation(data) >= 5 }

// orientation is how a JPEG is to be turned, as Exif numbers it: 1 is as it stands.
func orientation(data []byte) int {
	for _, s := range segments(data) {
		if exif, ok := bytes.CutPrefix(s.data, []byte("Exif\x00\x00")); ok && s.marker == 0xe1 {
			return orientationIn(exif)
		}
	}
	return 1
}

// orientationIn looks into the first directory of a TIFF file, which is what Exif is.
func orientationIn(tiff []byte) int {
	var order binary.ByteOrder = binary.LittleEndian
	if bytes.HasPrefix(tiff, []byte("MM")) {
		order = binary.BigEndian
	}
	if len(tiff) < 8 {
		return 1
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	const length, tag = 12, 0x0112
	for range order.Uint16(tiff[at:]) {
		if len(entries) < length {
			break
		}
		if value := int(order.Uint16(entries[8:])); order.Uint16(entries) == tag && value >= 1 && value <= 8 {
			return value
		}
		entries = entries[length:]
	}
	return 1
}

// plain reports whether nothing is lost when only the colours of the pixels are kept: a picture with a profile of its own colours, one that
// moves, and one that is to be turned stay as they are.
func plain(data []byte) bool {
	if png, ok := bytes.CutPrefix(data, []byte("\x89PNG\r\n\x1a\n")); ok {
		return !hasChunk(png, "iCCP") && !hasChunk(png, "acTL")
	}
	for _, s := range segments(data) {
		if s.marker == 0xe2 && bytes.HasPrefix(s.data, []byte("ICC_PROFILE\x00")) {
			return false
		}
	}
	return orientation(data) == 1
}

// hasChunk looks for a chunk of a PNG before its pixels.
func hasChunk(png []byte, name string) bool {
	for len(png) >= 8 {
		length, kind := int64(binary.BigEndian.Uint32(png)), string(png[4:8])
		if kind == name {
			return true
		}
		if kind == "IDAT" || int64(len(png)) < length+12 {
			break
		}
		png = png[length+12:]
	}
	return false
}
