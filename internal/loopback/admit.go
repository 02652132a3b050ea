package loopback

import (
	"crypto/subtle"
	"strings"
)

// admit finds what a request asks for, and refuses whoever is not the page.
func (s *Server) admit(r *Request, routes []Route) (Route, error) {
	if err := s.ours(r); err != nil {
		return Route{}, err
	}
	other := false
	for _, route := range routes {
		switch {
		case route.Path != r.Path:
		case route.Method != r.Method:
			other = true
		case !route.Public && !s.knowsToken(r):
			return Route{}, refuse(401, "the page does not know the token: start the program again")
		default:
			return route, nil
		}
	}
	if other {
		return Route{}, refuse(405, "this is not done by %s", r.Method)
	}
	return Route{}, refuse(404, "there is nothing here")
}

// ours reports by an error that a request comes from elsewhere. A name that was rebound to this computer shows in Host, the page of a
// site in Origin and in Sec-Fetch-Site, which calls another port of this computer same-site. No script can change the three.
func (s *Server) ours(r *Request) error {
	origin, from := r.header["origin"]
	site := r.header["sec-fetch-site"]
	switch {
	case r.header["host"] != s.host:
		return refuse(421, "this computer is known by another name here")
	case from && origin != "http://"+s.host:
		return refuse(403, "only the program's own page is answered")
	case site == "":
		return refuse(403, "this browser does not say where a request comes from: use a newer one")
	case site != "same-origin" && site != "none":
		return refuse(403, "only the program's own page is answered")
	}
	return nil
}

func (s *Server) knowsToken(r *Request) bool { return r.bears(s.token) }

// bears reports whether a request carries the secret.
func (r *Request) bears(secret string) bool {
	given, found := strings.CutPrefix(r.header["authorization"], "Bearer ")
	return found && subtle.ConstantTimeCompare([]byte(given), []byte(secret)) == 1
}

// redeem gives the token for the ticket, once.
func (s *Server) redeem(r *Request) Reply {
	if !r.bears(s.ticket) || s.used.Swap(true) {
		return Text(401, "the address of the page is good for one visit: start the program again")
	}
	return JSON(s.token)
}
