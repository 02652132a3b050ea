package probe

import (
	"cmp"
	"errors"
	"io/fs"
	"net"

	"signpost/checks"
)

// socketState tells apart what libpcsclite reports with one number: no service, a service that died, no right to
// use it.
func socketState(env func(string) string) string {
	path := cmp.Or(env("PCSCLITE_CSOCK_NAME"), "/run/pcscd/pcscd.comm") // libpcsclite looks at the same
	conn, err := net.DialTimeout("unix", path, grace)
	if err == nil {
		conn.Close()
	}
	return socketOf(err)
}

func socketOf(err error) string {
	switch {
	case err == nil:
		return checks.SocketOpen
	case errors.Is(err, fs.ErrNotExist):
		return checks.SocketAbsent
	case errors.Is(err, fs.ErrPermission):
		return checks.SocketDenied
	}
	return checks.SocketStale
}
