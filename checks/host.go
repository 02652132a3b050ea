package checks

import "time"

// Host is the computer. Every part of it was looked at by itself: what is nil could not be seen, or was not looked at.
type Host struct {
	Origin
	OS   string `json:"os"`             // as Go names it: windows, linux, darwin
	Arch string `json:"arch"`           // as Go names it: amd64, arm64
	Name string `json:"name,omitempty"` // of the computer: known so that it can be hidden wherever it stands
	User string `json:"user,omitempty"` // who is signed in, for the same reason

	Software []Software `json:"software,omitempty"` // smartcard software that is installed
	Searched bool       `json:"searched,omitempty"` // it was looked for

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
	Network   *Network   `json:"network,omitempty"`   // looked at only when asked to
	Directory *Directory `json:"directory,omitempty"` // the same
}

// Software is a program that is installed.
type Software struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Files is the smartcard software that stands in the folders of programs, whether an installer has noted it or not.
type Files struct {
	Origin
	List []Process `json:"list"`
}

// Services is the services of Windows that have to do with smartcards.
type Services struct {
	Origin
	List []WindowsService `json:"list"`
}

// WindowsService is a program that Windows starts by itself.
type WindowsService struct {
	Name     string `json:"name"`  // by which Windows knows it: SCardSvr
	Title    string `json:"title"` // by which people know it
	Running  bool   `json:"running,omitempty"`
	Disabled bool   `json:"disabled,omitempty"` // it must not be started
}

// Processes is the smartcard software that runs.
type Processes struct {
	Origin
	List []Process `json:"list"`
}

// Process is a program that runs, or could.
type Process struct {
	Name    string `json:"name"`              // of its file
	Path    string `json:"path,omitempty"`    // of its file, where it may be seen
	Version string `json:"version,omitempty"` // that its file states
}

// Ports is those of the [LocalPorts] on which a program of this computer waits for others.
type Ports struct {
	Origin
	Open []int `json:"open"`
}

// DotNet is the .NET Framework, version 4 and later.
type DotNet struct {
	Origin
	Release uint64 `json:"release"` // number of the release; 0 when it is not installed
}

// Policies is what whoever looks after the computer has set for its browsers, as far as it can keep smartcard software from working.
type Policies struct {
	Origin
	List []BrowserPolicy `json:"list"`
}

// BrowserPolicy is one setting.
type BrowserPolicy struct {
	Browser string   `json:"browser"` // one of the Browser constants
	Name    string   `json:"name"`    // of the policy, one of the Policy constants
	Values  []string `json:"values"`
}

// Localhost is how Windows judges [LocalAddress].
type Localhost struct {
	Origin
	Zone  uint32 `json:"zone"`  // in which it is, one of the Zone constants
	Logon uint32 `json:"logon"` // what a browser does there that is asked for name and password of Windows, one of the Logon constants
}

// LocalAddress is where smartcard software waits for the browser.
const LocalAddress = "https://localhost/"

// The zones of Windows, by the numbers that it gives them.
const (
	ZoneComputer   = 0
	ZoneIntranet   = 1
	ZoneTrusted    = 2
	ZoneInternet   = 3
	ZoneRestricted = 4
)

// What can be set for a zone, by the numbers that Windows gives it.
const (
	LogonGiven      = 0x00000 // they are given
	LogonAsked      = 0x10000 // the person is asked
	LogonInIntranet = 0x20000 // they are given in the intranet; elsewhere the person is asked
	LogonRefused    = 0x30000 // they are not given
)

// The browsers that cardcheck knows.
const (
	BrowserChrome = "Google Chrome"
	BrowserEdge   = "Microsoft Edge"
)

// The policies of browsers that are looked at, by the names that both browsers give them.
const (
	PolicyBlockCookies      = "BlockThirdPartyCookies"
	PolicyAllowCookies      = "CookiesAllowedForUrls"
	PolicyBlockLocalNetwork = "LocalNetworkAccessBlockedForUrls"
	PolicyBlockLoopback     = "LoopbackNetworkBlockedForUrls"
	PolicyGiveLogon         = "AuthServerAllowlist" // where it is set, zones don't count
)

// PolicyNames is every policy that is looked at.
func PolicyNames() []string {
	return []string{PolicyBlockCookies, PolicyAllowCookies, PolicyBlockLocalNetwork, PolicyBlockLoopback, PolicyGiveLogon}
}

// Browser is the browser in which links open.
type Browser struct {
	Origin
	ID string `json:"id"` // as the system names it: ChromeHTML, firefox-esr.desktop
}

// Session is how the person sits at the computer.
type Session struct {
	Origin
	Remote bool `json:"remote"` // from another computer
}

// Clock is what the computer's clock, by which all facts are dated, can be held against.
type Clock struct {
	Origin
	Built  time.Time `json:"built"`           // this program was made: now is later
	Server time.Time `json:"server,omitzero"` // a server's clock at Asked
	Asked  time.Time `json:"asked,omitzero"`  // this computer's clock at the same moment
}

// Network is whether the addresses that smartcards need can be reached from here.
type Network struct {
	Origin
	Proxy     string  `json:"proxy,omitempty"` // through which everything went, where it is known
	Addresses []Reach `json:"addresses"`
}

// Reach is what became of an attempt to reach an address.
type Reach struct {
	Host   string `json:"host"`
	Stage  string `json:"stage,omitempty"`  // that failed, one of the Stage constants; empty when a server answered
	Error  string `json:"error,omitempty"`  // why
	Status int    `json:"status,omitempty"` // of the answer, by HTTP
}

// The stages of reaching an address, in their order.
const (
	StageName    = "name"    // nobody knows the name
	StageConnect = "connect" // nobody takes the call
	StageProxy   = "proxy"   // the proxy refuses to call
	StageSecure  = "secure"  // the connection is not secure, or not with whom it should be
	StageAnswer  = "answer"  // no answer that makes sense
)

// Directory is what the national directory of organisations says of the practice's ODS code.
type Directory struct {
	Origin
	Code    string   `json:"code"`
	Missing bool     `json:"missing,omitempty"` // the directory knows no such code
	Error   string   `json:"error,omitempty"`   // why it could not be asked
	Name    string   `json:"name,omitempty"`
	Status  string   `json:"status,omitempty"`  // Active or Inactive
	Roles   []string `json:"roles,omitempty"`   // that are active, by their codes
	SubICB  string   `json:"sub_icb,omitempty"` // that commissions it, by its code; asked for only where the set-up names no ICB
	ICB     string   `json:"icb,omitempty"`     // to which that belongs
}
