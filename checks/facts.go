package checks

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"signpost/checks/card"
)

// FactsSchema is the version of the JSON form of [Facts]. Fields are added, never renamed.
const FactsSchema = 1

// Facts contains all observations. It never contains a PIN, a password or patient data. A nil field was not observed.
type Facts struct {
	Schema   int                `json:"schema"`
	Service  *Service           `json:"service"`
	Readers  []Reader           `json:"readers"`
	Host     *Host              `json:"host"`
	Setup    *Setup             `json:"setup"`
	Identity *Identity          `json:"identity"`
	Asked    []Answer           `json:"asked"`
	Errors   []ObservationError `json:"errors"`

	// Chosen is a part of the name of the reader that the user chose. If it is empty, all readers count.
	Chosen string `json:"chosen,omitempty"`
}

// Origin is where a fact comes from and when it was observed.
type Origin struct {
	Source string    `json:"source,omitempty"`
	Time   time.Time `json:"time,omitzero"`
}

// Service is the state of the smartcard service (PC/SC).
type Service struct {
	Origin
	// Error is the error of the call that failed, or 0.
	Error Number `json:"error,omitempty"`
	// Hung means that there was no answer before the deadline.
	Hung bool `json:"hung,omitempty"`
	// Missing means that this cardcheck was built without smartcard support.
	Missing bool `json:"missing,omitempty"`
	// LibraryMissing means that the system lacks the PC/SC library.
	LibraryMissing bool `json:"bare,omitempty"`
	// Socket is the state of the service's socket file on Linux, one of the Socket constants.
	Socket string `json:"socket,omitempty"`
}

// The states of the service's socket file on Linux, which returns the same error number for all of them.
const (
	// SocketAbsent means that there is no such file: the service is not installed or not started.
	SocketAbsent = "absent"
	// SocketStale means that the file exists but nothing is listening.
	SocketStale = "stale"
	// SocketDenied means that the user has no permission to use it.
	SocketDenied = "denied"
	// SocketOpen means that a program is listening.
	SocketOpen = "open"
)

// Reader is a smartcard reader and the responses of its card.
type Reader struct {
	Origin
	Name string `json:"name"`
	// NameBytes is the name in hex, if it is not UTF-8. Drivers choose it freely.
	NameBytes string `json:"name_bytes,omitempty"`
	State     State  `json:"state"`
	// ATR is the answer to reset, in hex.
	ATR string `json:"atr,omitempty"`
	// Connected means that the card could be connected to, in shared mode.
	Connected bool `json:"connected,omitempty"`
	// Connect is the error of the call that connects.
	Connect Number `json:"connect,omitempty"`
	// Unfinished is the step during which the deadline passed, one of the Step constants.
	Unfinished string     `json:"unfinished,omitempty"`
	Exchanges  []Exchange `json:"exchanges,omitempty"`
	// Slow means that the card was still being read when the time for all of it was over.
	Slow bool `json:"slow,omitempty"`
	// Lost is what happened to the card while it was read, one of the Lost constants. It was found out by asking the
	// service again after an error: services use the same error number for several causes.
	Lost string `json:"lost,omitempty"`

	// Content is what the card reveals without a PIN.
	Content *card.Content `json:"content,omitempty"`
}

// What can happen to a card while it is read.
const (
	// LostCard means that the card was taken out.
	LostCard = "removed"
	// LostToOther means that another card is in its place, or that it was taken out and put in again.
	LostToOther = "swapped"
	// LostService means that the smartcard service stopped.
	LostService = "service"
)

// The steps of reading a card, any of which can block for any length of time.
const (
	// StepConnect connects to the card.
	StepConnect = "connect"
	// StepTransaction begins a transaction. It blocks during the transaction of another program.
	StepTransaction = "transaction"
	// StepTransmit sends the first command. It blocks until the card responds.
	StepTransmit = "transmit"
	// StepRead sends further commands to a card that has responded before, so the card is slow rather than dead.
	StepRead = "read"
)

// Exchange is one command to the card and its response.
type Exchange struct {
	Name string `json:"name"`
	// Answer is data and status word in hex. It is empty if the card was taken out.
	Answer string `json:"answer"`
	Error  Number `json:"error,omitempty"`
}

// Setup is the set-up file, practice.yaml, with the data that the practice received at onboarding. The yaml tags are
// the keys of the file.
type Setup struct {
	Origin   `yaml:"-"`
	File     string    `json:"file" yaml:"-"`
	Missing  bool      `json:"missing,omitempty" yaml:"-"`  // the file does not exist
	Mistakes []Mistake `json:"mistakes,omitempty" yaml:"-"` // everything wrong with the file

	ODSCode        string   `json:"ods_code" yaml:"ods_code"`
	Name           string   `json:"name" yaml:"name"`
	ICB            string   `json:"icb" yaml:"icb"`
	ClinicalSystem string   `json:"clinical_system" yaml:"clinical_system"`
	Smartcards     []string `json:"smartcards" yaml:"smartcards"`
	EMIS           EMIS     `json:"emis" yaml:"emis"`
	SystmOne       SystmOne `json:"systmone" yaml:"systmone"`
	Software       string   `json:"software" yaml:"software"`
}

