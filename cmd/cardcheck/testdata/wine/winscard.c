// A fake winscard.dll for tests. Environment variables control the smartcard service that it simulates.
//
//   CARD_ESTABLISH   error number that SCardEstablishContext returns, in hexadecimal
//   CARD_READERS     names of the readers, separated by |; if it is empty, SCardListReaders returns NO_READERS
//
// The name of a reader controls how its card behaves: with "connect 8010000B" or "transmit 80100068" that call returns
// that error, with "hang" SCardConnect never returns, with "empty" there is no card, and with "status 6A82" every
// response has that status word.
#define WIN32_LEAN_AND_MEAN // leaves out the declarations of the real winscard.dll
#include <windows.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const WCHAR *reader;
  void *user;
  DWORD current, event, atr_length;
  BYTE atr[36];
} state;

#define NO_READERS 0x8010002E
#define NO_CARD 0x8010000C
#define TIMEOUT 0x8010000A
#define API __declspec(dllexport) LONG WINAPI

// Returns the hexadecimal number after a prefix of text, or 0 if text does not begin with the prefix.
static LONG number(const char *text, const char *prefix) {
  size_t n = strlen(prefix);
  return strncmp(text, prefix, n) ? 0 : (LONG)strtoul(text + n, NULL, 16);
}

static void narrow(const WCHAR *wide, char *text, int size) {
  WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, size, NULL, NULL);
}

static char connected[256]; // each process connects to one card only

API SCardEstablishContext(DWORD scope, void *a, void *b, ULONG_PTR *context) {
  const char *error = getenv("CARD_ESTABLISH");
  *context = 1;
  return error ? (LONG)strtoul(error, NULL, 16) : 0;
}

API SCardReleaseContext(ULONG_PTR context) { return 0; }

API SCardListReadersW(ULONG_PTR context, const WCHAR *groups, WCHAR *names, DWORD *size) {
  const char *readers = getenv("CARD_READERS");
  if (!readers || !*readers) return NO_READERS;
  WCHAR list[4096];
  DWORD n = MultiByteToWideChar(CP_UTF8, 0, readers, -1, list, 4095);
  for (DWORD i = 0; i < n; i++) if (list[i] == '|') list[i] = 0;
  list[n] = 0;
  if (names) memcpy(names, list, (n + 1) * sizeof(WCHAR));
  *size = n + 1;
  return 0;
}

API SCardGetStatusChangeW(ULONG_PTR context, DWORD limit, state *states, DWORD count) {
  BOOL changed = FALSE;
  for (DWORD i = 0; i < count; i++) {
    char name[256];
    narrow(states[i].reader, name, sizeof name);
    if (name[0] == '\\') continue; // the notification of new readers
    DWORD event = strcmp(name, "empty") ? 0x22 : 0x12;
    states[i].event = event | 1 << 16;
    if (event == 0x22) {
      memcpy(states[i].atr, "\x3B\x02\x14\x50", 4);
      states[i].atr_length = 4;
    }
    if ((states[i].current & 0xFFFF) != (event & ~2)) changed = TRUE;
  }
  if (changed || !limit) return 0;
  Sleep(limit);
  return TIMEOUT;
}

API SCardConnectW(ULONG_PTR context, const WCHAR *reader, DWORD mode, DWORD protocols, ULONG_PTR *card,
                  DWORD *protocol) {
  narrow(reader, connected, sizeof connected);
  if (!strcmp(connected, "hang")) Sleep(INFINITE);
  if (!strcmp(connected, "empty")) return NO_CARD;
  *card = 1;
  *protocol = 1;
  return number(connected, "connect ");
}

API SCardReconnect(ULONG_PTR card, DWORD mode, DWORD protocols, DWORD end, DWORD *protocol) { return 0; }
API SCardDisconnect(ULONG_PTR card, DWORD end) { return 0; }
API SCardBeginTransaction(ULONG_PTR card) { return number(connected, "begin "); }
API SCardEndTransaction(ULONG_PTR card, DWORD end) { return 0; }

API SCardTransmit(ULONG_PTR card, const void *header, const BYTE *command, DWORD length, void *back, BYTE *answer,
                  DWORD *size) {
  LONG status = number(connected, "status ");
  answer[0] = (BYTE)(status >> 8);
  answer[1] = (BYTE)status;
  *size = 2;
  return number(connected, "transmit ");
}
