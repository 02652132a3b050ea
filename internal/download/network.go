package download

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"time"

	"golang.org/x/net/publicsuffix"
)

// redirects are the domains that help centres redirect requests for files to.
var redirects = []string{"zdusercontent.com", "zdassets.com", "intercomcdn.com", "intercom-attachments.com"}

// checkRedirect allows redirects to the hosts of the downloader, to other hosts of the same domain, and to the file
// stores of help centres.
func (d *Downloader) checkRedirect(request *http.Request, via []*http.Request) error {
	host := request.URL.Hostname()
	switch {
	case len(via) >= maxRedirects:
		return errors.New("too many redirects")
	case request.URL.Scheme != "https":
		return errors.New("it redirects to an address without encryption")
	case d.Hosts[host], domain(host) == domain(via[0].URL.Hostname()), isFileStore(host):
		return nil
	}

	return fmt.Errorf("it redirects to %s, which is not a host of the export", host)
}

// domain returns the registered part of a host name: "example.co.uk" for "a.b.example.co.uk".
func domain(host string) string {
	registered, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return host
	}

	return registered
}

func isFileStore(host string) bool {
	for _, domain := range redirects {
		if strings.HasSuffix(host, "."+domain) {
			return true
		}
	}

	return false
}

// Client returns a client for the public internet. It uses no proxy and connects to no private address, whatever a name
// resolves to.
func Client(timeout time.Duration) *http.Client {
	dialer := &net.Dialer{Timeout: timeout, Control: refusePrivate}

	return &http.Client{
		Timeout: timeout,
		Transport: &http.Transport{
			DialContext:         dialer.DialContext,
			ForceAttemptHTTP2:   true,
			TLSHandshakeTimeout: timeout,
		},
	}
}

// refusePrivate returns an error if a connection would lead to an address that is not public.
func refusePrivate(_, address string, _ syscall.RawConn) error {
	ip, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}

	if !isPublic(ip.Addr()) {
		return fmt.Errorf("its host has the private address %s", ip.Addr())
	}

	return nil
}

// special contains the networks that are not public beyond those that package netip knows: RFC 6890 and its registries
// at IANA.
var special = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("192.88.99.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), // contain IPv4 addresses
	netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("100::/64"),
	netip.MustParsePrefix("2001::/23"),
	netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"),
	netip.MustParsePrefix("fec0::/10"),
}

func isPublic(ip netip.Addr) bool {
	ip = ip.Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.Zone() != "" {
		return false
	}

	for _, network := range special {
		if network.Contains(ip) {
			return false
		}
	}

	return true
}
