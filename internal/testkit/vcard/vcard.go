// Package vcard simulates a smartcard in a virtual reader of vsmartcard-vpcd, and uses the card through PC/SC
// as another program would. It is used by tests only.
//
// vpcd listens on a port for each of its readers. A connection is a card that was inserted; closing it
// removes the card. Each message has a length of two bytes, big-endian, in front. A message of one byte
// controls the card; a longer one is an APDU.
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

// Ports are the addresses of the first and second virtual reader.
var Ports = [...]string{"127.0.0.1:35963", "127.0.0.1:35964"}

// Errors that Card.Answer may return instead of a response.
var (
	ErrSilent = errors.New("the card does not answer") // it stays in the reader
	ErrPulled = errors.New("the card was pulled out")  // during the command
)

// Card is the behaviour of a card.
type Card struct {
	ATR []byte

	// Answer returns the response to a command, or ErrSilent or ErrPulled.
	Answer func(command []byte) ([]byte, error)
}

// Inserted is a card in a reader.
type Inserted struct {
	conn  net.Conn
	done  chan struct{} // closed when the card is out
	close sync.Once
}

// Insert inserts a card into the reader at a port.
func Insert(ctx context.Context, port string, card Card) (*Inserted, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", port)
	if err != nil {
		return nil, fmt.Errorf("no virtual reader: %w", err)
	}

	i := &Inserted{
		conn: conn,
		done: make(chan struct{}),
	}

	go i.run(card)

	return i, nil
}

// Remove removes the card and waits until it is out.
func (i *Inserted) Remove() {
	i.disconnect()
	<-i.done
}

// Wait waits until the card is out for any reason.
func (i *Inserted) Wait() {
	<-i.done
}

func (i *Inserted) disconnect() {
	i.close.Do(func() { i.conn.Close() })
}

// requestATR is the only control message of vpcd that needs an answer.
const requestATR = 4

// run answers messages until the connection ends.
func (i *Inserted) run(card Card) {
	defer close(i.done)
	defer i.disconnect()

	for {
		message, err := receive(i.conn)
		if err != nil {
			return
		}

		switch {
		case len(message) == 1 && message[0] == requestATR:
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
	response, err := card.Answer(command)
	if errors.Is(err, ErrSilent) {
		return nil
	}

	if err != nil {
		return err
	}

	return send(i.conn, response)
}

func receive(r io.Reader) ([]byte, error) {
	var length [2]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, err
	}

	message := make([]byte, binary.BigEndian.Uint16(length[:]))
	_, err := io.ReadFull(r, message)

	return message, err
}

func send(w io.Writer, message []byte) error {
	length := binary.BigEndian.AppendUint16(nil, uint16(len(message)))
	_, err := w.Write(append(length, message...))

	return err
}
