package checks

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Number is an error number of PC/SC. Its text differs from system to system, so everything is decided by the number.
type Number uint32

// The error numbers that checks and probe name.
const (
	internalError     Number = 0x80100001
	UnknownReader     Number = 0x80100009
	SharingViolation  Number = 0x8010000B
	NoSmartcard       Number = 0x8010000C
	ProtocolMismatch  Number = 0x8010000F
	CommError         Number = 0x80100013
	ReaderUnavailable Number = 0x80100017
	NoService         Number = 0x8010001D
	ServiceStopped    Number = 0x8010001E
	NoReaders         Number = 0x8010002E
	Unresponsive      Number = 0x80100066
	Unpowered         Number = 0x80100067
	ResetCard         Number = 0x80100068
	RemovedCard       Number = 0x80100069
	Denied            Number = 0x8010006A
	NotPassedOn       Number = 0x0000006D // Windows, in a session from another computer
	accessDenied      Number = 0x00000005 // Windows
)

// meaning is what a number is called, which check it belongs to, and what it says to a person.
type meaning struct {
	number Number
	name   string
	check  string // id; empty where cardcheck never gets so far, or asked wrongly itself
	text   string
}

// meanings is every number of winerror.h (Windows SDK, as mingw-w64 has it), pcsclite.h (1.9.9) and the list of return codes in Microsoft's [MS-RDPESC],
// read on 22 November 2026, and those of the Windows errors that its PC/SC passes on. The texts are our own.
var meanings = []meaning{
	{internalError, "SCARD_F_INTERNAL_ERROR", "service", "the smartcard service has a fault of its own"},
	{0x80100002, "SCARD_E_CANCELLED", "", "the question was called off before there was an answer"},
	{0x80100003, "SCARD_E_INVALID_HANDLE", "", "the conversation had ended already, as when the service was started anew"},
	{0x80100004, "SCARD_E_INVALID_PARAMETER", "", "the service did not understand the question"},
	{0x80100005, "SCARD_E_INVALID_TARGET", "service", "settings of the service are missing or damaged"},
	{0x80100006, "SCARD_E_NO_MEMORY", "", "the computer is short of memory"},
	{0x80100007, "SCARD_F_WAITED_TOO_LONG", "service", "the service waited too long for a part of itself"},
	{0x80100008, "SCARD_E_INSUFFICIENT_BUFFER", "", "the answer was longer than the room for it"},
	{UnknownReader, "SCARD_E_UNKNOWN_READER", "reader", "there is no reader of this name any more"},
	{0x8010000A, "SCARD_E_TIMEOUT", "", "nothing happened in the time that was given"},
	{SharingViolation, "SCARD_E_SHARING_VIOLATION", "card-shared", "another program holds the card for itself"},
	{NoSmartcard, "SCARD_E_NO_SMARTCARD", "card", "no card is in the reader"},
	{0x8010000D, "SCARD_E_UNKNOWN_CARD", "", "Windows has no software on record for this kind of card"},
	{0x8010000E, "SCARD_E_CANT_DISPOSE", "", "the card could not be left in the state that was wanted"},
	{ProtocolMismatch, "SCARD_E_PROTO_MISMATCH", "card-answers", "reader and card find no way to talk: the card is the wrong way round, dirty or faulty"},
	{0x80100010, "SCARD_E_NOT_READY", "", "reader or card is not ready for questions"},
	{0x80100011, "SCARD_E_INVALID_VALUE", "", "the service did not understand the question"},
	{0x80100012, "SCARD_E_SYSTEM_CANCELLED", "", "the system called it off: somebody signed out, or it was shutting down"},
	{CommError, "SCARD_F_COMM_ERROR", "service", "the conversation with the service broke off"},
	{0x80100014, "SCARD_F_UNKNOWN_ERROR", "", "something failed, and the service does not know what"},
	{0x80100015, "SCARD_E_INVALID_ATR", "", "what is on record for this kind of card makes no sense"},
	{0x80100016, "SCARD_E_NOT_TRANSACTED", "", "an exchange with the card did not come about, or the turn that was to end had ended already"},
	{ReaderUnavailable, "SCARD_E_READER_UNAVAILABLE", "reader", "the reader cannot be used: it was unplugged, or its driver has failed"},
	{0x80100018, "SCARD_P_SHUTDOWN", "service", "the service is being stopped"},
	{0x80100019, "SCARD_E_PCI_TOO_SMALL", "", "the answer was longer than the room for it"},
	{0x8010001A, "SCARD_E_READER_UNSUPPORTED", "reader", "the driver of the reader lacks what the service needs"},
	{0x8010001B, "SCARD_E_DUPLICATE_READER", "reader", "the driver gave two readers the same name"},
	{0x8010001C, "SCARD_E_CARD_UNSUPPORTED", "card-answers", "the service cannot talk to this kind of card"},
	{NoService, "SCARD_E_NO_SERVICE", "service", "the smartcard service is not running"},
	{ServiceStopped, "SCARD_E_SERVICE_STOPPED", "service", "the smartcard service has stopped"},
	{0x8010001F, "SCARD_E_UNEXPECTED", "", "the service met something that it did not expect: it does not say what"},
	{0x80100020, "SCARD_E_ICC_INSTALLATION", "", "the software for this kind of card is not installed"},
	{0x80100021, "SCARD_E_ICC_CREATEORDER", "", "the card wants things to be written in another order"},
	{0x80100022, "SCARD_E_UNSUPPORTED_FEATURE", "", "the card or its reader cannot do what was asked"},
	{0x80100023, "SCARD_E_DIR_NOT_FOUND", "", "the card has no such folder"},
	{0x80100024, "SCARD_E_FILE_NOT_FOUND", "", "the card has no such file"},
	{0x80100025, "SCARD_E_NO_DIR", "", "what was named on the card is not a folder"},
	{0x80100026, "SCARD_E_NO_FILE", "", "what was named on the card is not a file"},
	{0x80100027, "SCARD_E_NO_ACCESS", "", "the card does not let everybody have this file"},
	{0x80100028, "SCARD_E_WRITE_TOO_MANY", "", "the card is full"},
	{0x80100029, "SCARD_E_BAD_SEEK", "", "there is no such place in the file on the card"},
	{0x8010002A, "SCARD_E_INVALID_CHV", "pin-tries", "the passcode is not right"},
	{0x8010002B, "SCARD_E_UNKNOWN_RES_MNG", "", "a part below the service gave an error that the service does not know"},
	{0x8010002C, "SCARD_E_NO_SUCH_CERTIFICATE", "card-blank", "the certificate that was asked for is not on the card"},
	{0x8010002D, "SCARD_E_CERTIFICATE_UNAVAILABLE", "", "the certificate could not be had"},
	{NoReaders, "SCARD_E_NO_READERS_AVAILABLE", "reader", "no smartcard reader is plugged in"},
	{0x8010002F, "SCARD_E_COMM_DATA_LOST", "card-answers", "part of what card and reader said to each other was lost: the contact may be bad"},
	{0x80100030, "SCARD_E_NO_KEY_CONTAINER", "card-blank", "the key that was asked for is not on the card"},
	{0x80100031, "SCARD_E_SERVER_TOO_BUSY", "", "the service has too much to do at the moment"},
	{0x80100032, "SCARD_E_PIN_CACHE_EXPIRED", "", "the passcode is not remembered any more: it has to be typed again"},
	{0x80100033, "SCARD_E_NO_PIN_CACHE", "", "the passcode cannot be remembered"},
	{0x80100034, "SCARD_E_READ_ONLY_CARD", "", "nothing can be written to this card"},
	{0x80100065, "SCARD_W_UNSUPPORTED_CARD", "card-answers", "the reader cannot talk to this card"},
	{Unresponsive, "SCARD_W_UNRESPONSIVE_CARD", "card-answers", "the card does not answer: it may be the wrong way round, dirty or faulty"},
	{Unpowered, "SCARD_W_UNPOWERED_CARD", "card-answers", "the card has no power"},
	{ResetCard, "SCARD_W_RESET_CARD", "", "another program reset the card"},
	{RemovedCard, "SCARD_W_REMOVED_CARD", "card", "the card was taken out"},
	{Denied, "SCARD_W_SECURITY_VIOLATION", "", "access was refused"},
	{0x8010006B, "SCARD_W_WRONG_CHV", "pin-tries", "the passcode is not right"},
	{0x8010006C, "SCARD_W_CHV_BLOCKED", "pin-blocked", "a wrong passcode was entered too often, and the card is blocked"},
	{0x8010006D, "SCARD_W_EOF", "", "the file on the card ends here"},
	{0x8010006E, "SCARD_W_CANCELLED_BY_USER", "", "somebody chose Cancel"},
	{0x8010006F, "SCARD_W_CARD_NOT_AUTHENTICATED", "", "the card wants the passcode first"},
	{0x80100070, "SCARD_W_CACHE_ITEM_NOT_FOUND", "", "Windows has nothing remembered of this card"},
	{0x80100071, "SCARD_W_CACHE_ITEM_STALE", "", "what Windows remembered of this card is out of date"},
	{0x80100072, "SCARD_W_CACHE_ITEM_TOO_BIG", "", "there is too much on this card for Windows to remember"},

	{accessDenied, "ERROR_ACCESS_DENIED", "", "access was refused"},
	{0x00000006, "ERROR_INVALID_HANDLE", "", "the conversation had ended already, as when the service was started anew"},
	{0x00000016, "ERROR_BAD_COMMAND", "", "the reader does not know the command: it may just have been unplugged"},
	{0x0000001F, "ERROR_GEN_FAILURE", "card-answers", "the reader, or the card in it, does not work"},
	{NotPassedOn, "ERROR_BROKEN_PIPE", "reader", "this session comes from another computer, and passes no smartcards on"},
	{0x00000079, "ERROR_SEM_TIMEOUT", "card-answers", "the reader did not answer in time"},
	{0x0000045D, "ERROR_IO_DEVICE", "card-answers", "reader and card could not talk to each other"},
	{0x0000048F, "ERROR_DEVICE_NOT_CONNECTED", "reader", "the reader is not plugged in any more"},
}

