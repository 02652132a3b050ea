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
	return f.c.readBinary()
}

// open selects the file at path.
func (f files) open(path []byte) (bool, error) {
	if !bytes.HasPrefix(path, masterFile) && len(f.folder) > 0 {
		path = append(append([]byte{}, f.folder...), path...)
	}
	if bytes.HasPrefix(path, masterFile) {
		return f.c.fromRoot(path)
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

// inApplication selects a file below the application. The application is selected anew, as the file before may be elsewhere.
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
	return f.c.choose(0x02, path[len(path)-2:])
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

// choose selects a file in one of the ways (P1) that the standard knows, with a description of it or, where the card has none, without.
func (c *conversation) choose(way byte, path []byte) (bool, error) {
	_, sw, err := c.ask(command(0xA4, way, 0x00, path...))
	if err != nil || sw.Good() || sw == NotFound {
		return err == nil && sw.Good(), err
	}
	_, sw, err = c.once(append([]byte{0x00, 0xA4, way, 0x0C, byte(len(path))}, path...))
	return err == nil && sw.Good(), err
}

// firstChunk and chunk are how much is read at once. The first is small: with it comes the size of what is in the file.
const (
	firstChunk = 0x80
	chunk      = 0xF0
)

// readBinary reads the selected file to its end. It reports false when the card does not let it.
func (c *conversation) readBinary() (data []byte, there bool, err error) {
	for want := firstChunk; len(data) < maxObject; want = chunk {
		part, sw, err := c.chunk(len(data), want)
		if err != nil {
			return nil, false, err
		}
		ended := sw == 0x6282 // the end came before the whole of it
		if !sw.Good() && !ended {
			return data, len(data) > 0, nil
		}
		data = append(data, part...)
		if ended || onlyPadding(part) {
			break
		}
	}
	return data, true, nil
}

// chunk reads a part of the selected file. Cards that refuse to be asked for more than there is are asked for what there is.
func (c *conversation) chunk(offset, want int) ([]byte, StatusWord, error) {
	read := []byte{0x00, 0xB0, byte(offset >> 8), byte(offset), byte(want)}
	part, sw, err := c.exact(read)
	if err == nil && sw == 0x6700 {
		read[4] = 0
		return c.exact(read)
	}
	return part, sw, err
}

// onlyPadding is the end of a file that is larger than what is in it.
func onlyPadding(part []byte) bool {
	return len(part) == bytes.Count(part, []byte{0x00}) || len(part) == bytes.Count(part, []byte{0xFF})
}
