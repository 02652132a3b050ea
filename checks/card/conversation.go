package card

import "errors"

// ErrRemoved is returned when an answer is too short to be one: the card was pulled out in the middle of a command.
var ErrRemoved = errors.New("card was removed while it was read")

// ErrTalkative stops a card that would go on for ever.
var ErrTalkative = errors.New("card says more than any card has to say")

// The limits of one conversation. Cards known to exist stay far below them.
const (
	maxCommands = 600
	maxBytes    = 512 << 10
	maxObject   = 32 << 10 // READ BINARY cannot reach farther either
)

// conversation is the questions to one card, within limits. Its errors mean that talking on makes no sense; a card
// that just says no does so with a status word.
type conversation struct {
	transmit Transmit
	commands int
	bytes    int
}

// once sends one command.
func (c *conversation) once(command []byte) ([]byte, StatusWord, error) {
	c.commands++
	if c.commands > maxCommands || c.bytes > maxBytes {
		return nil, 0, ErrTalkative
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

// exact sends a command whose last byte is the length wanted, and once more where the card names the right one
// (6Cxx).
func (c *conversation) exact(command []byte) ([]byte, StatusWord, error) {
	data, sw, err := c.once(command)
	if err != nil || sw>>8 != 0x6C {
		return data, sw, err
	}
	again := append([]byte{}, command...)
	again[len(again)-1] = byte(sw)
	return c.once(again)
}

// ask sends a command and collects the whole answer, which a card may give in pieces (61xx).
func (c *conversation) ask(command []byte) ([]byte, StatusWord, error) {
	data, sw, err := c.exact(command)
	for err == nil && sw>>8 == 0x61 {
		var more []byte
		more, sw, err = c.exact([]byte{0x00, 0xC0, 0x00, 0x00, byte(sw)})
		data = append(data[:len(data):len(data)], more...)
		if len(data) > maxObject {
			return nil, 0, ErrTalkative
		}
	}
	return data, sw, err
}

// command builds a command with data and the wish for as long an answer as fits.
func command(ins, p1, p2 byte, data ...byte) []byte {
	b := []byte{0x00, ins, p1, p2}
	if len(data) > 0 {
		b = append(append(b, byte(len(data))), data...)
	}
	return append(b, 0x00)
}

// extended is the same command in the long form, for cards that give long answers in one piece alone.
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
func (c *conversation) application(name []byte) (bool, error) {
	_, sw, err := c.ask(command(0xA4, 0x04, 0x00, name...))
	if err != nil || sw.Good() {
		return err == nil, err
	}
	if sw == NotFound {
		return false, nil
	}
	// Cards that give no description of the application want to be told so, or not to be asked for an answer at
	// all.
	for _, p2 := range []byte{0x0C, 0x00} {
		silent := command(0xA4, 0x04, p2, name...)
		if _, sw, err = c.once(silent[:len(silent)-1]); err != nil || sw.Good() {
			return err == nil, err
		}
	}
	return false, nil
}
