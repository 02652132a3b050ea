package filename

import (
	"net/http"
	"path"
	"strings"
)

// SniffLength is the number of bytes at the start of a file by which browsers recognise its type.
const SniffLength = 512

// activeTypes are the extensions of files that browsers show as pages, and whose scripts they run.
var activeTypes = map[string]bool{
	".html": true, ".htm": true, ".xhtml": true, ".xht": true, ".shtml": true, ".mht": true, ".mhtml": true,
	".xml": true, ".xsl": true, ".xslt": true, ".svgz": true,
}

// passiveTypes are the extensions of files whose type servers know, and whose content browsers never run as a page.
var passiveTypes = map[string]bool{
	".txt": true, ".csv": true, ".json": true, ".css": true, ".js": true, ".pdf": true, ".zip": true, ".gz": true,
	".doc": true, ".docx": true, ".xls": true, ".xlsx": true, ".ppt": true, ".pptx": true,
	".odt": true, ".ods": true, ".odp": true, ".rtf": true, ".epub": true, ".vtt": true,
	".mp3": true, ".mp4": true, ".webm": true, ".webp": true, ".woff2": true,
}

// IsPage reports whether browsers may open a file as a page and run its scripts. Pictures, such as .svg files, are
// checked separately.
//
// start returns the first [SniffLength] bytes. It is called only if the extension does not decide, and its error is
// returned.
func IsPage(name string, start func() ([]byte, error)) (bool, error) {
	switch extension := strings.ToLower(path.Ext(name)); {
	case activeTypes[extension]:
		return true, nil
	case passiveTypes[extension]:
		return false, nil
	}

	data, err := start()
	if err != nil {
		return false, err
	}

	detected := http.DetectContentType(data)

	return strings.HasPrefix(detected, "text/html") || strings.HasPrefix(detected, "text/xml"), nil
}
