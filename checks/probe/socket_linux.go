package probe

import (
	"cmp"
	"errors"
	"io/fs"
	"net"

	"signpost/checks"
)

// socketState distinguishes three causes for which libpcsclite has one error number: no service, a crashed service, and
// no permission to use it.
func socketState(env func(string) string) string {
	path := cmp.Or(env("PCSCLITE_CSOCK_NAME"), "/run/pcscd/pcscd.comm") // as libpcsclite does
	conn, err := net.DialTimeout("unix", path, killLimit)
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
