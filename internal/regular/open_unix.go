//go:build unix

package regular

import "syscall"

// nonBlocking keeps opening a pipe from waiting for a writer.
const nonBlocking = syscall.O_NONBLOCK
