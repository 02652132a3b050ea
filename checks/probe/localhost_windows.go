package probe

import (
	"fmt"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"

	"signpost/checks"
)

var createSecurityManager = windows.NewLazySystemDLL("urlmon.dll").NewProc("CoInternetCreateSecurityManager")

// securityManager is IInternetSecurityManager, which decides how Windows treats an address. It combines the
// settings of the user, the computer and the network.
type securityManager struct {
	methods *struct {
		queryInterface, addRef, release       uintptr
		setSecuritySite, getSecuritySite      uintptr
		mapURLToZone, getID, processURLAction uintptr
	}
}

// localhost makes the same queries as Chrome and Edge if a server requests the Windows user name and password.
func (c computer) localhost() (*checks.Localhost, error) {
	const (
		useCredentials = 0x1A00 // may user name and password be sent?
		noWindow       = 1
	)

	address, err := windows.UTF16PtrFromString(checks.LocalAddress)
	if err != nil {
		return nil, err
	}

	if err := createSecurityManager.Find(); err != nil {
		return nil, err
	}

	var m *securityManager
	if result, _, _ := createSecurityManager.Call(0, uintptr(unsafe.Pointer(&m)),
		0); int32(result) < 0 || m == nil {
		return nil, hresult("CoInternetCreateSecurityManager", result)
	}

	self := uintptr(unsafe.Pointer(m))
	defer syscall.SyscallN(m.methods.release, self)

	seen := &checks.Localhost{Origin: c.origin("Windows security zones")}
	result, _, _ := syscall.SyscallN(m.methods.mapURLToZone, self, uintptr(unsafe.Pointer(address)),
		uintptr(unsafe.Pointer(&seen.Zone)), 0)
	if int32(result) < 0 {
		return nil, hresult("MapUrlToZone", result)
	}

	result, _, _ = syscall.SyscallN(m.methods.processURLAction, self, uintptr(unsafe.Pointer(address)), useCredentials,
		uintptr(unsafe.Pointer(&seen.Logon)), unsafe.Sizeof(seen.Logon), 0, 0, noWindow, 0)
	if int32(result) < 0 {
		return nil, hresult("ProcessUrlAction", result)
	}

	return seen, nil
}

// hresult returns the error of a call that failed.
func hresult(call string, result uintptr) error {
	return fmt.Errorf("%s: error 0x%08X", call, uint32(result))
}
