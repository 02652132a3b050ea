package picture

import (
	"bytes"
	"encoding/binary"
)

// segment is a JPEG segment before the image data.
type segment struct {
	marker byte
	data   []byte
}

// segments returns the segments of a JPEG file before its image data, and nil for anything else.
func segments(data []byte) []segment {
	data, ok := bytes.CutPrefix(data, []byte{0xff, 0xd8})
	if !ok {
		return nil
	}

	const startOfScan = 0xda
	var list []segment
	for len(data) >= 4 && data[0] == 0xff {
		marker := data[1]
		length := int(binary.BigEndian.Uint16(data[2:]))
		if marker == startOfScan || length < 2 || len(data) < 2+length {
			break
		}

		list = append(list, segment{marker, data[4 : 2+length]})
		data = data[2+length:]
	}

	return list
}

// swapsSides reports whether the Exif orientation of a photograph swaps its width and height.
func swapsSides(data []byte) bool {
	return orientation(data) >= 5
}

// orientation returns the Exif orientation of a JPEG file, from 1 to 8. 1 is upright.
func orientation(data []byte) int {
	const app1 = 0xe1
	for _, s := range segments(data) {
		tiff, ok := bytes.CutPrefix(s.data, []byte("Exif\x00\x00"))
		if ok && s.marker == app1 {
			return tiffOrientation(tiff)
		}
	}

	return 1
}

// tiffOrientation reads the orientation from the first directory of a TIFF file, which is the format of Exif.
func tiffOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}

	var order binary.ByteOrder = binary.LittleEndian
	if bytes.HasPrefix(tiff, []byte("MM")) {
		order = binary.BigEndian
	}

	offset := int64(order.Uint32(tiff[4:]))
	if offset+2 > int64(len(tiff)) {
		return 1
	}

	const entryLen, orientationTag = 12, 0x0112
	entries := tiff[offset+2:]
	for range order.Uint16(tiff[offset:]) {
		if len(entries) < entryLen {
			break
		}

		value := int(order.Uint16(entries[8:]))
		if order.Uint16(entries) == orientationTag && value >= 1 && value <= 8 {
			return value
		}

		entries = entries[entryLen:]
	}

	return 1
}

// convertible reports whether converting a picture loses nothing but metadata. Colour profiles, animation and
// rotation would be lost.
func convertible(data []byte) bool {
	if png, ok := bytes.CutPrefix(data, []byte("\x89PNG\r\n\x1a\n")); ok {
		return !hasChunk(png, "iCCP") && !hasChunk(png, "acTL")
	}

	const app2 = 0xe2
	for _, s := range segments(data) {
		if s.marker == app2 && bytes.HasPrefix(s.data, []byte("ICC_PROFILE\x00")) {
			return false
		}
	}

	return orientation(data) == 1
}

// hasChunk reports whether a PNG file has a chunk before its image data. png starts after the signature.
func hasChunk(png []byte, name string) bool {
	for len(png) >= 8 {
		length := int64(binary.BigEndian.Uint32(png))
		kind := string(png[4:8])
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
