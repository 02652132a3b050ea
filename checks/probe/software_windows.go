package probe

import (
	"errors"
	"io/fs"
	"regexp"
	"slices"

	"golang.org/x/sys/windows/registry"

	"signpost/checks"
)

// uninstall is where installers list what they installed.
const uninstall = `SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall`

// smartcardSoftware is what of it matters here; the rest is nobody's business.
var smartcardSoftware = regexp.MustCompile(`(?i)identity ?agent|credential management|smartcard connect|nhs port service`)

// software lists the smartcard software that is installed, from both views of the registry: programs of 32 and of 64 bits.
func software() (list []checks.Software, searched bool, err error) {
	var errs []error
	for _, view := range []uint32{registry.WOW64_64KEY, registry.WOW64_32KEY} {
		found, err := installedIn(view)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
		for _, s := range found {
			if !slices.Contains(list, s) {
				list = append(list, s)
			}
		}
	}
	return list, len(errs) == 0, errors.Join(errs...)
}

func installedIn(view uint32) ([]checks.Software, error) {
	folder, err := registry.OpenKey(registry.LOCAL_MACHINE, uninstall, registry.ENUMERATE_SUB_KEYS|view)
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	names, err := folder.ReadSubKeyNames(-1)
	if err != nil {
		return nil, err
	}
	var list []checks.Software
	for _, name := range names {
		if s, ok := entry(folder, name, view); ok {
			list = append(list, s)
		}
	}
	return list, nil
}

// entry reads one program. One without a name, as parts of others are, is none.
func entry(folder registry.Key, name string, view uint32) (checks.Software, bool) {
	key, err := registry.OpenKey(folder, name, registry.QUERY_VALUE|view)
	if err != nil {
		return checks.Software{}, false
	}
	defer key.Close()
	title, _, err := key.GetStringValue("DisplayName")
	if err != nil || !smartcardSoftware.MatchString(title) {
		return checks.Software{}, false
	}
	version, _, _ := key.GetStringValue("DisplayVersion") // without one it is not known
	return checks.Software{Name: title, Version: version}, true
}
