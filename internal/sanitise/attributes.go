package sanitise

import (
	"regexp"
	"strings"
)

// attributeReader reads the attributes of a start tag.
type attributeReader struct {
	reader  *reader
	token   *Token
	element string // as written by the writer
	class   string
}

// read reads the attributes, if there are any, and adds the class that the element itself stands for.
func (a *attributeReader) read(hasAttributes bool) {
	seen := map[string]bool{}
	a.class = allowed[a.element].class
	for more := hasAttributes; more; {
		var key, value []byte
		key, value, more = a.reader.tokenizer.TagAttr()
		name := string(key)
		if name == "" || seen[name] { // browsers use the first one
			continue
		}

		seen[name] = true
		text := clean(string(value))
		if a.reader.mode == Unsafe {
			a.readUnsafe(name, text)
		} else {
			a.readSafe(name, text)
		}
	}

	if a.class != "" && a.reader.mode != Unsafe {
		a.add("class", a.class)
	}
}

func (a *attributeReader) add(name, value string) {
	a.token.Attributes = append(a.token.Attributes, Attribute{name, value})
}

// readSafe keeps an allowed attribute, and reports one that is dangerous. Others have no effect and are left out.
func (a *attributeReader) readSafe(name, value string) {
	switch {
	case isHandler(name), name == "style", name == "srcdoc", name == "formaction":
		a.reader.find(RefusedAttribute, a.element, name)
	case a.readAddress(name, value):
	case name == "align":
		if alignment := strings.ToLower(value); alignments[alignment] {
			a.class = alignment
		}
	case a.isAllowed(name, trimUnit(name, value)):
		a.add(name, trimUnit(name, value))
	}
}

func (a *attributeReader) isAllowed(name, value string) bool {
	form := globalAttributes[name]
	if own := allowed[a.element].attributes[name]; own != nil {
		form = own
	}

	return form != nil && form.MatchString(value)
}

// trimUnit removes the unit from a length such as "300px".
func trimUnit(name, value string) string {
	if name == "width" || name == "height" {
		return strings.TrimSuffix(strings.TrimSpace(value), "px")
	}

	return value
}

// readUnsafe keeps an attribute. Those that name a file or a page are resolved, unless they lead to another site.
func (a *attributeReader) readUnsafe(name, value string) {
	if strings.ContainsAny(name, "\"'<\x00") {
		return
	}

	isPicture := a.element == "img" && name == "src"
	isOwn := !strings.Contains(value, ":") && !strings.HasPrefix(value, "//")
	isResolved := name == "id" || name == "alt" && a.element == "img" || name == "name" && a.element == "a" ||
		isOwn && (isPicture || name == "href" && a.element == "a")
	if isResolved && a.readAddress(name, value) && name != "alt" {
		return
	}

	a.add(name, value)
}

// readAddress reads an attribute that is an anchor, or an address to resolve, or the text of a picture. It reports
// whether it is one.
func (a *attributeReader) readAddress(name, value string) bool {
	t := a.token
	switch {
	case name == "id", name == "name" && a.element == "a" && t.ID == "":
		t.ID = strings.TrimSpace(value)
	case name == "href" && a.element == "a", name == "src" && a.element == "img":
		a.addLink(Address{Value: value})
	case name == "srcset" && a.element == "source":
		a.readCandidates(value)
	case name == "alt" && a.element == "img":
		t.Alt = strings.Join(strings.Fields(value), " ")
	default:
		return false
	}

	return true
}

var descriptor = regexp.MustCompile(`^[0-9]{1,6}(?:\.[0-9]{1,3})?[xw]$`)

// readCandidates reads the files of a srcset: "small.png, large.png 2x".
func (a *attributeReader) readCandidates(srcset string) {
	for candidate := range strings.SplitSeq(srcset, ",") {
		fields := strings.Fields(candidate)
		if len(fields) == 0 {
			continue
		}

		var link Address
		if last := len(fields) - 1; last > 0 && descriptor.MatchString(fields[last]) {
			link.Descriptor = fields[last]
			fields = fields[:last]
		}

		link.Value = strings.Join(fields, " ") // some programs write spaces that should be %20
		a.addLink(link)
	}
}

func (a *attributeReader) addLink(link Address) {
	link.Value = cleanAddress(link.Value)
	if a.reader.mode == Safe && isUnsafeAddress(link.Value) {
		a.reader.find(RefusedAddress, a.element, link.Value)
		return
	}

	a.token.Links = append(a.token.Links, link)
}
