package generate

import (
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
)

// GC is the setting of the garbage collector during a build. It does nothing if the user has set GOGC.
//
// In a build of 10,000 articles, collections take 1.2 s of processor time with the default setting, 0.75 s with the
// growths alone and 0.45 s with the ballast, at a peak of 184, 181 and 191 MB. The growths matter more for large sites.
type GC struct {
	ballast  []byte
	previous int
}

const (
	// growthReading and growthWriting are the heap growths, in percent, at which the collector runs. While articles are
	// read, few objects stay alive. While the site is written, memory use is at its peak.
	growthReading = 250
	growthWriting = 60

	// ballastSize is the size of memory that is allocated but never touched, so that the kernel does not provide it. It
	// counts as part of the heap: without it, the collector would run after every few megabytes.
	ballastSize = 16 << 20
)

// StartGC sets the garbage collector up for reading articles. The caller must call Stop after the build.
func StartGC(environ []string) *GC {
	isSet := slices.ContainsFunc(environ, func(variable string) bool {
		value, ok := strings.CutPrefix(variable, "GOGC=")
		return ok && value != ""
	})
	if isSet {
		return nil
	}

	return &GC{
		ballast:  make([]byte, ballastSize),
		previous: debug.SetGCPercent(growthReading),
	}
}

// StartWriting sets the garbage collector up for writing the site.
func (g *GC) StartWriting() {
	if g != nil {
		debug.SetGCPercent(growthWriting)
	}
}

// Stop restores the setting.
func (g *GC) Stop() {
	if g != nil {
		debug.SetGCPercent(g.previous)
		runtime.KeepAlive(g.ballast)
	}
}
