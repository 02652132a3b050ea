package loopback

import (
	"bytes"
	"crypto/subtle"
	"io"
	"net/http"
	"path"
	"strings"
	"time"
)

// Limits of a request.
const (
	maxHeaderValue = 16 << 10
	maxHeaders     = 64
	maxBody        = 64 << 10
)

// pathCharacters are all that the paths of a page consist of.
const pathCharacters = "abcdefghijklmnopqrstuvwxyz./"

// rejection is the response to a request that must not reach a handler.
type rejection struct {
	status int
	text   string
}

// serveHTTP rejects a request, or receives its body and passes it to its handler.
func (s *Server) serveHTTP(w http.ResponseWriter, r *http.Request) {
	setHeaders(w.Header())
	controller := http.NewResponseController(w)
	w = &responseWriter{
		ResponseWriter: w,
		controller:     controller,
		timeout:        s.timeout,
		now:            s.now,
	}

	if rejected := s.check(r); rejected != nil {
		http.Error(w, rejected.text, rejected.status)
		return
	}

	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "the body of the request did not arrive", http.StatusRequestTimeout)
		return
	}

	r.Body = io.NopCloser(bytes.NewReader(body))

	// The request is complete. If the deadline passed while the handler runs, net/http would end the context.
	_ = controller.SetReadDeadline(time.Time{})
	s.mux.ServeHTTP(w, r)
}

// check returns why a request must not reach a handler, or nil.
func (s *Server) check(r *http.Request) *rejection {
	checks := []func(*http.Request) *rejection{
		checkForm,
		checkHeaders,
		s.checkSource,
		checkBody,
	}

	for _, check := range checks {
		if rejected := check(r); rejected != nil {
			return rejected
		}
	}

	return nil
}

// checkForm accepts HTTP/1.1, GET and POST, and paths that [http.ServeMux] takes literally.
func checkForm(r *http.Request) *rejection {
	isPlain := strings.HasPrefix(r.RequestURI, "/") && strings.Trim(r.RequestURI, pathCharacters) == ""
	switch {
	case r.ProtoMajor != 1 || r.ProtoMinor != 1:
		return &rejection{http.StatusHTTPVersionNotSupported, "only HTTP/1.1 is supported"}
	case r.Method != http.MethodGet && r.Method != http.MethodPost:
		return &rejection{http.StatusMethodNotAllowed, "only GET and POST are supported"}
	case !isPlain:
		return &rejection{http.StatusBadRequest, "the address must be a path of lower-case letters, without a query"}
	case path.Clean(r.RequestURI) != r.RequestURI:
		return &rejection{http.StatusNotFound, "no page at this address"}
	}

	return nil
}

// checkHeaders rejects repeated headers, which no browser sends: two programs could read different values.
func checkHeaders(r *http.Request) *rejection {
	if len(r.Header) > maxHeaders {
		return &rejection{http.StatusRequestHeaderFieldsTooLarge, "the request has too many headers"}
	}

	for _, values := range r.Header {
		if len(values) != 1 {
			return &rejection{http.StatusBadRequest, "a header is repeated"}
		}

		if len(values[0]) > maxHeaderValue {
			return &rejection{http.StatusRequestHeaderFieldsTooLarge, "a header is too long"}
		}
	}

	return nil
}

// checkSource rejects requests from other programs and pages. Host reveals a rebound name; Origin and Sec-Fetch-Site
// reveal another page. Sec-Fetch-Site is same-site for a page on another port of this computer. No script can change
// the three headers.
func (s *Server) checkSource(r *http.Request) *rejection {
	_, hasOrigin := r.Header["Origin"]
	site := r.Header.Get("Sec-Fetch-Site")
	switch {
	case r.Host != s.host:
		return &rejection{http.StatusMisdirectedRequest, "the request names another server"}
	case hasOrigin && r.Header.Get("Origin") != "http://"+s.host:
		return &rejection{http.StatusForbidden, "only the program's own page may send requests"}
	case site == "":
		return &rejection{http.StatusForbidden, "this browser does not send Sec-Fetch-Site: use a newer browser"}
	case site != "same-origin" && site != "none":
		return &rejection{http.StatusForbidden, "only the program's own page may send requests"}
	}

	return nil
}

// checkBody accepts no body for GET, and JSON of a known length for POST.
func checkBody(r *http.Request) *rejection {
	if len(r.TransferEncoding) > 0 {
		return &rejection{http.StatusNotImplemented, "chunked requests are not supported"}
	}

	if r.Method == http.MethodGet {
		if r.ContentLength != 0 {
			return &rejection{http.StatusBadRequest, "a GET request has no body"}
		}

		return nil
	}

	mediaType, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	switch {
	case r.Header.Get("Content-Length") == "":
		return &rejection{http.StatusLengthRequired, "the length of the body is missing"}
	case mediaType != "application/json":
		return &rejection{http.StatusUnsupportedMediaType, "the body of a POST request must be JSON"}
	case r.ContentLength > maxBody:
		return &rejection{http.StatusRequestEntityTooLarge, "the body is too large"}
	}

	return nil
}

// hasBearer reports whether a request carries the secret. The comparison takes constant time.
func hasBearer(r *http.Request, secret string) bool {
	header := r.Header.Get("Authorization")
	given, found := strings.CutPrefix(header, "Bearer ")
	if !found {
		return false
	}

	return subtle.ConstantTimeCompare([]byte(given), []byte(secret)) == 1
}

// redeemTicket returns the token in exchange for the ticket, once.
func (s *Server) redeemTicket(w http.ResponseWriter, r *http.Request) {
	if !hasBearer(r, s.ticket) || s.ticketUsed.Swap(true) {
		text := "the address of the page works for one visit only: start the program again"
		http.Error(w, text, http.StatusUnauthorized)
		return
	}

	WriteJSON(w, s.token)
}
