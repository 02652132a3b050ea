//go:build !linux

package probe

// socketState returns nothing: only on Linux does the service have a socket file that can be observed.
func socketState(func(string) string) string { return "" }
