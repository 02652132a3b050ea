package card

import "errors"

// ErrRemoved is returned if a response is too short: the card was taken out during a command.
var ErrRemoved = errors.New("card was removed while being read")

// ErrTooMuchData is returned if a card exceeds the limits on commands or data.
var ErrTooMuchData = errors.New("card sends too much data")

// The limits for reading one card. Known cards stay far below them.
const (
	maxCommands = 600
	maxBytes    = 512 << 10
	maxObject   = 32 << 10 // also the largest offset of READ BINARY
)

// session is the exchange of commands with one card, within limits. Its methods return errors only if further
// commands make no sense; a card refuses a command with a status word.
type session struct {
	transmit Transmit
	commands int
	bytes    int
}

func (c *session) send(command []byte) ([]byte, StatusWord, error) {
	c.commands++
	if c.commands > maxCommands || c.bytes > maxBytes {
		return nil, 0, ErrTooMuchData
	}

	answer, err := c.transmit(command)
	if err != nil {
		return nil, 0, err
	}

	c.bytes += len(answer)
	data, sw, ok := Status(answer)
	if !ok {
		return nil, 0, ErrRemoved
	}

	return data, sw, nil
}

// sendExact sends a command whose last byte is the expected length, and repeats it if the card responds with the
// right length (6Cxx).
func (c *session) sendExact(command []byte) ([]byte, StatusWord, error) {
	data, sw, err := c.send(command)
	if err != nil || sw>>8 != 0x6C {
		return data, sw, err
	}

	again := append([]byte{}, command...)
	again[len(again)-1] = byte(sw)

	return c.send(again)
}

// request collects the complete response to a command, which a card can send in pieces (61xx).
func (c *session) request(command []byte) ([]byte, StatusWord, error) {
	data, sw, err := c.sendExact(command)
	for err == nil && sw>>8 == 0x61 {
		var more []byte
		more, sw, err = c.sendExact([]byte{0x00, 0xC0, 0x00, 0x00, byte(sw)})
		data = append(data[:len(data):len(data)], more...)
		if len(data) > maxObject {
			return nil, 0, ErrTooMuchData
		}
	}

	return data, sw, err
}

// command returns a command with data that requests a response of any length.
func command(ins, p1, p2 byte, data ...byte) []byte {
	b := []byte{0x00, ins, p1, p2}
	if len(data) > 0 {
		b = append(append(b, byte(len(data))), data...)
	}

	return append(b, 0x00)
}

// extended returns the same command in extended form, for cards that send long responses only in one piece.
func extended(short []byte) []byte {
	b := append([]byte{}, short[:4]...)
	data := short[4 : len(short)-1]
	if len(data) == 0 {
		return append(b, 0x00, 0x00, 0x00)
	}

	b = append(b, 0x00, 0x00)

	return append(append(b, data...), 0x00, 0x00)
}

// application selects an application by its name, and reports whether the card has it.
func (c *session) application(name []byte) (bool, error) {
	_, sw, err := c.request(command(0xA4, 0x04, 0x00, name...))
	if err != nil || sw.Good() {
		return err == nil, err
	}

	if sw == NotFound {
		return false, nil
	}

	// Some cards return no description of the application: they want P2 to request none, or want no response
	// length.
	for _, p2 := range []byte{0x0C, 0x00} {
		silent := command(0xA4, 0x04, p2, name...)
		if _, sw, err = c.send(silent[:len(silent)-1]); err != nil || sw.Good() {
			return err == nil, err
		}
	}

	return false, nil
}