// The values of clinical_system.
const (
	SystemEMIS     = "emis"
	SystemSystmOne = "systmone"
)

// EMIS is the part of the set-up for practices that use EMIS.
type EMIS struct {
	CDB      string   `json:"cdb" yaml:"cdb"`
	Accounts []string `json:"accounts" yaml:"accounts"`
}

// SystmOne is the part of the set-up for practices that use SystmOne.
type SystmOne struct {
	Profile string `json:"profile" yaml:"profile"`
}

// Mistake is one thing wrong with the set-up file. Line 0 means the whole file.
type Mistake struct {
	Line int    `json:"line"`
	Text string `json:"text"`
	Hint string `json:"hint"`
}

// Identity is a user's roles as the national service lists them.
type Identity struct {
	Origin
	File  string   `json:"file,omitempty"`
	Form  string   `json:"form,omitempty"`  // of the document, one of the Form constants
	Error string   `json:"error,omitempty"` // why the document could not be used
	IDs   []string `json:"ids"`             // the user's 12-digit IDs
	Name  string   `json:"name,omitempty"`
	Roles []Role   `json:"roles"`

	NoActivities bool  `json:"no_activities,omitempty"` // the document lists roles without their permissions
	Unread       []int `json:"unread,omitempty"`        // lines of a list that could not be read
}

// The forms of an identity document.
const (
	// FormUserinfo is CIS2 userinfo, which is JSON.
	FormUserinfo = "userinfo"
	// FormAgent is the response that an Identity Agent receives at sign-in, which is almost XML.
	FormAgent = "agent"
	// FormList is a list that a user copied.
	FormList = "list"
)

// Role is the permissions of a user at one organisation.
type Role struct {
	ODSCode       string   `json:"ods_code"`
	Organisation  string   `json:"organisation,omitempty"`
	Name          string   `json:"name"`
	Code          string   `json:"code"`
	ActivityCodes []string `json:"activity_codes"`
}

// Answer is a user's answer to a [Question].
type Answer struct {
	Origin
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// ObservationError says why one observation failed. All others were made anyway.
type ObservationError struct {
	Origin
	Text string `json:"text"`
}

// ReadFacts parses the JSON that `cardcheck facts` prints.
func ReadFacts(data []byte) (*Facts, error) {
	f := new(Facts)
	if err := json.Unmarshal(data, f); err != nil {
		return nil, fmt.Errorf("not a facts file: %w", err)
	}

	if f.Schema != FactsSchema {
		return nil, fmt.Errorf("facts have schema %d, this program reads schema %d", f.Schema, FactsSchema)
	}

	return f, nil
}

// observationErrors returns the errors of the observations from one source.
func (f *Facts) observationErrors(source string) []string {
	var lines []string
	for _, t := range f.Errors {
		if t.Source == source {
			lines = append(lines, t.Text)
		}
	}

	return lines
}

// State is the event state of a reader, without the counter in its high half.
type State uint32

// The flags of a state.
const (
	StateUnknown     State = 0x004 // the reader no longer exists
	StateUnavailable State = 0x008 // the reader does not work
	StateEmpty       State = 0x010
	StatePresent     State = 0x020
	StateExclusive   State = 0x080 // another program has exclusive use of the card
	StateInUse       State = 0x100
	StateMute        State = 0x200 // the card does not respond
	StateUnpowered   State = 0x400
)

// Has reports whether any of flags is set.
func (s State) Has(flags State) bool { return s&flags != 0 }

// MarshalText returns the state in hex.
func (s State) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "0x%04X", uint32(s)), nil }

// UnmarshalText parses a state in hex.
func (s *State) UnmarshalText(text []byte) error {
	v, err := parseHex(text)
	*s = State(v)

	return err
}

func parseHex(text []byte) (uint32, error) {
	v, err := strconv.ParseUint(strings.TrimPrefix(string(text), "0x"), 16, 32)
	if err != nil {
		return 0, fmt.Errorf("%q is not a number such as 0x8010001D", text)
	}

	return uint32(v), nil
}

var errNotHex = errors.New("not hex")

// parseBytes parses bytes in hex, with or without spaces.
func parseBytes(text string) ([]byte, error) {
	b, err := hex.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil, errNotHex
	}

	return b, nil
}
