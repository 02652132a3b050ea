// Go programs need ProcessPrng, which Wine 8 does not have.
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(void *buffer, ULONG size);

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *buffer, SIZE_T size) {
  return SystemFunction036(buffer, (ULONG)size);
}
