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

// Facts is everything that was observed. It never holds a PIN, a password or a patient. Whatever is nil was not looked at.
type Facts struct {
	Schema   int       `json:"schema"`
	Service  *Service  `json:"service"`
	Readers  []Reader  `json:"readers"`
	Host     *Host     `json:"host"`
	Setup    *Setup    `json:"setup"`
	Identity *Identity `json:"identity"`
	Asked    []Answer  `json:"asked"`
	Errors   []Trouble `json:"errors"`
}

// Origin says where a fact comes from and when it was observed.
type Origin struct {
	Source string    `json:"source,omitempty"`
	Time   time.Time `json:"time,omitzero"`
}

// Service is what the smartcard service (PC/SC) answered.
type Service struct {
	Origin
	Error   Number `json:"error,omitempty"`   // of the call that failed; 0 when none did
	Hung    bool   `json:"hung,omitempty"`    // no answer within the deadline
	Missing bool   `json:"missing,omitempty"` // this cardcheck was built without smartcard support
	Bare    bool   `json:"bare,omitempty"`    // the system has no smartcard support: it lacks the library
	Socket  string `json:"socket,omitempty"`  // Linux: state of the service's socket file, one of the Socket constants
}

// The states of the service's socket file on Linux, where one error number means all of them.
const (
	SocketAbsent = "absent" // there is no such file: the service is not installed or not started
	SocketStale  = "stale"  // the file is there, nobody listens
	SocketDenied = "denied" // no right to use it
	SocketOpen   = "open"   // somebody listens
)

// Reader is a smartcard reader and what the card in it answered.
type Reader struct {
	Origin
	Name       string     `json:"name"`
	State      State      `json:"state"`
	ATR        string     `json:"atr,omitempty"`        // answer to reset, in hex
	Connected  bool       `json:"connected,omitempty"`  // the card could be connected to, shared with others
	Connect    Number     `json:"connect,omitempty"`    // error of that call
	Unfinished string     `json:"unfinished,omitempty"` // the step in which the deadline passed, one of the Step constants
	Exchanges  []Exchange `json:"exchanges,omitempty"`

	Content *card.Content `json:"content,omitempty"` // what the card told without a PIN
}

// The steps of asking a card, any of which can block for as long as it likes.
const (
	StepConnect     = "connect"
	StepTransaction = "transaction" // blocks while another program has one
	StepTransmit    = "transmit"    // blocks while the card does not answer
	StepRead        = "read"        // the same, after it has answered: a slow card is not a dead one
)

// Exchange is one question to the card.
type Exchange struct {
	Name   string `json:"name"`
	Answer string `json:"answer"` // data and status word, in hex; empty when the card was pulled out
	Error  Number `json:"error,omitempty"`
}

// Setup is the set-up file, practice.yaml: what the practice gave at onboarding. The yaml tags are the file's keys.
type Setup struct {
	Origin   `yaml:"-"`
	File     string    `json:"file" yaml:"-"`
	Missing  bool      `json:"missing,omitempty" yaml:"-"`  // there is no such file
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

// The clinical systems that clinical_system can name.
const (
	SystemEMIS     = "emis"
	SystemSystmOne = "systmone"
)

// EMIS is the part of the set-up that EMIS practices fill in.
type EMIS struct {
	CDB      string   `json:"cdb" yaml:"cdb"`
	Accounts []string `json:"accounts" yaml:"accounts"`
}

// SystmOne is the part of the set-up that SystmOne practices fill in.
type SystmOne struct {
	Profile string `json:"profile" yaml:"profile"`
}

// Mistake is one thing wrong with the set-up file. Line 0 means the whole file.
type Mistake struct {
	Line int    `json:"line"`
	Text string `json:"text"`
	Hint string `json:"hint"`
}

// Identity is a person's roles as the national service gives them.
type Identity struct {
	Origin
	File  string   `json:"file,omitempty"`
	Form  string   `json:"form,omitempty"`  // of the document, one of the Form constants
	Error string   `json:"error,omitempty"` // why the document could not be used
	IDs   []string `json:"ids"`             // the person's 12-digit ids
	Name  string   `json:"name,omitempty"`
	Roles []Role   `json:"roles"`

	NoActivities bool  `json:"no_activities,omitempty"` // the document names roles but not what they may do
	Unread       []int `json:"unread,omitempty"`        // lines of a list that were not understood
}

// The forms of an identity document.
const (
	FormUserinfo = "userinfo" // CIS2 userinfo, JSON
	FormAgent    = "agent"    // what an Identity Agent gets when somebody signs in, nearly XML
	FormList     = "list"     // a list that a person copied
)

// Role is what a person may do at one organisation.
type Role struct {
	ODSCode       string   `json:"ods_code"`
	Organisation  string   `json:"organisation,omitempty"`
	Name          string   `json:"name"`
	Code          string   `json:"code"`
	ActivityCodes []string `json:"activity_codes"`
}

// Answer is what the person in front of the computer said when asked.
type Answer struct {
	Origin
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// Trouble is something that kept cardcheck from observing; the rest was observed all the same.
type Trouble struct {
	Origin
	Text string `json:"text"`
}

// ReadFacts reads facts from the JSON that `cardcheck facts` prints.
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

// State is the event state of a reader, without the counter in its high half.
type State uint32

// The flags of a state.
const (
	StateUnknown     State = 0x004 // there is no such reader any more
	StateUnavailable State = 0x008 // the reader does not work
	StateEmpty       State = 0x010
	StatePresent     State = 0x020
	StateExclusive   State = 0x080 // another program has the card for itself
	StateInUse       State = 0x100
	StateMute        State = 0x200 // the card does not answer
	StateUnpowered   State = 0x400
)

// Has reports whether any of flags is set.
func (s State) Has(flags State) bool { return s&flags != 0 }

// MarshalText writes the state in hex.
func (s State) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "0x%04X", uint32(s)), nil }

// UnmarshalText reads the state in hex.
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

// parseBytes reads bytes in hex, however they are spaced.
func parseBytes(text string) ([]byte, error) {
	b, err := hex.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil, errNotHex
	}
	return b, nil
}
