package card

import (
	"bytes"
	"compress/gzip"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"signpost/internal/testkit/limited"
)

// fakeCard is a card with data objects and files that responds as cards of different manufacturers do.
type fakeCard struct {
	names   map[string]bool   // names of its applications
	objects map[string][]byte // PIV: the response to GET DATA, by tag
	files   map[string][]byte // by complete path; folders are nil
	verify  StatusWord        // response to VERIFY without a PIN

	verifyOwn StatusWord // the same for the PIN of PIV, if different

	piece      int  // longer responses are sent in pieces
	longOnly   bool // sends long responses only to extended commands
	exactOnly  bool // needs the exact length (6Cxx)
	noPaths    bool // selects one folder after the other, not by path
	notBeyond  bool // refuses requests beyond the end of a file (6700)
	byKind     bool // selects files with P1 02 and folders with P1 00
	wholeNames bool // needs complete application names
	noRoot     bool // files can be selected only in the application
	noAnswer   bool // refuses a response length in SELECT (6700)
	records    bool // lists consist of records with padding
	atMost     int  // refuses longer requests (6700)
	overT0     bool // uses the protocol T=0, with a strict reader

	at       string // the selected file
	pending  []byte
	commands int
	lie      func(command, answer []byte) []byte // changes answers
}

func (p *fakeCard) transmit(command []byte) ([]byte, error) {
	p.commands++
	if p.overT0 && len(command) != 5 && (len(command) < 5 || len(command) != 5+int(command[4])) {
		return nil, errors.New("the reader does not send this")
	}

	answer := p.answer(command)
	if p.lie != nil {
		answer = p.lie(command, answer)
	}

	return answer, nil
}

// adapted returns the function that talks to the card.
func (p *fakeCard) adapted() Transmit {
	if p.overT0 {
		return OverT0(p.transmit)
	}

	return p.transmit
}

// bareCertificates removes everything after the certificate from each object.
func (p *fakeCard) bareCertificates() {
	for tag, value := range p.objects {
		content, _ := find(objects(value), 0x53)
		if raw, ok := find(objects(content), 0x70); ok {
			p.objects[tag] = object(0x53, object(0x70, raw))
		}
	}
}

func status(sw StatusWord) []byte { return []byte{byte(sw >> 8), byte(sw)} }

func (p *fakeCard) answer(c []byte) []byte {
	switch {
	case c[1] == 0xC0:
		return p.give(p.pending, int(c[4]))
	case c[1] == 0x20 && c[3] == 0x80 && p.verifyOwn != 0:
		return status(p.verifyOwn)
	case c[1] == 0x20:
		return status(p.verify)
	case c[1] == 0xA4 && p.noAnswer && len(c) != 5+int(c[4]):
		return status(0x6700)
	case c[1] == 0xA4 && c[2] == 0x04:
		return p.selectName(string(c[5 : 5+c[4]]))
	case c[1] == 0xA4:
		return p.selectFile(c[2], string(c[5:5+c[4]]))
	case c[1] == 0xB2:
		return p.readRecord(int(c[2]), int(c[4]))
	case c[1] == 0xB0:
		return p.readBinary(int(c[2])<<8|int(c[3]), int(c[4]))
	case c[1] == 0xCB:
		return p.getData(c)
	}

	return status(0x6D00)
}

func (p *fakeCard) selectName(name string) []byte {
	for full := range p.names {
		if full == name || strings.HasPrefix(full, name) && !p.wholeNames {
			p.at = "\x3F\x00\x50\x15"
			return status(OK)
		}
	}

	return status(NotFound)
}

func (p *fakeCard) selectFile(way byte, path string) []byte {
	if p.noRoot {
		path = "\x3F\x00\x50\x15" + path
		if _, ok := p.files[path]; !ok || way != 0x02 {
			return status(NotFound)
		}

		p.at = path
		return status(OK)
	}

	switch {
	case way == 0x08 && !p.noPaths:
		path = "\x3F\x00" + path
	case way == 0x09 && !p.noPaths:
		path = p.at + path
	case way == 0x00 && p.byKind && p.files[p.at+path] != nil:
		return status(0x6A86)
	case way == 0x00 && path != "\x3F\x00", way == 0x02 && p.byKind:
		path = p.at + path
	case way != 0x00:
		return status(0x6A86)
	}

	if _, ok := p.files[path]; !ok {
		return status(NotFound)
	}

	p.at = path

	return status(OK)
}

