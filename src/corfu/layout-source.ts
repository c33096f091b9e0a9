import type { Layout } from './layout.ts';

/** Where a client gets layouts from. */
export interface LayoutSource {
  /** The newest layout this client has heard of. */
  current(): Layout;
  /** Asks whether there is a newer one; called after a step met something that a newer layout would explain. */
  refresh(): Promise<unknown>;
  /** Was `epoch` the newest, with nobody having begun to end it, at some instant between call and return? */
  confirm(epoch: number): Promise<boolean>;
}

/** A layout that is agreed on before the log starts and never changes. */
export function fixedLayout(layout: Layout): LayoutSource {
  return { current: () => layout, refresh: () => Promise.resolve(), confirm: () => Promise.resolve(true) };
}
