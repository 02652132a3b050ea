package checks

var serviceCheck = Check{
	ID: "service", Code: "SC-101", Title: "Smartcard service",
	Run: func(f *Facts) Result {
		s := f.Service
		switch {
		case s == nil && len(f.troubles("pcsc")) > 0:
			return Result{
				Status: Unknown, Detail: "cardcheck could not look at the smartcard service.", Evidence: f.troubles("pcsc"),
				Next: []string{"Run cardcheck again.", "If it stays like this, the computer may be slow: run cardcheck --timeout 10s in a terminal."},
			}
		case s == nil:
			return Result{Status: Unknown, Detail: "The smartcard service was not looked at.", Next: []string{"Run cardcheck on the computer that the reader is plugged into."}}
		case s.Missing:
			return Result{
				Status: Unknown, Detail: "This cardcheck was built without smartcard support, so it cannot see readers and cards.",
				Next: []string{"Use a cardcheck that was built with smartcard support: every one for Windows, and those for Linux and macOS that were built with cgo."},
			}
		case s.Bare:
			return Result{
				Status: Fail, Special: true, Detail: "This Windows has no smartcard support: winscard.dll is missing.",
				Next: []string{"Use the smartcard on another computer.", "Ask your IT team to add the smartcard parts of Windows to this one."},
			}
		case s.Hung:
			return Result{
				Status: Fail, Special: true, Detail: "The smartcard service did not answer in time.",
				Evidence: []string{"no answer from the smartcard service within the deadline"},
				Next:     []string{"Unplug the reader, wait a moment and plug it in again.", "Restart the computer."},
			}
		case s.Error != 0:
			return serviceFailed(f, s)
		}
		return Result{Status: Pass, Detail: "The smartcard service is running."}
	},
}

// notAllowed is what to do where the service turns this account away.
var notAllowed = []string{"Sign in at the computer itself, not from another one.", "Ask whoever looks after the computer to give this account the right to use smartcards."}

// serviceFailed tells apart what the system reports with one number.
func serviceFailed(f *Facts, s *Service) Result {
	r := Result{Status: Fail, Evidence: []string{"the smartcard service answered with error " + s.Error.Explain()}}
	if s.Socket != "" {
		r.Evidence = append(r.Evidence, "socket of the service: "+s.Socket)
	}
	if w, ok := f.windowsService(smartcardService); ok {
		r.Evidence = append(r.Evidence, w.describe(f.Host.Services.Source))
	}
	windows := f.Host != nil && f.Host.OS == "windows"
	r.Special = !windows || s.Error != NoService && s.Error != ServiceStopped || f.serviceDisabled()
	switch {
	case s.Error == NotPassedOn:
		return notPassedOn(r.Evidence)
	case is(s.Error, Denied, accessDenied) || s.Socket == SocketDenied || s.Socket == SocketOpen:
		r.Detail = "The smartcard service is there, but this account may not use it."
		r.Next = notAllowed
	case s.Error != NoService && s.Error != ServiceStopped:
		r.Detail = "The smartcard service does not work."
		r.Next = []string{"Restart the computer.", "Give the error number to whoever looks after the computer."}
	case f.serviceDisabled():
		r.Detail = "The smartcard service is switched off on this computer."
		r.Next = []string{"Ask your IT team to let Windows start the service Smart Card (SCardSvr)."}
	case windows:
		r.Detail = "The smartcard service is not running. Windows starts it when a reader is plugged in, so most often no reader is."
		r.Next = []string{"Plug in the smartcard reader, straight into the computer and not into a hub or the screen.", "Try another USB socket.", "Restart the computer."}
	case s.Socket == SocketStale:
		r.Detail = "The smartcard service has stopped."
		r.Next = []string{"Start it again: sudo systemctl restart pcscd"}
	default:
		r.Detail = "The smartcard service is not running."
		r.Next = []string{"Install it if it is missing: sudo apt install pcscd", "Start it: sudo systemctl start pcscd"}
	}
	return r
}

// smartcardService is the name of the smartcard service of Windows.
const smartcardService = "SCardSvr"

// serviceDisabled reports whether Windows may not start the smartcard service.
func (f *Facts) serviceDisabled() bool {
	w, ok := f.windowsService(smartcardService)
	return ok && w.Disabled
}

// troubles is what kept cardcheck from observing, as far as it has to do with source.
func (f *Facts) troubles(source string) []string {
	var lines []string
	for _, t := range f.Errors {
		if t.Source == source {
			lines = append(lines, t.Text)
		}
	}
	return lines
}