// Numbers is every error number that PC/SC gives, for tests that play them.
func Numbers() []Number {
	list := make([]Number, len(meanings))
	for i, m := range meanings {
		list[i] = m.number
	}
	return list
}

// Error makes a number an error, worded the same on every system.
func (n Number) Error() string { return "PC/SC error " + n.String() }

// String is the number as it is looked up: "0x8010001D".
func (n Number) String() string { return fmt.Sprintf("0x%08X", uint32(n)) }

// MarshalText writes the number in hex, as people look it up.
func (n Number) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText reads the number in hex.
func (n *Number) UnmarshalText(text []byte) error {
	v, err := parseHex(text)
	*n = Number(v)
	return err
}

func (n Number) meaning() (meaning, bool) {
	i := slices.IndexFunc(meanings, func(m meaning) bool { return m.number == n })
	if i < 0 {
		return meaning{}, false
	}
	return meanings[i], true
}

// Explain is the number with its name and what it means: "0x80100067 (SCARD_W_UNPOWERED_CARD): the card has no power".
func (n Number) Explain() string {
	m, known := n.meaning()
	if !known {
		return n.String()
	}
	return fmt.Sprintf("%s (%s): %s", n.String(), m.name, m.text)
}

// condition is what a failed call says of the reader and its card. A number that says nothing of them, or that nobody knows, leaves the card unasked:
// it is no proof against the card.
func (n Number) condition() condition {
	m, _ := n.meaning()
	switch m.check {
	case "reader":
		return gone
	case "card":
		return removed
	case "card-answers":
		return mute
	case "card-shared":
		return held
	}
	return unasked
}

