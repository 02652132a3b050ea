package opener

import (
	"context"

	"golang.org/x/sys/windows"
)

// start passes the address to the shell, which knows the default browser. It uses no command line, so that no
// part of the address can be taken for an argument.
func start(_ context.Context, _, link string) error {
	verb, err := windows.UTF16PtrFromString("open")
	if err != nil {
		return err
	}

	address, err := windows.UTF16PtrFromString(link)
	if err != nil {
		return err
	}

	return windows.ShellExecute(0, verb, address, nil, nil, windows.SW_SHOWNORMAL)
}