func (p *fakeCard) readBinary(offset, want int) []byte {
	file := p.files[p.at]
	switch {
	case p.records && p.isList():
		return status(wrongKind)
	case p.atMost > 0 && (want > p.atMost || want == 0):
		return status(wrongLength)
	case offset >= len(file):
		return status(0x6B00)
	case p.notBeyond && want > len(file)-offset:
		return status(0x6700)
	}

	return p.give(file[offset:], want)
}

// isList reports whether the selected file is a list, whose entries can be records.
func (p *fakeCard) isList() bool {
	return p.at == "\x3F\x00\x2F\x00" || p.at == "\x3F\x00\x50\x15\x44\x02"
}

// readRecord returns one entry of a list, with padding.
func (p *fakeCard) readRecord(n, want int) []byte {
	list := entries(p.files[p.at])
	if !p.records || !p.isList() || n > len(list) {
		return status(endOfRecords)
	}

	return p.give(append(object(byte(list[n-1].tag), list[n-1].value), bytes.Repeat([]byte{0xFF}, 9)...), want)
}

func (p *fakeCard) getData(c []byte) []byte {
	if p.overT0 {
		c = append(c[:len(c):len(c)], 0x00)
	}

	long := c[4] == 0 && len(c) > 6
	data := c[7:]
	if long {
		data = c[9 : len(c)-2]
	}

	value, ok := p.objects[string(data[:3])]
	switch {
	case !ok:
		return status(NotFound)
	case p.longOnly && !long && len(value) > 256:
		return status(0x6700)
	case p.longOnly:
		return append(slices.Clone(value), status(OK)...)
	}

	return p.give(value, int(c[len(c)-1]))
}

// give returns as many bytes as were requested. If the card sends responses in pieces, it keeps the rest.
func (p *fakeCard) give(data []byte, want int) []byte {
	if want == 0 {
		want = 256
	}

	if p.exactOnly && want > len(data) {
		return status(0x6C00 | StatusWord(len(data)))
	}

	n := min(want, len(data))
	if p.piece > 0 {
		n = min(n, p.piece)
	}

	sw := OK
	if p.pending = data[n:]; p.piece > 0 && len(p.pending) > 0 {
		sw = 0x6100 | StatusWord(min(len(p.pending), 255))
	}

	return append(slices.Clone(data[:n]), status(sw)...)
}

// object returns a data object with the shortest encoding of its length.
func object(tag byte, value ...[]byte) []byte {
	v := bytes.Join(value, nil)
	switch n := len(v); {
	case n < 0x80:
		return append([]byte{tag, byte(n)}, v...)
	case n < 0x100:
		return append([]byte{tag, 0x81, byte(n)}, v...)
	default:
		return append([]byte{tag, 0x82, byte(n >> 8), byte(n)}, v...)
	}
}

var (
	validFrom = time.Date(2025, 3, 1, 9, 0, 0, 0, time.UTC)
	validTo   = time.Date(2027, 3, 1, 9, 30, 0, 0, time.UTC)
)

