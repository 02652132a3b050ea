//go:build !unix

package regular

// nonBlocking is not needed: no file in a folder is a pipe.
const nonBlocking = 0
