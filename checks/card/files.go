package card

import "bytes"

// files reads files of a card according to ISO/IEC 7816-4. Cards support different ways to select a file, so it
// tries each of them.
type files struct {
	c           *session
	application []byte // name of the application, or
	folder      []byte // path of its folder
}

// read returns the content of the file at path. A path that begins with 3F00 starts at the root, others in the
// application.
func (f files) read(path []byte) (data []byte, there bool, err error) {
	there, err = f.open(path)
	if !there || err != nil {
		return nil, false, err
	}

	return f.c.content()
}

// open selects the file at path. Some cards state the path from the root but do not allow it to be used: then open
// looks for the file in the application.
func (f files) open(path []byte) (bool, error) {
	if !bytes.HasPrefix(path, masterFile) && len(f.folder) > 0 {
		path = append(append([]byte{}, f.folder...), path...)
	}

	if bytes.HasPrefix(path, masterFile) {
		found, err := f.c.fromRoot(path)
		if found || err != nil || len(f.application) == 0 || len(path) == 2 {
			return found, err
		}

		path = path[len(path)-2:]
	}

	return f.inApplication(path)
}

// fromRoot selects a file by its complete path or, on cards that do not support that, step by step.
func (c *session) fromRoot(path []byte) (bool, error) {
	if len(path) > 2 {
		if found, err := c.choose(0x08, path[2:]); found || err != nil {
			return found, err
		}
	}

	return c.walk(path)
}

// inApplication selects a file in the application. It selects the application again, because the previous file may
// have been elsewhere.
func (f files) inApplication(path []byte) (bool, error) {
	if found, err := f.c.application(f.application); !found || err != nil || len(path) == 0 {
		return found, err
	}

	if len(path) > 2 {
		if found, err := f.c.choose(0x09, path); found || err != nil {
			return found, err
		}
	}

	found, err := f.c.walk(path)
	if found || err != nil {
		return found, err
	}

	for _, way := range []byte{0x02, 0x09} {
		if found, err := f.c.choose(way, path[len(path)-2:]); found || err != nil {
			return found, err
		}
	}

	return false, nil
}

// walk selects one folder after the other.
func (c *session) walk(path []byte) (bool, error) {
	for len(path) >= 2 {
		if found, err := c.choose(0x00, path[:2]); !found || err != nil {
			return false, err
		}

		path = path[2:]
	}

	return true, nil
}

// choose selects a file in one of the ways (P1) of the standard: with a description of the file or, if the card has
// none, without.
func (c *session) choose(way byte, path []byte) (bool, error) {
	_, sw, err := c.request(command(0xA4, way, 0x00, path...))
	if err != nil || sw.Good() || sw == NotFound {
		return err == nil && sw.Good(), err
	}

	_, sw, err = c.send(append([]byte{0x00, 0xA4, way, 0x0C, byte(len(path))}, path...))

	return err == nil && sw.Good(), err
}

// firstChunk and chunk are how many bytes are read at once. The first chunk is small because it contains the size
// of the object in the file.
const (
	firstChunk = 0x80
	chunk      = 0xF0
)

// content returns the content of the selected file, whatever its structure. It reports false if the card does not
// allow it to be read.
func (c *session) content() (data []byte, there bool, err error) {
	data, sw, err := c.readBinary()
	if sw == wrongKind {
		return c.readRecords()
	}

	return data, err == nil && (len(data) > 0 || sw.Good() || sw == endOfFile), err
}

// maxRecords limits the number of records of a list.
const maxRecords = 64

// readRecords returns the records of a file, joined and without the padding at the end of each.
func (c *session) readRecords() (data []byte, there bool, err error) {
	for n := byte(1); n <= maxRecords && len(data) < maxObject; n++ {
		part, sw, err := c.request([]byte{0x00, 0xB2, n, 0x04, 0x00})
		if err != nil {
			return nil, false, err
		}

		if !sw.Good() && sw != endOfFile {
			break
		}

		data = append(data, unpadded(part)...)
		there = true
	}

	return data, there, nil
}

// readBinary reads the selected file to its end. It also returns the last status word.
func (c *session) readBinary() (data []byte, sw StatusWord, err error) {
	for want := firstChunk; len(data) < maxObject; want = chunk {
		var part []byte
		if part, sw, err = c.chunk(len(data), want); err != nil {
			return nil, 0, err
		}

		ended := sw == endOfFile
		if !sw.Good() && !ended {
			return data, sw, nil
		}

		data = append(data, part...)
		if ended || onlyPadding(part) {
			break
		}
	}

	return data, sw, nil
}

// chunk reads a part of the selected file. Some cards refuse requests for more than there is, or for more than they
// can return at once: chunk then requests whatever there is (0), and after that fewer and fewer bytes.
func (c *session) chunk(offset, want int) (part []byte, sw StatusWord, err error) {
	for _, size := range []byte{byte(want), 0, 0x80, 0x40, 0x20, 0x10, 0x08, 0x04, 0x02, 0x01} {
		part, sw, err = c.request([]byte{0x00, 0xB0, byte(offset >> 8), byte(offset), size})
		if err != nil || sw != wrongLength {
			break
		}
	}

	return part, sw, err
}

// onlyPadding reports whether part is the unused end of a file.
func onlyPadding(part []byte) bool {
	return len(part) == bytes.Count(part, []byte{0x00}) || len(part) == bytes.Count(part, []byte{0xFF})
}
