package checks

import (
	"cmp"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
)

// secrets returns the names of people, users and computers in the fields that contain nothing else. Any other text
// can also contain them.
func (f *Facts) secrets() []string {
	var list []string
	if f.Host != nil {
		list = append(list, f.Host.Name, f.Host.User)
	}

	if f.Host != nil && f.Host.Network != nil {
		list = append(list, proxyName.FindAllString(f.Host.Network.Proxy, -1)...)
	}

	if f.Identity != nil {
		list = append(list, f.Identity.Name, folderUser(f.Identity.File))
	}

	if f.Setup != nil {
		list = append(list, f.Setup.EMIS.Accounts...)
		list = append(list, folderUser(f.Setup.File))
	}

	for _, r := range f.Readers {
		for _, c := range r.Content.Certificates() {
			list = append(list, subjectNames(c.Subject)...)
		}
	}

	return longestFirst(slices.DeleteFunc(list, isCommon))
}

// subjectNames returns the names and addresses of the holder in the subject of a certificate.
func subjectNames(subject string) []string {
	var list []string
	for part := range strings.SplitSeq(subject, ", ") {
		key, value, _ := strings.Cut(part, "=")
		switch key {
		case "CN", "SN", "GN", "UID", "emailAddress":
			list = append(list, value)
		}
	}

	return list
}

// isCommon reports whether a word is part of one that the checks look for: a computer can be called localhost, and
// a user smartcard. Such a word identifies no one, and removing it would change what the checks decide.
func isCommon(word string) bool {
	word = strings.ToLower(strings.TrimSpace(word))
	return slices.ContainsFunc(commonWords(), func(c string) bool {
		return strings.Contains(strings.ToLower(c), word)
	})
}

// commonWords returns the words that the checks look for.
func commonWords() []string {
	p := currentPolicy()
	words := slices.Concat(
		[]string{SystemEMIS, SystemSystmOne, LocalAddress, "nhs.uk", "Active", "windows", Yes, No},
		[]string{smartcardService, p.ActivityCodes.Position, p.Management.Service},
		[]string{BrowserChrome, BrowserEdge, ExchangePIV, ExchangeRead},
		[]string{SocketDenied, SocketOpen, SocketStale},
		[]string{StepConnect, StepTransaction, StepTransmit, StepRead},
		[]string{StageName, StageConnect, StageProxy, StageSecure, StageAnswer},
		p.Management.Names,
		PolicyNames(),
		slices.Collect(maps.Keys(p.Browsers.Known)),
	)

	for _, s := range p.Software {
		for _, name := range []string{s.Name, s.Successor} {
			words = append(words, name, strings.ReplaceAll(name, " ", ""))
		}
	}

	return words
}

// proxyName matches the names of computers and users in the address of a proxy, but not numbers.
var proxyName = regexp.MustCompile(`[\w.-]*[A-Za-z][\w.-]*`)

// longestFirst drops words that are too short to be recognised in a text, and sorts the others so that a name is
// removed before any part of it.
func longestFirst(list []string) []string {
	var long []string
	for _, s := range list {
		if s = strings.TrimSpace(s); len(s) >= 4 {
			long = append(long, s)
		}
	}

	slices.SortFunc(long, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})

	return slices.Compact(long)
}

// userFolder matches the home folder of a user, on any system.
var userFolder = regexp.MustCompile(`(?i)[\\/](?:users|home|documents and settings)[\\/]([^\\/]+)`)

func folderUser(path string) string {
	if m := userFolder.FindStringSubmatch(path); m != nil {
		return m[1]
	}

	return ""
}

// server matches the name of a file server: "\\\\server\\folder".
var server = regexp.MustCompile(`\\\\[^\\/\s"']+`)

// wholeID matches numbers as long as the IDs of cards, users and roles.
var wholeID = regexp.MustCompile(`[0-9]{12,}`)

// hider returns a function that removes secrets from a text, and masks all but the last three digits of IDs.
func hider(secrets []string) func(string) string {
	patterns := make([]*regexp.Regexp, len(secrets))
	for i, s := range secrets {
		patterns[i] = regexp.MustCompile("(?i)" + regexp.QuoteMeta(s))
	}

	return func(text string) string {
		for _, p := range patterns {
			text = p.ReplaceAllLiteralString(text, "...")
		}

		text = userFolder.ReplaceAllString(text, "/...")
		text = server.ReplaceAllLiteralString(text, `\\...`)

		return hideContacts(wholeID.ReplaceAllStringFunc(text, maskID))
	}
}

// rewrite returns a deep copy of v in which change was applied to every string.
func rewrite[T any](v T, change func(string) string) T {
	return rewriteValue(reflect.ValueOf(&v).Elem(), change).Interface().(T)
}

var timeType = reflect.TypeFor[time.Time]()

func rewriteValue(v reflect.Value, change func(string) string) reflect.Value {
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	switch {
	case v.Kind() == reflect.String:
		c.SetString(change(v.String()))
	case v.Kind() == reflect.Pointer && !v.IsNil():
		c.Set(reflect.New(v.Type().Elem()))
		c.Elem().Set(rewriteValue(v.Elem(), change))

	case v.Kind() == reflect.Slice && !v.IsNil():
		c.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			c.Index(i).Set(rewriteValue(v.Index(i), change))
		}

	case v.Kind() == reflect.Struct && v.Type() != timeType:
		for i := range v.NumField() {
			c.Field(i).Set(rewriteValue(v.Field(i), change))
		}
	}

	return c
}
