package probe

import (
	"cmp"
	"errors"
	"slices"
	"unsafe"

	"golang.org/x/sys/windows"

	"signpost/checks"
)

// smartcardService is the name of the smartcard service of Windows.
const smartcardService = "SCardSvr"

// services lists the services that concern smartcards. It requests only access rights that every user has; the svc
// package requests all rights.
func (c computer) services() (*checks.Services, error) {
	manager, err := windows.OpenSCManager(nil, nil,
		windows.SC_MANAGER_CONNECT|windows.SC_MANAGER_ENUMERATE_SERVICE)
	if err != nil {
		return nil, err
	}
	defer windows.CloseServiceHandle(manager)

	all, err := enumerate(manager)
	if err != nil {
		return nil, err
	}

	seen := &checks.Services{Origin: c.origin("service manager"), List: []checks.WindowsService{}}
	for _, s := range all {
		if s.Name == smartcardService || smartcardSoftware.MatchString(s.Name) ||
			smartcardSoftware.MatchString(s.Title) {
			s.Disabled = disabled(manager, s.Name)
			seen.List = append(seen.List, s)
		}
	}

	slices.SortFunc(seen.List, func(a, b checks.WindowsService) int { return cmp.Compare(a.Name, b.Name) })

	return seen, nil
}

// enumerate lists all services. The list can grow between two calls, so it retries with a larger buffer.
func enumerate(manager windows.Handle) ([]checks.WindowsService, error) {
	buffer := make([]byte, 64<<10)
	for range 5 {
		var missing, count uint32
		err := windows.EnumServicesStatusEx(manager, windows.SC_ENUM_PROCESS_INFO, windows.SERVICE_WIN32,
			windows.SERVICE_STATE_ALL, &buffer[0], uint32(len(buffer)), &missing, &count, nil, nil)
		if err == nil {
			return servicesIn(buffer, int(count)), nil
		}

		if err != windows.ERROR_MORE_DATA {
			return nil, err
		}

		buffer = make([]byte, len(buffer)+int(missing)+4<<10)
	}

	return nil, errors.New("the list of services keeps growing")
}

// servicesIn returns the list that Windows wrote into buffer, with copies of its strings.
func servicesIn(buffer []byte, count int) []checks.WindowsService {
	list := make([]checks.WindowsService, count)
	if count == 0 {
		return list
	}

	for i, s := range unsafe.Slice((*windows.ENUM_SERVICE_STATUS_PROCESS)(unsafe.Pointer(&buffer[0])), count) {
		list[i] = checks.WindowsService{
			Name:    windows.UTF16PtrToString(s.ServiceName),
			Title:   windows.UTF16PtrToString(s.DisplayName),
			Running: s.ServiceStatusProcess.CurrentState == windows.SERVICE_RUNNING,
		}
	}

	return list
}

// disabled reports whether a service must not be started. It reports false if the user may not see that.
func disabled(manager windows.Handle, name string) bool {
	text, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return false
	}

	service, err := windows.OpenService(manager, text, windows.SERVICE_QUERY_CONFIG)
	if err != nil {
		return false
	}
	defer windows.CloseServiceHandle(service)

	buffer := make([]byte, 8<<10) // the largest size that Windows needs
	config := (*windows.QUERY_SERVICE_CONFIG)(unsafe.Pointer(&buffer[0]))
	var missing uint32
	if err := windows.QueryServiceConfig(service, config, uint32(len(buffer)), &missing); err != nil {
		return false
	}

	return config.StartType == windows.SERVICE_DISABLED
}
