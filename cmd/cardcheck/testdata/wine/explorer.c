// A stand-in for Windows Explorer: it starts a program as a double click does, or as a shortcut with a command line
// does. A program recognises Explorer by the name of its parent process.
#include <windows.h>

int main(int argc, char **argv) {
  STARTUPINFOA start = {sizeof start};
  PROCESS_INFORMATION process;
  DWORD code = 1;
  if (argc < 2) return 99;
  char *command = argc > 2 ? argv[2] : NULL;
  if (!CreateProcessA(argv[1], command, NULL, NULL, TRUE, 0, NULL, NULL, &start, &process)) return 99;
  WaitForSingleObject(process.hProcess, INFINITE);
  GetExitCodeProcess(process.hProcess, &code);
  return code;
}
