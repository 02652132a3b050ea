//go:build !linux

package serve

// remoteFileSystem returns the name of the file system of a folder if changes are not always reported, or "". Elsewhere
// than on Linux, this is not known.
func remoteFileSystem(string) string { return "" }

// raise returns a hint to raise a limit of the system: none, since the limit is not known.
func raise(string, int) string { return "" }
