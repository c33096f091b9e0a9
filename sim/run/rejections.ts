/**
 * Unhandled rejections during a run. Node reports them through process events, of which a test runner has listeners too; for
 * the time of a run they are set aside, and a rejection belongs to the run.
 */
/** Sends unhandled rejections to `handle` until the function returned is called. */
export function captureRejections(handle: (reason: unknown) => void): () => void {
  const event = 'unhandledRejection';
  const aside = process.listeners(event);
  process.removeAllListeners(event);
  process.on(event, handle);
  return () => {
    process.removeAllListeners(event);
    for (const listener of aside) process.on(event, listener);
  };
}