// issued returns a certificate as on an NHS card, with the names of a test card, whose number begins with zeros.
func issued(t testing.TB, common string, authority bool) []byte {
	t.Helper()

	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}

	subject := &x509.Certificate{
		SerialNumber:          big.NewInt(7),
		NotBefore:             validFrom,
		NotAfter:              validTo,
		IsCA:                  authority,
		BasicConstraintsValid: authority,
		Subject: pkix.Name{
			Organization:       []string{"nhs"},
			OrganizationalUnit: []string{"people"},
			CommonName:         common,
		},
		ExtraExtensions: []pkix.Extension{
			{Id: asn1.ObjectIdentifier{1, 2, 3, 4}, Value: bytes.Repeat([]byte{0xA5}, 900)},
		}, // as long as real ones
	}

	issuer := &x509.Certificate{
		Subject: pkix.Name{
			Organization:       []string{"nhs"},
			OrganizationalUnit: []string{"CA"},
			CommonName:         "SubCA02",
		},
	}

	der, err := x509.CreateCertificate(rand.Reader, subject, issuer, public, private)
	if err != nil {
		t.Fatal(err)
	}

	return der
}

func gzipped(t testing.TB, data []byte) []byte {
	t.Helper()

	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}

	if err := w.Close(); err != nil {
		t.Fatal(err)
	}

	return b.Bytes()
}

const id = "000123456789"

func pivCard(t testing.TB) *fakeCard {
	der := issued(t, id, false)
	return &fakeCard{
		names:  map[string]bool{string(pivWholeName): true},
		verify: 0x63C2,
		objects: map[string][]byte{
			"\x5F\xC1\x05": object(0x53, object(0x70, der), []byte{0x71, 1, 0, 0xFE, 0}),
			"\x5F\xC1\x0A": object(0x53, object(0x70, gzipped(t, der)), []byte{0x71, 1, 1, 0xFE, 0}),
			"\x5F\xC1\x0B": object(0x53),
			"\x5F\xC1\x02": object(0x53, object(0x34, bytes.Repeat([]byte{0xAB}, 16)),
				object(0x35, []byte("20300131"))),
		},
	}
}

func wantPIV() *Content {
	tries := 2
	of := func(place string) Certificate {
		return Certificate{
			Place:     place,
			Subject:   "O=nhs, OU=people, CN=" + id,
			Issuer:    "O=nhs, OU=CA, CN=SubCA02",
			ID:        id,
			NotBefore: validFrom,
			NotAfter:  validTo,
		}
	}

	return &Content{
		PIV: &PIV{
			GUID:         strings.Repeat("AB", 16),
			Expires:      time.Date(2030, 1, 31, 0, 0, 0, 0, time.UTC),
			PINTries:     &tries,
			Certificates: []Certificate{of("9A"), of("9C")},
		},
		Whole: true,
	}
}

func ignore(*Content) error { return nil }

