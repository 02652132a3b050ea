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

// secrets is what the facts themselves say must not leave the computer: names of people, of users and of computers. They can
// stand in any other text too.
func (f *Facts) secrets() []string {
	var list []string
	if f.Host != nil {
		list = append(list, f.Host.Name, f.Host.User)
		if f.Host.Network != nil {
			list = append(list, proxyName.FindAllString(f.Host.Network.Proxy, -1)...)
		}
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
			for _, part := range strings.Split(c.Subject, ", ") {
				if key, value, _ := strings.Cut(part, "="); slices.Contains([]string{"CN", "SN", "GN", "UID", "emailAddress"}, key) {
					list = append(list, value)
				}
			}
		}
	}
	return longestFirst(slices.DeleteFunc(list, isCommon))
}

// isCommon reports whether a word is one that the checks look for themselves. It tells of nobody, and without it they would decide otherwise: a computer
// can be called localhost, and a user smartcard.
func isCommon(word string) bool {
	p := currentPolicy()
	common := []string{
		SystemEMIS, SystemSystmOne, LocalAddress, "nhs.uk", smartcardService, p.ActivityCodes.Position, p.Management.Service,
		BrowserChrome, BrowserEdge, ExchangePIV, ExchangeRead, "Active", Yes, No, "windows", SocketDenied, SocketOpen, SocketStale,
		StepConnect, StepTransaction, StepTransmit, StepRead, StageName, StageConnect, StageProxy, StageSecure, StageAnswer,
	}
	common = slices.Concat(common, p.Management.Names, PolicyNames(), slices.Collect(maps.Keys(p.Browsers.Known)))
	for _, s := range p.Software {
		common = append(common, s.Name, s.Successor, strings.ReplaceAll(s.Name, " ", ""), strings.ReplaceAll(s.Successor, " ", ""))
	}
	word = strings.ToLower(strings.TrimSpace(word))
	return slices.ContainsFunc(common, func(c string) bool { return strings.Contains(strings.ToLower(c), word) })
}

// proxyName is a name in the address of a proxy: of a computer, or of who may use it. A number is none.
var proxyName = regexp.MustCompile(`[\w.-]*[A-Za-z][\w.-]*`)

// longestFirst drops what is too short to be told from other words, and sorts so that no name hides a part of a longer one.
func longestFirst(list []string) []string {
	var long []string
	for _, s := range list {
		if s = strings.TrimSpace(s); len(s) >= 4 {
			long = append(long, s)
		}
	}
	slices.SortFunc(long, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return slices.Compact(long)
}

// userFolder is the folder of a user, on any system.
var userFolder = regexp.MustCompile(`(?i)[\\/](?:users|home|documents and settings)[\\/]([^\\/]+)`)

func folderUser(path string) string {
	if m := userFolder.FindStringSubmatch(path); m != nil {
		return m[1]
	}
	return ""
}

// server is the name of a computer that shares folders: "\\\\server\\folder".
var server = regexp.MustCompile(`\\\\[^\\/\s"']+`)

// wholeID is a number as long as those of cards, people and roles, wherever it stands.
var wholeID = regexp.MustCompile(`[0-9]{12,}`)

// hider takes secrets out of a text, and shortens the numbers of cards and people to their last three digits.
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
		return wholeID.ReplaceAllStringFunc(text, maskID)
	}
}

// rewrite is a deep copy of v in which every text went through change.
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
