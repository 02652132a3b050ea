package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// terminalColumns returns the width of the terminal in characters, or false if the file is not a terminal.
func terminalColumns(f *os.File) (int, bool) {
	var info windows.ConsoleScreenBufferInfo
	if err := windows.GetConsoleScreenBufferInfo(windows.Handle(f.Fd()), &info); err != nil {
		return 0, false
	}
	return int(info.Window.Right-info.Window.Left) + 1, true
}
