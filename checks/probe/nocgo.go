//go:build !windows && !cgo

package probe

import "errors"

// supported reports that this program cannot see smartcards: on this system PC/SC needs cgo.
const supported = false

func establish() (service, error) { return nil, errors.New("built without smartcard support") }
