package checks

import "time"

// Host is the computer. Each part is observed separately; a nil part was not observed.
type Host struct {
	Origin
	OS   string `json:"os"`   // a value of GOOS: windows, linux, darwin
	Arch string `json:"arch"` // a value of GOARCH: amd64, arm64

	// Name is the name of the computer, and User the user who is signed in. Both are known only so that [Redact]
	// can remove them from other texts.
	Name string `json:"name,omitempty"`
	User string `json:"user,omitempty"`

	Software []Software `json:"software,omitempty"` // installed smartcard software
	Searched bool       `json:"searched,omitempty"` // cardcheck searched for it

	Files     *Files     `json:"files,omitempty"`
	Services  *Services  `json:"services,omitempty"`
	Processes *Processes `json:"processes,omitempty"`
	Ports     *Ports     `json:"ports,omitempty"`
	DotNet    *DotNet    `json:"dotnet,omitempty"`
	Policies  *Policies  `json:"policies,omitempty"`
	Localhost *Localhost `json:"localhost,omitempty"`
	Browser   *Browser   `json:"browser,omitempty"`
	Session   *Session   `json:"session,omitempty"`
	Clock     *Clock     `json:"clock,omitempty"`
	Network   *Network   `json:"network,omitempty"`   // only with --online
	Directory *Directory `json:"directory,omitempty"` // only with --online
}

// Software is an installed program.
type Software struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Files lists the smartcard software in the program folders, including unregistered programs.
type Files struct {
	Origin
	List []Process `json:"list"`
}

// Services lists the Windows services for smartcards.
type Services struct {
	Origin
	List []WindowsService `json:"list"`
}

// WindowsService is a program that Windows starts automatically.
type WindowsService struct {
	Name     string `json:"name"`  // the service name: SCardSvr
	Title    string `json:"title"` // the display name
	Running  bool   `json:"running,omitempty"`
	Disabled bool   `json:"disabled,omitempty"` // it must not be started
}

// Processes lists the running smartcard software.
type Processes struct {
	Origin
	List []Process `json:"list"`
}

// Process is a running program, or a program file.
type Process struct {
	Name    string `json:"name"`              // of the file
	Path    string `json:"path,omitempty"`    // of the file, if known
	Version string `json:"version,omitempty"` // in the version information of the file
}

// Ports lists the [LocalPorts] on which a program on this computer is listening.
type Ports struct {
	Origin
	Open []int `json:"open"`
}

// DotNet is the .NET Framework, version 4 or later.
type DotNet struct {
	Origin
	Release uint64 `json:"release"` // release number; 0 if it is not installed
}

// Policies lists the administrator's browser settings that can stop smartcard software.
type Policies struct {
	Origin
	List []BrowserPolicy `json:"list"`
}

// BrowserPolicy is one setting.
type BrowserPolicy struct {
	Browser string   `json:"browser"` // one of the Browser constants
	Name    string   `json:"name"`    // one of the Policy constants
	Values  []string `json:"values"`
}

// Localhost contains the Windows settings for [LocalAddress].
type Localhost struct {
	Origin
	// Zone is the zone that the address belongs to, one of the Zone constants.
	Zone uint32 `json:"zone"`
	// Logon is the browser's reaction if a server there asks for the Windows user name and password, one of the Logon
	// constants.
	Logon uint32 `json:"logon"`
}

// LocalAddress is the address at which smartcard software listens for the browser.
const LocalAddress = "https://localhost/"

// The security zones of Windows, by their numbers.
const (
	ZoneComputer   = 0
	ZoneIntranet   = 1
	ZoneTrusted    = 2
	ZoneInternet   = 3
	ZoneRestricted = 4
)

// The logon settings of a zone, by their numbers.
const (
	LogonGiven      = 0x00000 // send user name and password
	LogonAsked      = 0x10000 // ask the user
	LogonInIntranet = 0x20000 // send them in the intranet, ask the user elsewhere
	LogonRefused    = 0x30000 // do not send them
)

// The browsers that cardcheck knows.
const (
	BrowserChrome = "Google Chrome"
	BrowserEdge   = "Microsoft Edge"
)

// The policies that cardcheck reads, by the names that both browsers use.
const (
	PolicyBlockCookies      = "BlockThirdPartyCookies"
	PolicyAllowCookies      = "CookiesAllowedForUrls"
	PolicyBlockLocalNetwork = "LocalNetworkAccessBlockedForUrls"
	PolicyBlockLoopback     = "LoopbackNetworkBlockedForUrls"
	// PolicyGiveLogon replaces the zones where it is set.
	PolicyGiveLogon = "AuthServerAllowlist"
)

// PolicyNames returns every policy that cardcheck reads.
func PolicyNames() []string {
	return []string{
		PolicyBlockCookies,
		PolicyAllowCookies,
		PolicyBlockLocalNetwork,
		PolicyBlockLoopback,
		PolicyGiveLogon,
	}
}

// Browser is the default browser.
type Browser struct {
	Origin
	ID string `json:"id"` // as the system identifies it: ChromeHTML, firefox-esr.desktop
}

// Session is the session of the user.
type Session struct {
	Origin
	Remote bool `json:"remote"` // the user sits at another computer
}

// Clock contains the times with which the computer's clock can be compared. That clock dates all facts.
type Clock struct {
	Origin
	Built  time.Time `json:"built"`           // when this program was built: now is later
	Server time.Time `json:"server,omitzero"` // the clock of a server at Asked
	Asked  time.Time `json:"asked,omitzero"`  // the clock of this computer at the same moment
}

// Network states which required addresses can be reached from this computer.
type Network struct {
	Origin
	Proxy     string  `json:"proxy,omitempty"` // used for all addresses, if known
	Addresses []Reach `json:"addresses"`
}

// Reach is the result of an attempt to reach an address.
type Reach struct {
	Host string `json:"host"`
	// Stage is the stage that failed, one of the Stage constants. It is empty if a server answered.
	Stage string `json:"stage,omitempty"`
	// Error says why it failed.
	Error string `json:"error,omitempty"`
	// Status is the HTTP status of the answer.
	Status int `json:"status,omitempty"`
}

// The stages of reaching an address, in order.
const (
	// StageName looks the name up.
	StageName = "name"
	// StageConnect connects to the server.
	StageConnect = "connect"
	// StageProxy asks the proxy to connect.
	StageProxy = "proxy"
	// StageSecure establishes a secure connection and verifies the server's identity.
	StageSecure = "secure"
	// StageAnswer reads the answer.
	StageAnswer = "answer"
)

// Directory is the entry for the practice's ODS code in the national directory of organisations.
type Directory struct {
	Origin
	Code    string   `json:"code"`
	Missing bool     `json:"missing,omitempty"` // the directory does not contain the code
	Error   string   `json:"error,omitempty"`   // why the lookup failed
	Name    string   `json:"name,omitempty"`
	Status  string   `json:"status,omitempty"` // Active or Inactive
	Roles   []string `json:"roles,omitempty"`  // codes of the active roles
	// SubICB is the code of the sub-ICB location that commissions the practice. It is looked up only if the set-up
	// names no ICB.
	SubICB string `json:"sub_icb,omitempty"`
	// ICB is the code of the sub-ICB location's ICB.
	ICB string `json:"icb,omitempty"`
}
