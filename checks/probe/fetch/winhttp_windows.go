package fetch

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"

	"signpost/checks"
)

var (
	winhttp         = windows.NewLazySystemDLL("winhttp.dll")
	openSession     = winhttp.NewProc("WinHttpOpen")
	setTimeouts     = winhttp.NewProc("WinHttpSetTimeouts")
	setOption       = winhttp.NewProc("WinHttpSetOption")
	connect         = winhttp.NewProc("WinHttpConnect")
	openRequest     = winhttp.NewProc("WinHttpOpenRequest")
	sendRequest     = winhttp.NewProc("WinHttpSendRequest")
	receiveResponse = winhttp.NewProc("WinHttpReceiveResponse")
	queryHeaders    = winhttp.NewProc("WinHttpQueryHeaders")
	queryOption     = winhttp.NewProc("WinHttpQueryOption")
	readData        = winhttp.NewProc("WinHttpReadData")
	closeHandle     = winhttp.NewProc("WinHttpCloseHandle")
)

// The parameters of the calls.
const (
	namedProxy     = 3
	automaticProxy = 4
	secureRequest  = 0x00800000
	redirectPolicy = 88
	certificate    = 78
	neverRedirect  = 0
	statusNumber   = 19 | 0x20000000
	dateAsTime     = 9 | 0x40000000
)

// stages maps the errors of WinHTTP to stages; all others concern the answer.
var stages = map[syscall.Errno]string{
	12007: checks.StageName,
	12002: checks.StageConnect,
	12029: checks.StageConnect,
	12030: checks.StageConnect,
	12178: checks.StageConnect,
	12180: checks.StageConnect,
	12037: checks.StageSecure,
	12038: checks.StageSecure,
	12045: checks.StageSecure,
	12057: checks.StageSecure,
	12157: checks.StageSecure,
	12169: checks.StageSecure,
	12170: checks.StageSecure,
	12175: checks.StageSecure,
	12179: checks.StageSecure,
}

// errorText describes common errors: Windows keeps the texts of WinHTTP errors separate from its general ones.
var errorText = map[syscall.Errno]string{
	12002: "timed out",
	12007: "the name is not known",
	12029: "no connection",
	12030: "the connection was lost",
	12175: "the server's certificate is not trusted, or the connection is not secure",
}

// asksForCertificate is the error of a server that was reached and requires a client certificate, as on a
// smartcard.
const asksForCertificate syscall.Errno = 12044

func failure(err error) error {
	var n syscall.Errno
	if !errors.As(err, &n) {
		return &Failure{checks.StageAnswer, err}
	}

	text := cmp.Or(errorText[n], "no valid answer")

	return &Failure{
		cmp.Or(stages[n], checks.StageAnswer),
		errors.New(text + ", WinHTTP error " + strconv.Itoa(int(n))),
	}
}

// get waits no longer than ctx. A WinHTTP call cannot be interrupted: its goroutine ends at the time limits that
// are set for the call, shortly after ctx.
func (c Client) get(ctx context.Context, u *url.URL, limit int) (*Answer, error) {
	if err := winhttp.Load(); err != nil {
		return nil, &Failure{checks.StageAnswer, err}
	}

	type outcome struct {
		answer *Answer
		err    error
	}

	done := make(chan outcome, 1)
	var sent atomic.Bool
	go func() {
		a, err := c.ask(u, limit, timeout(ctx), &sent)
		done <- outcome{a, err}
	}()

	select {
	case o := <-done:
		return o.answer, o.err
	case <-ctx.Done():
	}

	if sent.Load() {
		return nil, &Failure{checks.StageAnswer, ctx.Err()}
	}

	return nil, &Failure{checks.StageConnect, ctx.Err()}
}

// timeout returns the time limit for each step, in milliseconds.
func timeout(ctx context.Context) uintptr {
	deadline, ok := ctx.Deadline()
	if !ok {
		return 30_000
	}

	return uintptr(max(time.Until(deadline).Milliseconds(), 1))
}

// call calls a function that returns 0 if it failed.
//
//go:uintptrescapes
func call(function *windows.LazyProc, args ...uintptr) (uintptr, error) {
	result, _, err := function.Call(args...)
	if result == 0 {
		return 0, failure(err)
	}

	return result, nil
}

func (c Client) ask(u *url.URL, limit int, timeout uintptr, wasSent *atomic.Bool) (*Answer, error) {
	session, err := c.open(c.Proxy(u.String()))
	if err != nil {
		return nil, err
	}
	defer closeHandle.Call(session)

	if _, err := call(setTimeouts, session, timeout, timeout, timeout, timeout); err != nil {
		return nil, err
	}

	request, free, err := prepare(session, u)
	if err != nil {
		return nil, err
	}
	defer free()

	if sent, _, err := sendRequest.Call(request, 0, 0, 0, 0, 0, 0); sent == 0 {
		if err == asksForCertificate {
			return &Answer{}, nil
		}

		return nil, failure(err)
	}

	wasSent.Store(true)
	if received, _, err := receiveResponse.Call(request, 0); received == 0 {
		if err == asksForCertificate {
			return &Answer{}, nil
		}

		return nil, failure(err)
	}

	a, err := read(request, limit)
	if err == nil && u.Scheme == "https" && a.Status >= minErrorStatus && !fromServer(request) {
		return refusal(a.Status).answer()
	}

	return a, err
}

