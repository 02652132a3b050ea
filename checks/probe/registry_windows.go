package probe

import (
	"errors"
	"io/fs"
	"slices"
	"strconv"

	"golang.org/x/sys/windows/registry"

	"signpost/checks"
)

// uninstall is the key in which installers register programs.
const uninstall = `SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall`

// roots are the hives for programs of all users and of the current user.
var roots = []registry.Key{registry.LOCAL_MACHINE, registry.CURRENT_USER}

// software lists the installed smartcard software from both views of the registry, for 32-bit and 64-bit programs.
func (c computer) software() (installation, error) {
	var errs []error
	var found installation
	for _, root := range roots {
		for _, view := range []uint32{registry.WOW64_64KEY, registry.WOW64_32KEY} {
			list, err := installedIn(root, view)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				errs = append(errs, err)
			}

			for _, s := range list {
				if !slices.Contains(found.list, s) {
					found.list = append(found.list, s)
				}
			}
		}
	}

	found.searched = len(errs) == 0

	return found, errors.Join(errs...)
}

func installedIn(root registry.Key, view uint32) ([]checks.Software, error) {
	folder, err := registry.OpenKey(root, uninstall, registry.ENUMERATE_SUB_KEYS|view)
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

// entry returns one program. Entries without a name are parts of other programs.
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

	version, _, _ := key.GetStringValue("DisplayVersion") // empty if there is none

	return checks.Software{Name: title, Version: version}, true
}

// dotNet reads the release number, as Microsoft documents it.
func (c computer) dotNet() (*checks.DotNet, error) {
	seen := &checks.DotNet{Origin: c.origin("registry")}
	key, err := registry.OpenKey(registry.LOCAL_MACHINE,
		`SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full`, registry.QUERY_VALUE|registry.WOW64_64KEY)
	if errors.Is(err, fs.ErrNotExist) {
		return seen, nil
	}

	if err != nil {
		return nil, err
	}
	defer key.Close()

	seen.Release, _, err = key.GetIntegerValue("Release")
	if errors.Is(err, fs.ErrNotExist) { // before 4.5
		err = nil
	}

	return seen, err
}

// browsers lists the keys of browser policies.
var browsers = []struct{ name, folder string }{
	{checks.BrowserChrome, `SOFTWARE\Policies\Google\Chrome`},
	{checks.BrowserEdge, `SOFTWARE\Policies\Microsoft\Edge`},
}

// policies reads the browser policies that matter. Policies of the computer take precedence over those of the user.
func (c computer) policies() (*checks.Policies, error) {
	seen := &checks.Policies{Origin: c.origin("registry"), List: []checks.BrowserPolicy{}}
	for _, b := range browsers {
		for _, name := range checks.PolicyNames() {
			for _, root := range roots {
				values, err := policy(root, b.folder, name)
				if err != nil {
					return nil, err
				}

				if len(values) > 0 {
					seen.List = append(seen.List, checks.BrowserPolicy{
						Browser: b.name,
						Name:    name,
						Values:  values,
					})

					break
				}
			}
		}
	}

	return seen, nil
}

// policy returns the values of a policy: a number, a string or, for lists, a key with strings.
func policy(root registry.Key, folder, name string) ([]string, error) {
	if values, err := single(root, folder, name); len(values) > 0 || err != nil {
		return values, err
	}

	list, err := registry.OpenKey(root, folder+`\`+name, registry.QUERY_VALUE)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}

	if err != nil {
		return nil, err
	}
	defer list.Close()

	names, err := list.ReadValueNames(-1)
	var values []string
	for _, n := range names {
		if text, _, err := list.GetStringValue(n); err == nil {
			values = append(values, text)
		}
	}

	return values, err
}

func single(root registry.Key, folder, name string) ([]string, error) {
	key, err := registry.OpenKey(root, folder, registry.QUERY_VALUE)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}

	if err != nil {
		return nil, err
	}
	defer key.Close()

	if n, _, err := key.GetIntegerValue(name); err == nil {
		return []string{strconv.FormatUint(n, 10)}, nil
	}

	if text, _, err := key.GetStringValue(name); err == nil {
		return []string{text}, nil
	}

	return nil, nil
}

// browser returns the default browser for https addresses.
func (c computer) browser() (*checks.Browser, error) {
	key, err := registry.OpenKey(registry.CURRENT_USER,
		`SOFTWARE\Microsoft\Windows\Shell\Associations\UrlAssociations\https\UserChoice`, registry.QUERY_VALUE)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil // no browser was chosen: Windows decides
	}

	if err != nil {
		return nil, err
	}
	defer key.Close()

	id, _, err := key.GetStringValue("ProgId")
	if err != nil {
		return nil, err
	}

	return &checks.Browser{Origin: c.origin("registry"), ID: id}, nil
}
