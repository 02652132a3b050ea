package probe

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"

	"signpost/checks"
)

// processes lists the smartcard software that is running.
func (c computer) processes() (*checks.Processes, error) {
	snapshot, err := windows.CreateToolhelp32Snapshot(windows.TH32CS_SNAPPROCESS, 0)
	if err != nil {
		return nil, err
	}
	defer windows.CloseHandle(snapshot)

	seen := &checks.Processes{Origin: c.origin("process list"), List: []checks.Process{}}
	entry := windows.ProcessEntry32{}
	entry.Size = uint32(unsafe.Sizeof(entry))
	err = windows.Process32First(snapshot, &entry)
	for ; err == nil; err = windows.Process32Next(snapshot, &entry) {
		p := checks.Process{Name: windows.UTF16ToString(entry.ExeFile[:]), Path: pathOf(entry.ProcessID)}
		if smartcardSoftware.MatchString(p.Name) || smartcardSoftware.MatchString(p.Path) {
			p.Version = fileVersion(p.Path)
			seen.List = append(seen.List, p)
		}
	}

	if !errors.Is(err, windows.ERROR_NO_MORE_FILES) {
		return nil, err
	}

	return seen, nil
}

// pathOf returns the file of a process, or nothing if the user may not see it.
func pathOf(id uint32) string {
	process, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, id)
	if err != nil {
		return ""
	}
	defer windows.CloseHandle(process)

	buffer := make([]uint16, windows.MAX_LONG_PATH)
	size := uint32(len(buffer))
	if err := windows.QueryFullProcessImageName(process, 0, &buffer[0], &size); err != nil {
		return ""
	}

	return windows.UTF16ToString(buffer[:size])
}

// fileVersion returns the version in the version information of a program's file, or nothing.
func fileVersion(path string) string {
	size, err := windows.GetFileVersionInfoSize(path, nil)
	if path == "" || err != nil || size == 0 {
		return ""
	}

	block := make([]byte, size)
	if err := windows.GetFileVersionInfo(path, 0, size, unsafe.Pointer(&block[0])); err != nil {
		return ""
	}

	var fixed *windows.VS_FIXEDFILEINFO // points into block
	var length uint32
	err = windows.VerQueryValue(unsafe.Pointer(&block[0]), `\`, unsafe.Pointer(&fixed), &length)
	if err != nil || fixed == nil {
		return ""
	}

	v := fmt.Sprintf("%d.%d.%d.%d", fixed.FileVersionMS>>16, fixed.FileVersionMS&0xFFFF,
		fixed.FileVersionLS>>16, fixed.FileVersionLS&0xFFFF)
	if v == "0.0.0.0" {
		return ""
	}

	return v
}

var (
	tcpTable      = windows.NewLazySystemDLL("iphlpapi.dll").NewProc("GetExtendedTcpTable")
	systemMetrics = windows.NewLazySystemDLL("user32.dll").NewProc("GetSystemMetrics")
)

// ports asks Windows which ports are in use. Connecting to them would take two seconds for each closed port.
func (c computer) ports() (*checks.Ports, error) {
	seen := &checks.Ports{Origin: c.origin("connection list"), Open: []int{}}
	for _, kind := range []struct{ family, row, port int }{
		{windows.AF_INET, 24, 8},
		{windows.AF_INET6, 56, 20},
	} {
		rows, err := listeners(uintptr(kind.family))
		if err != nil {
			return nil, err
		}

		count := int(binary.LittleEndian.Uint32(rows))
		for rows = rows[4:]; count > 0 && len(rows) >= kind.row; count-- {
			port := int(binary.BigEndian.Uint16(rows[kind.port:]))
			rows = rows[kind.row:]
			if slices.Contains(checks.LocalPorts(), port) && !slices.Contains(seen.Open, port) {
				seen.Open = append(seen.Open, port)
			}
		}
	}

	return seen, nil
}

// listeners returns the Windows table of listening ports: the number of rows, and the rows.
func listeners(family uintptr) ([]byte, error) {
	const ownerAndListener = 3 // the only kind that both families have
	size := uint32(16 << 10)
	for range 5 {
		table := make([]byte, size)
		result, _, _ := tcpTable.Call(uintptr(unsafe.Pointer(&table[0])), uintptr(unsafe.Pointer(&size)),
			0, family, ownerAndListener, 0)
		switch syscall.Errno(result) {
		case windows.ERROR_SUCCESS:
			return table, nil
		case windows.ERROR_INSUFFICIENT_BUFFER:
			continue
		case windows.ERROR_NOT_SUPPORTED, windows.ERROR_INVALID_PARAMETER: // the family is not supported
			return make([]byte, 4), nil
		}

		return nil, syscall.Errno(result)
	}

	return nil, windows.ERROR_INSUFFICIENT_BUFFER
}

// session reports whether this is a remote session.
func (c computer) session() (*checks.Session, error) {
	const remoteSession = 0x1000
	if err := systemMetrics.Find(); err != nil {
		return nil, err
	}

	remote, _, _ := systemMetrics.Call(remoteSession)

	return &checks.Session{Origin: c.origin("host"), Remote: remote != 0}, nil
}
