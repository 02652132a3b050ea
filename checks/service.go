package checks

import "slices"

const serviceID = "service"

var serviceCheck = Check{
	ID:    serviceID,
	Code:  "SC-101",
	Title: "Smartcard service",
	Good:  "The smartcard service is running",
	Wrong: "The smartcard service cannot be used",
	Run:   checkService,
}

func checkService(f *Facts) Result {
	s := f.Service
	switch {
	case s == nil:
		return serviceNotObserved(f)
	case s.Missing:
		return Result{
			Status: Unknown,
			Detail: "This cardcheck was built without smartcard support, so it cannot see readers and cards.",
			Next: []string{
				"Use a cardcheck that was built with smartcard support: " +
					"every cardcheck for Windows, and those for Linux and macOS that were built with cgo.",
			},
		}

	case s.LibraryMissing:
		return Result{
			Status:  Fail,
			Special: true,
			Detail:  "This Windows has no smartcard support: winscard.dll is missing.",
			Next: []string{
				"Use the smartcard on another computer.",
				"Ask your IT team to install the smartcard components of Windows on this one.",
			},
		}

	case s.Hung:
		return Result{
			Status:   Fail,
			Special:  true,
			Detail:   "The smartcard service did not answer in time.",
			Evidence: []string{"no answer from the smartcard service before the time limit"},
			Next: []string{
				"Unplug the reader, wait a moment and plug it in again.",
				"Restart the computer.",
			},
		}

	case s.Error != 0:
		return serviceFailed(f, s)
	case slices.ContainsFunc(f.Readers, func(r Reader) bool { return r.Lost == LostService }):
		return Result{
			Status:   Warn,
			Special:  true,
			Heading:  "The smartcard service stopped",
			Detail:   "The smartcard service stopped while a card was read.",
			Evidence: f.describeReaders(),
			Next: []string{
				"Run cardcheck again: the service may have been started again meanwhile.",
				"If this keeps happening, unplug the reader and plug it in again, and restart the computer.",
			},
		}
	}

	return Result{Status: Pass, Detail: "The smartcard service is running."}
}

func serviceNotObserved(f *Facts) Result {
	lines := f.observationErrors("pcsc")
	if len(lines) == 0 {
		return Result{
			Status: Unknown,
			Detail: "The smartcard service was not checked.",
			Next:   []string{"Run cardcheck on the computer that the reader is plugged into."},
		}
	}

	return Result{
		Status:   Unknown,
		Detail:   "cardcheck could not check the smartcard service.",
		Evidence: lines,
		Next: []string{
			"Run cardcheck again.",
			"If this keeps happening, the computer may be slow: run cardcheck --timeout 10s in a terminal.",
		},
	}
}

// notAllowed lists the steps for an account that may not use the service.
var notAllowed = []string{
	"Sign in at the computer itself, not from another one.",
	"Ask your IT team to give this account permission to use smartcards.",
}

// serviceFailed returns the result for a service error. The system uses one error number for several causes.
func serviceFailed(f *Facts, s *Service) Result {
	r := Result{
		Status:   Fail,
		Special:  true,
		Evidence: serviceEvidence(f, s),
	}

	switch {
	case s.Error == NotPassedOn:
		return notPassedOn(r.Evidence)
	case isAnyOf(s.Error, Denied, accessDenied), s.Socket == SocketDenied, s.Socket == SocketOpen:
		r.Detail = "The smartcard service is running, but this account may not use it."
		r.Next = notAllowed

	case s.Error != NoService && s.Error != ServiceStopped:
		r.Detail = "The smartcard service does not work."
		r.Next = []string{"Restart the computer.", "Give the error number to your IT team."}

	case f.Host != nil && f.Host.OS == "windows":
		return windowsServiceStopped(f, r)
	case s.Socket == SocketStale:
		r.Detail = "The smartcard service has stopped."
		r.Next = []string{"Start it again: sudo systemctl restart pcscd"}

	default:
		r.Detail = "The smartcard service is not running."
		r.Next = []string{
			"Install it if it is missing: sudo apt install pcscd",
			"Start it: sudo systemctl start pcscd",
		}
	}

	return r
}

func serviceEvidence(f *Facts, s *Service) []string {
	lines := []string{"the smartcard service returned error " + s.Error.Explain()}
	if s.Socket != "" {
		lines = append(lines, "socket of the service: "+s.Socket)
	}

	if w, ok := f.Host.windowsService(smartcardService); ok {
		lines = append(lines, w.describe(f.Host.Services.Source))
	}

	return lines
}

// windowsServiceStopped adds advice for Windows, which starts the service only when a reader is plugged in.
func windowsServiceStopped(f *Facts, r Result) Result {
	if w, ok := f.Host.windowsService(smartcardService); ok && w.Disabled {
		r.Detail = "The smartcard service is disabled on this computer."
		r.Next = []string{"Ask your IT team to let Windows start the service Smart Card (SCardSvr)."}
		return r
	}

	r.Special = false
	r.Detail = "The smartcard service is not running. Windows starts it when a reader is plugged in, " +
		"so most likely no reader is plugged in."
	r.Next = []string{
		"Plug in the smartcard reader, directly into the computer and not into a hub or the screen.",
		"Try another USB socket.",
		"Restart the computer.",
	}

	return r
}

// smartcardService is the name of the smartcard service of Windows.
const smartcardService = "SCardSvr"
