/**
 * Unhandled rejections during a run, and exceptions in promise jobs that belong to no promise (`queueMicrotask`). Node reports
 * them through process events, of which a test runner has listeners too; for the time of a run these are set aside, and
 * what escapes belongs to the run.
 */

const events = ['unhandledRejection', 'uncaughtException'] as const;
type Listener = (...args: unknown[]) => void;

/** Sends what escapes from code to `handle` until the function returned is called. */
export function captureRejections(handle: (reason: unknown) => void): () => void {
  const listener: Listener = (reason) => handle(reason);
  const aside = events.map((event) => ({ event, listeners: process.listeners(event as 'exit') as Listener[] }));
  for (const event of events) {
    process.removeAllListeners(event);
    process.on(event, listener);
  }
  return () => {
    for (const { event, listeners } of aside) {
      process.removeAllListeners(event);
      for (const each of listeners) process.on(event, each);
    }
  };
}
