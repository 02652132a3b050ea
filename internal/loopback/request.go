package loopback

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// How large a request may be. Cookies of 127.0.0.1 are the same on every port: those of other programs come along.
const (
	maxLine    = 16 << 10
	maxHead    = 64 << 10
	maxHeaders = 64
	maxBody    = 64 << 10
)

// Request is what the browser asked for.
type Request struct {
	Method string
	Path   string
	Body   []byte
	header map[string]string // by names in small letters
}

// refusal is the answer to a request that is not answered.
type refusal struct {
	status int
	text   string
}

// Error is the reason, as the other side gets it.
func (r *refusal) Error() string { return r.text }

func (r *refusal) reply() Reply { return Text(r.status, r.text) }

func refuse(status int, format string, args ...any) error {
	return &refusal{status, fmt.Sprintf(format, args...)}
}

// readRequest reads one request. Its error is a refusal, or that of reading.
func readRequest(r *bufio.Reader) (*Request, error) {
	head := &head{r: r, left: maxHead}
	line, err := head.line()
	if err != nil {
		return nil, err
	}
	request := &Request{header: map[string]string{}}
	if err := request.parseLine(line); err != nil {
		return nil, err
	}
	for {
		line, err := head.line()
		if err != nil {
			return nil, err
		}
		if line == "" {
			return request, request.readBody(r)
		}
		if err := request.parseHeader(line); err != nil {
			return nil, err
		}
	}
}

// head reads the lines in front of the body.
type head struct {
	r    *bufio.Reader
	left int
}

// line is the next line, which must end in CR and LF as the standard has it: either alone is a control character.
func (h *head) line() (string, error) {
	data, err := h.r.ReadSlice('\n')
	if h.left -= len(data); h.left < 0 || errors.Is(err, bufio.ErrBufferFull) {
		return "", refuse(431, "the header of the request is too large")
	}
	if err != nil {
		return "", err
	}
	line := strings.TrimSuffix(string(data), "\r\n")
	if strings.ContainsFunc(line, control) {
		return "", refuse(400, "a line of the request has a control character in it")
	}
	return line, nil
}

func control(r rune) bool { return r < ' ' && r != '\t' || r == 0x7F }

// parseLine reads the first line: the method, a path as plain as those of the routes, the version.
func (r *Request) parseLine(line string) error {
	parts := strings.Split(line, " ")
	switch {
	case len(parts) != 3 || parts[2] != "HTTP/1.1":
		return refuse(400, "this is no request of HTTP/1.1")
	case parts[0] != "GET" && parts[0] != "POST":
		return refuse(405, "only GET and POST are answered")
	case !strings.HasPrefix(parts[1], "/") || strings.Trim(parts[1], "abcdefghijklmnopqrstuvwxyz./") != "":
		return refuse(400, "an address here is a path of small letters, without a query")
	}
	r.Method, r.Path = parts[0], parts[1]
	return nil
}

// nameLetters are those of header names that browsers send.
const nameLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// parseHeader reads one header. No browser sends one twice, and two that differ are a way to fool one of two readers.
func (r *Request) parseHeader(line string) error {
	name, value, found := strings.Cut(line, ":")
	if !found || name == "" || strings.Trim(name, nameLetters) != "" {
		return refuse(400, "a header has no name")
	}
	name = strings.ToLower(name)
	if _, twice := r.header[name]; twice || len(r.header) == maxHeaders {
		return refuse(400, "a header stands twice, or there are too many")
	}
	r.header[name] = strings.Trim(value, " \t")
	return nil
}

func (r *Request) readBody(from io.Reader) error {
	length, err := r.length()
	if err != nil || length == 0 {
		return err
	}
	r.Body = make([]byte, length)
	_, err = io.ReadFull(from, r.Body)
	return err
}

// length is that of the body. A GET has none.
func (r *Request) length() (int, error) {
	text, given := r.header["content-length"]
	length, err := strconv.ParseUint(text, 10, 31)
	_, pieces := r.header["transfer-encoding"]
	kind, _, _ := strings.Cut(r.header["content-type"], ";")
	switch {
	case pieces:
		return 0, refuse(501, "a body in pieces is not read")
	case given && err != nil:
		return 0, refuse(400, "the length of the body is no number")
	case r.Method == "GET" && length > 0:
		return 0, refuse(400, "a GET has no body")
	case r.Method == "GET":
		return 0, nil
	case !given:
		return 0, refuse(411, "the length of the body is missing")
	case kind != "application/json":
		return 0, refuse(415, "a POST here is JSON")
	case length > maxBody:
		return 0, refuse(413, "the body is too large")
	}
	return int(length), nil
}
