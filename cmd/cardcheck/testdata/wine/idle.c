// A program that waits until its standard input ends. With an argument, it is a Windows service that runs until it is
// stopped.
#include <windows.h>
#include <stdio.h>

static SERVICE_STATUS_HANDLE handle;
static SERVICE_STATUS status = {SERVICE_WIN32_OWN_PROCESS, SERVICE_RUNNING, SERVICE_ACCEPT_STOP};

static void WINAPI control(DWORD request) {
  if (request == SERVICE_CONTROL_STOP) status.dwCurrentState = SERVICE_STOPPED;
  SetServiceStatus(handle, &status);
}

static void WINAPI serve(DWORD argc, LPWSTR *argv) {
  handle = RegisterServiceCtrlHandlerW(L"", control);
  SetServiceStatus(handle, &status);
}

int main(int argc, char **argv) {
  SERVICE_TABLE_ENTRYW table[] = {{L"", serve}, {NULL, NULL}};
  if (argc > 1) return !StartServiceCtrlDispatcherW(table);
  puts("ready");
  fflush(stdout);
  while (getchar() != EOF) {
  }
  return 0;
}