// minErrorStatus is the lowest HTTP status that reports an error.
const minErrorStatus = 400

// fromServer reports whether the response to an https request came from the server. If a proxy refuses to connect,
// Windows returns the proxy's response as the server's, but without a certificate. (Wine treats it as a lost
// connection, so no test covers this.)
func fromServer(request uintptr) bool {
	var c *windows.CertContext
	size := uint32(unsafe.Sizeof(c))
	if _, err := call(queryOption, request, certificate, uintptr(unsafe.Pointer(&c)),
		uintptr(unsafe.Pointer(&size))); err != nil || c == nil {
		return false
	}

	_ = windows.CertFreeCertificateContext(c) // frees our copy

	return true
}

// open opens a session that uses the given proxy or, if proxy is empty, the proxy settings of Windows.
func (c Client) open(proxy string) (uintptr, error) {
	name, err := windows.UTF16PtrFromString(agent)
	if err != nil {
		return 0, err
	}

	if env := c.environmentProxy(); env == "" || proxy == "" {
		return call(openSession, uintptr(unsafe.Pointer(name)), automaticProxy, 0, 0, 0)
	}

	through, err := windows.UTF16PtrFromString(proxy)
	if err != nil {
		return 0, err
	}

	return call(openSession, uintptr(unsafe.Pointer(name)), namedProxy, uintptr(unsafe.Pointer(through)), 0, 0)
}

// prepare opens a request that follows no redirects. The caller must call free.
func prepare(session uintptr, u *url.URL) (request uintptr, free func(), err error) {
	port, flags := 443, uintptr(secureRequest)
	if u.Scheme == "http" {
		port, flags = 80, 0
	}

	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil {
			return 0, nil, ErrRefused
		}
	}

	host, err := windows.UTF16PtrFromString(u.Hostname())
	if err != nil {
		return 0, nil, err
	}

	path, err := windows.UTF16PtrFromString(u.RequestURI())
	if err != nil {
		return 0, nil, err
	}

	verb, _ := windows.UTF16PtrFromString("GET")
	connection, err := call(connect, session, uintptr(unsafe.Pointer(host)), uintptr(port), 0)
	if err != nil {
		return 0, nil, err
	}

	request, err = call(openRequest, connection, uintptr(unsafe.Pointer(verb)),
		uintptr(unsafe.Pointer(path)), 0, 0, 0, flags)
	if err != nil {
		closeHandle.Call(connection)
		return 0, nil, err
	}

	never := uint32(neverRedirect)
	_, err = call(setOption, request, redirectPolicy, uintptr(unsafe.Pointer(&never)), unsafe.Sizeof(never))
	free = func() {
		closeHandle.Call(request)
		closeHandle.Call(connection)
	}

	if err != nil {
		free()
		return 0, nil, err
	}

	return request, free, nil
}

// read returns the response.
func read(request uintptr, limit int) (*Answer, error) {
	var status uint32
	size := uint32(unsafe.Sizeof(status))
	if _, err := call(queryHeaders, request, statusNumber, 0, uintptr(unsafe.Pointer(&status)),
		uintptr(unsafe.Pointer(&size)), 0); err != nil {
		return nil, err
	}

	a := &Answer{Status: int(status)}
	var t windows.Systemtime
	size = uint32(unsafe.Sizeof(t))
	if _, err := call(queryHeaders, request, dateAsTime, 0, uintptr(unsafe.Pointer(&t)),
		uintptr(unsafe.Pointer(&size)), 0); err == nil {
		a.Date = time.Date(int(t.Year), time.Month(t.Month), int(t.Day), int(t.Hour), int(t.Minute),
			int(t.Second), 0, time.UTC)
	}

	for limit > 0 && len(a.Body) <= limit {
		piece := make([]byte, 16<<10)
		var n uint32
		if _, err := call(readData, request, uintptr(unsafe.Pointer(&piece[0])), uintptr(len(piece)),
			uintptr(unsafe.Pointer(&n))); err != nil {
			return nil, err
		}

		if n == 0 {
			break
		}

		a.Body = append(a.Body, piece[:n]...)
	}

	return a, nil
}

// environmentProxy returns the proxy in the environment, which programs from other systems use.
func (c Client) environmentProxy() string {
	text := c.env("HTTPS_PROXY", "https_proxy")
	if u, err := url.Parse(text); err == nil && u.Host != "" {
		return u.Host // without user and password
	}

	return text[strings.LastIndex(text, "@")+1:]
}

// Proxy returns the proxy for an address, the address of a proxy script, or nothing.
func (c Client) Proxy(address string) string {
	if u, err := url.Parse(address); err == nil && loopback(u.Hostname()) {
		return ""
	}

	if env := c.environmentProxy(); env != "" {
		return env
	}

	key, err := registry.OpenKey(registry.CURRENT_USER,
		`SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings`, registry.QUERY_VALUE)
	if err != nil {
		return ""
	}
	defer key.Close()

	if script, _, err := key.GetStringValue("AutoConfigURL"); err == nil && script != "" {
		return script
	}

	server, _, err := key.GetStringValue("ProxyServer")
	if enabled, _, missing := key.GetIntegerValue("ProxyEnable"); err != nil || missing != nil || enabled == 0 {
		return ""
	}

	return server
}