// written is a number or a name of PC/SC in a longer text: in hex, as programs in Java and .NET print it (below zero),
// as others do (2148...), or by name.
var written = regexp.MustCompile(`(?i)\b(?:0x)?(80100[0-9a-f]{3})\b|(-2146[0-9]{6}|\b21485[0-9]{5})\b|\b(SCARD_[FEPW]_[A-Z_]+)\b`)

// FindNumber finds the first error of PC/SC in a text that somebody copied, and the check that it belongs to, if any.
func FindNumber(text string) (n Number, check string, ok bool) {
	for _, found := range written.FindAllStringSubmatch(text, -1) {
		if m, known := meant(found[1], found[2], strings.ToUpper(found[3])); known {
			return m.number, m.check, true
		}
	}
	return 0, "", false
}

// meant is the meaning of a number in hex, a decimal number or a name, one of which is given.
func meant(hex, decimal, name string) (meaning, bool) {
	switch {
	case hex != "":
		v, _ := parseHex([]byte(hex)) // the pattern lets nothing else through
		return Number(v).meaning()
	case decimal != "":
		v, _ := strconv.ParseInt(decimal, 10, 64) // the same
		return Number(uint32(v)).meaning()
	}
	i := slices.IndexFunc(meanings, func(m meaning) bool { return m.name == name })
	if i < 0 {
		return meaning{}, false
	}
	return meanings[i], true
}
