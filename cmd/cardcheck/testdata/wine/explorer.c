// Starts a program as the Windows shell does after a double click: a program recognises it by the name of its parent.
#include <windows.h>

int main(int argc, char **argv) {
  STARTUPINFOA start = {sizeof start};
  PROCESS_INFORMATION process;
  DWORD code = 1;
  if (argc < 2 || !CreateProcessA(argv[1], argc > 2 ? argv[2] : NULL, NULL, NULL, TRUE, 0, NULL, NULL, &start, &process)) return 99;
  WaitForSingleObject(process.hProcess, INFINITE);
  GetExitCodeProcess(process.hProcess, &code);
  return code;
}
