package card

import "bytes"

// files reads files of a card as ISO/IEC 7816-4 says. Cards know different ways to select a file, so each is tried.
type files struct {
	c           *conversation
	application []byte // name of the application whose files are meant, or
	folder      []byte // path of its folder
}

// read is the content of the file at path, from the root where it begins with 3F00, else in the application.
func (f files) read(path []byte) (data []byte, there bool, err error) {
	there, err = f.open(path)
	if !there || err != nil {
		return nil, false, err
	}
	return f.c.content()
}

// open selects the file at path. Some cards give the way from the root and let nobody go it: then the file is
// looked for in the application.
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

// fromRoot selects by the whole path at once or, for cards that cannot, step by step.
func (c *conversation) fromRoot(path []byte) (bool, error) {
	if len(path) > 2 {
		if found, err := c.choose(0x08, path[2:]); found || err != nil {
			return found, err
		}
	}
	return c.walk(path)
}

// inApplication selects a file below the application. The application is selected anew, as the file before may be
// elsewhere.
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
func (c *conversation) walk(path []byte) (bool, error) {
	for len(path) >= 2 {
		if found, err := c.choose(0x00, path[:2]); !found || err != nil {
			return false, err
		}
		path = path[2:]
	}
	return true, nil
}

// choose selects a file in one of the ways (P1) that the standard knows, with a description of it or, where the
// card has none, without.
func (c *conversation) choose(way byte, path []byte) (bool, error) {
	_, sw, err := c.ask(command(0xA4, way, 0x00, path...))
	if err != nil || sw.Good() || sw == NotFound {
		return err == nil && sw.Good(), err
	}
	_, sw, err = c.once(append([]byte{0x00, 0xA4, way, 0x0C, byte(len(path))}, path...))
	return err == nil && sw.Good(), err
}

// firstChunk and chunk are how much is read at once. The first is small: with it comes the size of what is in the
// file.
const (
	firstChunk = 0x80
	chunk      = 0xF0
)

// content is all of the selected file, however it is made. It reports false when the card does not let it be read.
func (c *conversation) content() (data []byte, there bool, err error) {
	data, sw, err := c.readBinary()
	if sw == wrongKind {
		return c.readRecords()
	}
	return data, err == nil && (len(data) > 0 || sw.Good() || sw == endOfFile), err
}

// maxRecords is more than a list on a card has.
const maxRecords = 64

// readRecords reads a file that is made of records: what they hold, one after the other, without the padding at the
// end of each.
func (c *conversation) readRecords() (data []byte, there bool, err error) {
	for n := byte(1); n <= maxRecords && len(data) < maxObject; n++ {
		part, sw, err := c.ask([]byte{0x00, 0xB2, n, 0x04, 0x00})
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

// readBinary reads the selected file to its end, and gives the last status word with it.
func (c *conversation) readBinary() (data []byte, sw StatusWord, err error) {
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

// chunk reads a part of the selected file. Cards that refuse to be asked for more than there is, or than they can
// give at once, are asked for what there is (0), and then for less and less.
func (c *conversation) chunk(offset, want int) (part []byte, sw StatusWord, err error) {
	for _, size := range []byte{byte(want), 0, 0x80, 0x40, 0x20, 0x10, 0x08, 0x04, 0x02, 0x01} {
		part, sw, err = c.ask([]byte{0x00, 0xB0, byte(offset >> 8), byte(offset), size})
		if err != nil || sw != wrongLength {
			break
		}
	}
	return part, sw, err
}

// onlyPadding is the end of a file that is larger than what is in it.
func onlyPadding(part []byte) bool {
	return len(part) == bytes.Count(part, []byte{0x00}) || len(part) == bytes.Count(part, []byte{0xFF})
}
