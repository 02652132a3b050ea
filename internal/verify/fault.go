package verify

// Fault is something that is wrong at an address.
type Fault struct {
	Kind Kind `json:"kind"`

	// Address is relative to the root of the site: "/a/#b". URL is what was requested for it.
	Address string `json:"address"`
	URL     string `json:"url"`

	// Text says what is wrong, as the predicate of a sentence: "returns 404 Not Found".
	Text string `json:"text"`

	// Hint says how to fix faults of this kind.
	Hint string `json:"hint"`

	// Status is the status of the last answer, or 0 if there was none. Final is where redirects ended.
	Status int    `json:"status,omitempty"`
	Final  string `json:"final,omitempty"`

	// Also are the other published addresses that do not work because of it.
	Also []string `json:"also,omitempty"`
}

// Kind is a kind of fault. Faults of a kind are fixed in the same way.
type Kind string

// The kinds of faults. They are part of the JSON format: kinds are added, never renamed.
const (
	NoConnection Kind = "no-connection"
	Timeout      Kind = "timeout"
	CutOff       Kind = "cut-off"
	BadEncoding  Kind = "bad-encoding"
	TooLarge     Kind = "too-large"
	Missing      Kind = "missing"
	Forbidden    Kind = "forbidden"
	ServerError  Kind = "server-error"
	RateLimited  Kind = "rate-limited"
	BadStatus    Kind = "bad-status"
	SoftMissing  Kind = "soft-404"
	Loop         Kind = "redirect-loop"
	BadRedirect  Kind = "bad-redirect"
	OtherHost    Kind = "other-host"
	Downgrade    Kind = "downgrade"
	WrongTarget  Kind = "wrong-target"
	LostFragment Kind = "lost-fragment"
	LostSlash    Kind = "lost-slash"
	WrongType    Kind = "wrong-type"
	OtherPage    Kind = "other-page"
	Stale        Kind = "stale"
	LostHeading  Kind = "missing-heading"
	LostNotice   Kind = "missing-notice"
	OtherFile    Kind = "other-file"
	StaleCodes   Kind = "stale-codes"
	WrongBase    Kind = "wrong-base"
	MissingAsset Kind = "missing-asset"
)

// hints say how to fix the faults of each kind.
var hints = map[Kind]string{
	NoConnection: "check the server and its certificate; signpost verify again shows whether it was temporary",
	Timeout:      "find out why the server is slow; --timeout waits longer",
	CutOff:       "check the server's log, and that the file was copied completely",
	BadEncoding:  "serve files as they are, or compressed with the header Content-Encoding: gzip",
	TooLarge:     "check what the host sends there",
	Missing:      "copy the whole output folder, with names in the same case; old addresses may need redirects",
	Forbidden:    "allow reading without a login, and check the permissions of the files",
	ServerError:  "check the server's log",
	RateLimited:  "lower --rate, or allow this computer in the host's limits",
	BadStatus:    "check the configuration of the host",
	SoftMissing:  "turn off the host's fallback to one page for all addresses, and let it answer 404 with 404.html",
	Loop:         "remove one of the redirects; a rule about slashes or https at the host often conflicts with another",
	BadRedirect:  "check the redirects of the host",
	OtherHost:    "verify that host; if both belong to the site, add --allow-host",
	Downgrade:    "redirect to https, or to addresses without a host",
	WrongTarget:  "use _redirects, _nginx.conf or _Caddyfile of this build; reload the server; delete old files there",
	LostFragment: "use the redirects of the site, which keep fragments, or none: pages at old addresses redirect",
	LostSlash:    "turn off the host's removal of slashes: links are relative to an address that ends with one",
	WrongType:    "map the ending of the name to its type at the host (nginx: include mime.types)",
	OtherPage:    "check that the host sends the files of the output folder, and nothing in place of them",
	Stale:        "build and copy the whole output folder again; clear the cache of the host",
	LostHeading:  "build and copy the page again",
	LostNotice:   "copy the page again, and delete the old one: retired addresses say why their content is gone",
	OtherFile:    "copy the file again, in binary mode",
	StaleCodes:   "build and copy the whole output folder again; clear the cache of the host",
	WrongBase:    "build with --base-url and the address of the published site, or set base_url",
	MissingAsset: "copy the folder of the file; copy new files before pages, and delete old ones last",
}

// mayPass reports whether a fault may be gone when the request is sent again.
func (k Kind) mayPass() bool {
	return k == NoConnection || k == Timeout || k == CutOff
}

// isUnreachable reports whether no answer came.
func (k Kind) isUnreachable() bool {
	return k == NoConnection || k == Timeout
}
