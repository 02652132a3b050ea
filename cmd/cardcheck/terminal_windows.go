package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// columns is how many characters fit on a line of the terminal to which f leads. It reports false where that is none.
func columns(f *os.File) (int, bool) {
	var info windows.ConsoleScreenBufferInfo
	if err := windows.GetConsoleScreenBufferInfo(windows.Handle(f.Fd()), &info); err != nil {
		return 0, false
	}
	return int(info.Window.Right-info.Window.Left) + 1, true
}
