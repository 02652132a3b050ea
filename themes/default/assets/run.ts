/** Runs the parts of a script. The browser reports one that fails, and the others run. */
export function runEach(...parts: readonly (() => void)[]): void {
  for (const part of parts) {
    try {
      part();
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}
