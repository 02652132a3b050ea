// Package vcard is for tests: it plays a smartcard in a virtual reader of vsmartcard-vpcd, and watches and holds the
// card through PC/SC as another program would.
//
// vpcd listens on a port for each of its readers; who connects is a card that was put in, and who closes the connection was
// pulled out. Messages have a length of two bytes, big-endian, in front. A message of one byte controls the card; a longer one is a
// command to it.
package vcard

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

// Ports are where vpcd waits for a card in its first and its second reader.
var Ports = [...]string{"127.0.0.1:35963", "127.0.0.1:35964"}

// What an answer can be instead of bytes.
var (
	ErrSilent = errors.New("the card keeps silent")  // it never answers and stays in the reader
	ErrPulled = errors.New("the card is pulled out") // in the middle of the command
)

// Card is how a card behaves.
type Card struct {
	ATR    []byte
	Answer func(command []byte) ([]byte, error) // an error is ErrSilent or ErrPulled
}

// Inserted is a card in a reader.
type Inserted struct {
	conn net.Conn
	done chan struct{} // closed when the card plays no more
	once sync.Once
}

// Insert puts a card into the reader at a port.
func Insert(ctx context.Context, port string, card Card) (*Inserted, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", port)
	if err != nil {
		return nil, fmt.Errorf("no virtual reader: %w", err)
	}
	i := &Inserted{conn: conn, done: make(chan struct{})}
	go i.play(card)
	return i, nil
}

// Remove pulls the card out and waits until it has stopped playing.
func (i *Inserted) Remove() {
	i.pull()
	<-i.done
}

// Wait waits until the card is out, whoever pulled it.
func (i *Inserted) Wait() { <-i.done }

func (i *Inserted) pull() { i.once.Do(func() { i.conn.Close() }) }

// The control messages of vpcd. The first three want no answer.
const askATR = 4

// play answers until the connection ends, from whichever side.
func (i *Inserted) play(card Card) {
	defer close(i.done)
	defer i.pull()
	for {
		message, err := receive(i.conn)
		if err != nil {
			return
		}
		switch {
		case len(message) == 1 && message[0] == askATR:
			err = send(i.conn, card.ATR)
		case len(message) > 1:
			err = i.answer(card, message)
		}
		if err != nil {
			return
		}
	}
}

func (i *Inserted) answer(card Card, command []byte) error {
	answer, err := card.Answer(command)
	if errors.Is(err, ErrSilent) {
		return nil
	}
	if err != nil {
		return err
	}
	return send(i.conn, answer)
}

func receive(r io.Reader) ([]byte, error) {
	var size [2]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return nil, err
	}
	message := make([]byte, binary.BigEndian.Uint16(size[:]))
	_, err := io.ReadFull(r, message)
	return message, err
}

func send(w io.Writer, message []byte) error {
	_, err := w.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(message))), message...))
	return err
}