func TestReadPIV(t *testing.T) {
	for name, change := range map[string]func(*fakeCard){
		"short answers in pieces":   func(p *fakeCard) { p.piece = 256 },
		"pieces of an odd size":     func(p *fakeCard) { p.piece = 97 },
		"needs the exact length":    func(p *fakeCard) { p.piece, p.exactOnly = 200, true },
		"long answers in one piece": func(p *fakeCard) { p.longOnly = true },
		"needs the complete name":   func(p *fakeCard) { p.piece, p.wholeNames = 256, true },
		"refuses a response length": func(p *fakeCard) { p.piece, p.noAnswer = 256, true },
		"marked as an authority": func(p *fakeCard) {
			p.piece = 256
			p.objects["\x5F\xC1\x05"] = object(0x53, object(0x70, issued(t, id, true)))
		},
		"over T=0":           func(p *fakeCard) { p.piece, p.overT0 = 256, true },
		"global PIN":         func(p *fakeCard) { p.piece, p.verifyOwn = 256, noReference },
		"without a checksum": func(p *fakeCard) { p.piece = 256; p.bareCertificates() },
	} {
		t.Run(name, func(t *testing.T) {
			p := pivCard(t)
			change(p)
			got, err := Read(p.adapted(), ignore)
			if err != nil {
				t.Fatal(err)
			}

			if diff := cmp.Diff(wantPIV(), got, withoutNumbers); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A card that accepts every command has no content, and no passcode was entered.
func TestReadCardThatAcceptsEverything(t *testing.T) {
	for _, data := range [][]byte{nil, {0x6F, 0x00}, bytes.Repeat([]byte{0xFF}, 200)} {
		got, err := Read(func([]byte) ([]byte, error) { return good(data), nil }, ignore)
		if diff := cmp.Diff(&Content{Whole: err == nil}, got); diff != "" {
			t.Errorf("% X: %v\n%s", data, err, diff)
		}
	}
}

func TestPINTries(t *testing.T) {
	for sw, want := range map[StatusWord]string{
		0x63C3: "3 left",
		0x63CF: "15 left",
		0x63C0: "blocked",
		0x6983: "blocked",
		OK:     "entered",
		0x6A88: "unknown",
		0x6D00: "unknown",
		0x6700: "unknown",
	} {
		p := pivCard(t)
		p.piece, p.verify = 256, sw
		c, err := Read(p.transmit, ignore)
		if err != nil {
			t.Fatal(err)
		}

		got := "unknown"
		if c.PIV.PINBlocked {
			got = "blocked"
		} else if c.PIV.PINEntered {
			got = "entered"
		} else if c.PIV.PINTries != nil {
			got = big.NewInt(int64(*c.PIV.PINTries)).String() + " left"
		}

		if got != want {
			t.Errorf("%v: %s, want %s", sw, got, want)
		}
	}
}

// No command may contain a PIN or change anything.
func TestReadSendsOnlyHarmlessCommands(t *testing.T) {
	harmless := []string{"00 A4", "00 B0", "00 B2", "00 C0", "00 CB", "00 20", "80 52", "80 36"}
	records := fileCard(t)
	records.names, records.records = nil, true
	oldest := cacCard(t)
	oldest.old = map[byte][]byte{0: {0, 1}}
	for _, transmit := range []Transmit{
		pivCard(t).transmit,
		fileCard(t).transmit,
		records.transmit,
		cacCard(t).transmit,
		oldest.transmit,
	} {
		_, err := Read(func(c []byte) ([]byte, error) {
			if !slices.Contains(harmless, fmt.Sprintf("% X", c[:2])) || c[1] == 0x20 && len(c) != 4 {
				t.Errorf("command % X", c)
			}

			return transmit(c)
		}, ignore)
		if err != nil {
			t.Error(err)
		}
	}
}

// A card can return a length (6Cxx) for a command that requests no response. The last byte of that command is part
// of a name and must not change.
func TestApplicationNamesAreSentUnchanged(t *testing.T) {
	p := fileCard(t)
	var asked []string
	p.lie = func(c, answer []byte) []byte {
		if c[1] == 0xA4 && c[2] == 0x04 {
			asked = append(asked, string(c[5:5+c[4]]))
			return status(0x6C01)
		}

		return answer
	}

	if _, err := Read(p.transmit, ignore); err != nil {
		t.Fatal(err)
	}

	known := []string{
		string(pivName),
		string(pivWholeName),
		string(pkcs15Name),
		string(isoApplet),
		string(capabilities),
	}

	for i := range byte(cacApplications) {
		known = append(known, string(cacName(1, i)))
	}

	for _, name := range asked {
		if !slices.Contains(known, name) {
			t.Errorf("unknown name % X", name)
		}
	}
}

// fileCard returns a card with two certificates of the cardholder and one of an authority.
func fileCard(t testing.TB) *fakeCard {
	label := func(text string) []byte { return object(0x30, object(0x0C, []byte(text))) }
	entry := func(name string, path ...[]byte) []byte {
		return object(0x30, label(name), object(0x30, object(0x04, []byte{1})),
			object(0xA1, object(0x30, object(0x30, path...))))
	}

	at := func(path string) []byte { return object(0x04, []byte(path)) }
	der := issued(t, id, false)
	app := "\x3F\x00\x50\x15"

	return &fakeCard{
		names: map[string]bool{string(pkcs15Name): true},
		files: map[string][]byte{
			"\x3F\x00": nil,
			"\x3F\x00\x2F\x00": append(object(0x61, object(0x4F, pkcs15Name), object(0x51, []byte(app))),
				0, 0, 0),
			app: nil,
			app + "\x50\x32": object(0x30, object(0x02, []byte{0}), object(0x04, []byte{0xCA, 0xFE}),
				object(0x0C, []byte("Maker\x1b[31m")), object(0x80, []byte("Card of Jo"))),
			app + "\x50\x31": append(object(0xA4, object(0x30, at("\x44\x02"))),
				bytes.Repeat([]byte{0xFF}, 400)...),
			app + "\x44\x02": slices.Concat(
				entry("Signing in", at(app+"\x43\x31")),
				entry("Authority", at("\x43\x32")),
				entry("In a part", at("\x43\x33"), object(0x02, []byte{0, 0x10}),
					object(0x80, []byte{byte(len(der) >> 8), byte(len(der))})),
				make([]byte, 300)),
			app + "\x43\x31": append(slices.Clone(der), make([]byte, 700)...),
			app + "\x43\x32": issued(t, "SubCA02", true),
			app + "\x43\x33": slices.Concat(bytes.Repeat([]byte{0x11}, 0x10), der, []byte("rest")),
		},
	}
}

func TestReadPKCS15(t *testing.T) {
	holder := Certificate{
		Subject:   "O=nhs, OU=people, CN=" + id,
		Issuer:    "O=nhs, OU=CA, CN=SubCA02",
		ID:        id,
		NotBefore: validFrom,
		NotAfter:  validTo,
	}

	first, authority, part := holder, holder, holder
	first.Place, authority.Place, part.Place = "Signing in", "Authority", "In a part"
	authority.Subject, authority.ID, authority.Authority = "O=nhs, OU=people, CN=SubCA02", "", true
	want := &Content{
		PKCS15: &PKCS15{
			Label:        "Card of Jo",
			Maker:        "Maker[31m",
			Serial:       "CAFE",
			Certificates: []Certificate{first, authority, part},
		},
		Whole: true,
	}

	for name, change := range map[string]func(*fakeCard){
		"by its name":                    func(*fakeCard) {},
		"without paths":                  func(p *fakeCard) { p.noPaths = true },
		"needs the exact length":         func(p *fakeCard) { p.exactOnly = true },
		"through the list":               func(p *fakeCard) { p.names = nil },
		"step by step":                   func(p *fakeCard) { p.names, p.noPaths = nil, true },
		"without a list":                 func(p *fakeCard) { p.names = nil; delete(p.files, "\x3F\x00\x2F\x00") },
		"an open-source applet":          func(p *fakeCard) { p.names = map[string]bool{string(isoApplet): true} },
		"refuses to read beyond the end": func(p *fakeCard) { p.notBeyond = true },
		"separate way to select files":   func(p *fakeCard) { p.noPaths, p.byKind = true, true; onlyShortPaths(p) },
		"small pieces":                   func(p *fakeCard) { p.piece = 60 },
		"lists of records":               func(p *fakeCard) { p.names, p.records = nil, true },
		"lists with gaps":                func(p *fakeCard) { p.names = nil; withGaps(p) },
		"at most 100 bytes at once":      func(p *fakeCard) { p.atMost = 100 },
		"no path from the root":          func(p *fakeCard) { p.noRoot = true },
		"over T=0":                       func(p *fakeCard) { p.overT0, p.exactOnly = true, true },
		"refuses a response length":      func(p *fakeCard) { p.noAnswer = true },
		"name of a manufacturer":         func(p *fakeCard) { rename(p, "\xA0\x00\x00\x01\x77PKCS-15") },
		"name of ISO 7816-15":            func(p *fakeCard) { rename(p, "\xE8\x28\xBD\x08\x0F\x01") },
	} {
		t.Run(name, func(t *testing.T) {
			p := fileCard(t)
			change(p)
			got, err := Read(p.adapted(), ignore)
			if err != nil {
				t.Fatal(err)
			}

			if diff := cmp.Diff(want, got, withoutNumbers); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A card is blank if its list of certificates is empty, but not if the list cannot be read.
func TestReadPKCS15WithoutCertificates(t *testing.T) {
	const list, directory = "\x3F\x00\x50\x15\x44\x02", "\x3F\x00\x50\x15\x50\x31"
	unread := []Certificate{{Place: "list", Error: reasonWithheld}}
	for name, tt := range map[string]struct {
		change func(map[string][]byte)
		want   []Certificate
	}{
		"an empty list": {
			func(files map[string][]byte) { files[list] = make([]byte, 300) },
			[]Certificate{},
		},
		"list not readable": {func(files map[string][]byte) { delete(files, list) }, unread},
		"damaged list": {
			func(files map[string][]byte) { files[list] = []byte{0x30, 0x7F, 0x01} },
			unread,
		},
		"no file for the list": {
			func(files map[string][]byte) { files[directory] = object(0xA4, object(0xA0, []byte{0x05, 0x00})) },
			unread,
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := fileCard(t)
			tt.change(p.files)
			got, err := Read(p.transmit, ignore)
			if err != nil || got.PKCS15 == nil {
				t.Fatal(got, err)
			}

			if diff := cmp.Diff(tt.want, got.PKCS15.Certificates, withoutNumbers); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// rename changes the name of the application, also in the list.
func rename(p *fakeCard, name string) {
	p.names = map[string]bool{name: true}
	delete(p.files, "\x3F\x00\x50\x15") // now it can only be found by name
	p.files["\x3F\x00\x2F\x00"] = object(0x61, object(0x50, []byte("a card")), object(0x4F, []byte(name)))
}

// withGaps inserts the zeros and ones that deleted entries leave in lists.
func withGaps(p *fakeCard) {
	for _, list := range []string{"\x3F\x00\x2F\x00", "\x3F\x00\x50\x15\x50\x31", "\x3F\x00\x50\x15\x44\x02"} {
		gaps := []byte{0, 0}
		for _, e := range entries(p.files[list]) {
			gaps = slices.Concat(gaps, object(byte(e.tag), e.value), bytes.Repeat([]byte{0xFF}, 40),
				make([]byte, 40))
		}

		p.files[list] = gaps
	}
}

// onlyShortPaths changes the path of the first certificate, so that it starts in the application and not at the
// root.
func onlyShortPaths(p *fakeCard) {
	const list, app = "\x3F\x00\x50\x15\x44\x02", "\x3F\x00\x50\x15"
	old := object(0x30, object(0x30, object(0x04, []byte(app+"\x43\x31"))))
	entries := p.files[list]
	i := bytes.Index(entries, old)
	short := object(0x30, object(0x30, object(0x04, []byte("\x43\x31"))))
	entries = slices.Concat(entries[:i-1], []byte{byte(len(short))}, short, entries[i+len(old):])
	entries[1] -= byte(len(old) - len(short))
	p.files[list] = entries
}

func TestReadSurvivesHostileCards(t *testing.T) {
	for name, lie := range map[string]func(c, answer []byte) []byte{
		"accepts everything":     func(_, _ []byte) []byte { return status(OK) },
		"endless response":       func(_, _ []byte) []byte { return []byte{1, 0x61, 0xFF} },
		"endless empty response": func(_, _ []byte) []byte { return status(0x6110) },
		"always another length":  func(_, _ []byte) []byte { return status(0x6C10) },
		"endless file": func(_, _ []byte) []byte {
			return append(bytes.Repeat([]byte{0x30}, 240), 0x90, 0x00)
		},
		"huge length": func(_, _ []byte) []byte {
			return []byte{0x53, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0x90, 0x00}
		},
		"indefinite length without end": func(_, _ []byte) []byte {
			return append(bytes.Repeat([]byte{0x30, 0x80}, 120), 0x90, 0x00)
		},
		"no": func(_, _ []byte) []byte { return status(0x6D00) },
	} {
		p := fileCard(t)
		p.lie = lie
		c, err := Read(p.transmit, ignore)
		if p.commands > maxCommands {
			t.Errorf("%s: %d commands", name, p.commands)
		}

		if c.PKCS15 != nil && err == nil || len(c.Certificates()) > 20 {
			t.Errorf("%s: accepted as a card: %+v", name, c)
		}
	}
}

// If reading validTo early, what was read before is kept, and the error states the reason.
func TestReadKeepsContentOfRemovedCard(t *testing.T) {
	whole := pivCard(t)
	whole.piece = 256
	if _, err := Read(whole.transmit, ignore); err != nil {
		t.Fatal(err)
	}

	for end := 1; end < whole.commands; end++ {
		p := pivCard(t)
		p.piece = 256
		p.lie = func(_, answer []byte) []byte {
			if p.commands > end {
				return nil
			}

			return answer
		}

		c, err := Read(p.transmit, ignore)
		if !errors.Is(err, ErrRemoved) || c.Whole {
			t.Fatalf("after %d commands: %v, %+v", end, err, c)
		}

		if end > whole.commands-3 && len(c.PIV.Certificates) != 2 {
			t.Errorf("after %d commands: %+v", end, c.PIV)
		}
	}
}

func TestReadStopsOnErrorOfProgress(t *testing.T) {
	p, stop := pivCard(t), errors.New("stop")
	p.piece = 256
	if _, err := Read(p.transmit, func(*Content) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("got %v", err)
	}
}

func TestCertificatesThatCannotBeRead(t *testing.T) {
	der := issued(t, id, false)
	for name, tt := range map[string]struct {
		raw  []byte
		want string
	}{
		"nothing":           {nil, "is truncated"},
		"cut short":         {der[:100], "is truncated"},
		"something else":    {object(0x04, der), "not a certificate"},
		"empty":             {object(0x30, object(0x30)), "not a certificate"},
		"damaged gzip":      {gzipped(t, der)[:60], "is damaged"},
		"gzip of too much":  {gzipped(t, make([]byte, 1<<20)), "too much data"},
		"gzip of something": {[]byte{0x1F, 0x8B, 1, 2}, "cannot be decompressed"},
		"odd date": {
			bytes.Replace(der, []byte("250301090000Z"), []byte("25030109000\x1bZ"), 1),
			`the invalid date "25030109000Z"`,
		},
	} {
		if _, err := parseCertificate(tt.raw); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q", name, err, tt.want)
		}
	}
}

func TestDates(t *testing.T) {
	for _, tt := range []struct {
		tag        byte
		text, want string
	}{
		{
			0x17,
			"490101000000Z",
			"2049-01-01",
		}, {0x17, "500101000000Z", "1950-01-01"}, {0x17, "2501010000Z", "2025-01-01"},
		{0x17, "250101003000+0100", "2024-12-31"}, {0x18, "20510101000000Z", "2051-01-01"},
	} {
		got, err := timeOf(tlv{tag: uint32(tt.tag), value: []byte(tt.text)})
		if err != nil || got.Format(time.DateOnly) != tt.want {
			t.Errorf("%s: %v, %v", tt.text, got, err)
		}
	}
}

func TestObjectEncodings(t *testing.T) {
	for name, tt := range map[string]struct {
		raw, value string
		tag        uint32
	}{
		"short":                 {"53 01 AA", "\xAA", 0x53},
		"length in one byte":    {"53 81 01 AA", "\xAA", 0x53},
		"length in two bytes":   {"53 82 00 01 AA", "\xAA", 0x53},
		"length in four bytes":  {"53 84 00 00 00 01 AA", "\xAA", 0x53},
		"long tag":              {"5F C1 05 01 AA", "\xAA", 0x5FC105},
		"two-byte tag":          {"5F 2F 01 AA", "\xAA", 0x5F2F},
		"without length":        {"30 80 04 01 AA 00 00", "\x04\x01\xAA", 0x30},
		"nested without length": {"30 80 30 80 04 00 00 00 00 00", "\x30\x80\x04\x00\x00\x00", 0x30},
	} {
		got, rest, err := next(bytesOf(t, tt.raw+" 77"))
		if err != nil || string(got.value) != tt.value || got.tag != tt.tag ||
			!bytes.Equal(rest, []byte{0x77}) {
			t.Errorf("%s: %X %X, rest %X, %v", name, got.tag, got.value, rest, err)
		}
	}

	for _, raw := range []string{
		"",
		"53",
		"53 02 AA",
		"53 81",
		"53 82 01",
		"53 85 00 00 00 00 01 AA",
		"5F",
		"5F C1",
		"1F FF FF FF FF 01 AA",
		"04 80 00 00",
		"30 80 04",
		"53 84 7F FF FF FF",
		strings.Repeat("30 80 ", 20) + strings.Repeat("00 00 ", 20),
	} {
		if _, _, err := next(bytesOf(t, raw)); err == nil {
			t.Errorf("%s was accepted", raw)
		}
	}
}

func TestATRByteByByte(t *testing.T) {
	a, err := ParseATR(bytesOf(t, "3B F9 18 00 00 81 31 FE 45 4A 43 4F 50 34 31 56 32 32 AF"))
	if err != nil {
		t.Fatal(err)
	}

	want := []InterfaceByte{
		{"TA1", 0x18},
		{"TB1", 0},
		{"TC1", 0},
		{"TD1", 0x81},
		{"TD2", 0x31},
		{"TA3", 0xFE},
		{"TB3", 0x45},
	}

	if !slices.Equal(a.Interface, want) || a.T0 != 0xF9 || a.Check == nil || *a.Check != 0xAF {
		t.Errorf("got %+v", a)
	}
}

func TestTextOf(t *testing.T) {
	for name, tt := range map[string]struct {
		t    tlv
		want string
	}{
		"Latin-1":            {tlv{tag: 0x14, value: []byte("Ren\xE9e")}, "Renée"},
		"two bytes each":     {tlv{tag: 0x1E, value: []byte("\x00J\x00o")}, "Jo"},
		"control characters": {tlv{tag: 0x0C, value: []byte("a\x1b[2Jb\n")}, "a[2Jb"},
		"long": {
			tlv{tag: 0x0C, value: bytes.Repeat([]byte("x"), 5000)},
			strings.Repeat("x", 100) + "…",
		},
	} {
		if got := textOf(tt.t); got != tt.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// A card can return anything.
func FuzzRead(f *testing.F) {
	f.Add([]byte{0x90, 0x00}, byte(2))
	f.Add(object(0x53, object(0x70, issued(f, id, false))), byte(50))
	f.Add(slices.Concat(object(0x30, object(0x04, []byte{0x44, 0x01}), []byte{0x90, 0x00})), byte(7))
	f.Fuzz(func(t *testing.T, script []byte, size byte) {
		limited.Input(t)
		commands := 0
		_, err := Read(func([]byte) ([]byte, error) {
			commands++
			n := min(len(script), int(size))
			answer := script[:n]
			script = append(script[n:len(script):len(script)], answer...) // repeat the script

			return append(slices.Clone(answer), 0x90, 0x00), nil
		}, ignore)

		if commands > maxCommands {
			t.Errorf("%d commands, %v", commands, err)
		}
	})
}

func FuzzCertificate(f *testing.F) {
	der := issued(f, id, true)
	f.Add(der)
	f.Add(gzipped(f, der))
	f.Fuzz(func(t *testing.T, raw []byte) {
		limited.Input(t)
		c, err := parseCertificate(raw)
		if err == nil && (c.NotAfter.IsZero() && c.NotBefore.IsZero() || c.ID != "" && len(c.ID) != 12) {
			t.Errorf("%+v", c)
		}
	})
}

func FuzzObjects(f *testing.F) {
	f.Add([]byte{0x53, 0x82, 0, 1, 0xAA})
	f.Add([]byte{0x30, 0x80, 0x30, 0x80, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, raw []byte) {
		limited.Input(t)
		total := 0
		for _, o := range objects(raw) {
			total += len(o.value)
		}

		if size, ok := wholeSize(raw); total > len(raw) || ok && size < 2 {
			t.Errorf("%d of %d bytes", total, len(raw))
		}
	})
}
