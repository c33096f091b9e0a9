/** What waits to happen. Which entry comes next is for the queue to say: the earliest, or the one that somebody chooses. */
export interface QueueEntry {
  readonly time: number;
  readonly tie: number;
  readonly sequence: number;
  /** Where the queue keeps it, or -1 when it is in none. */
  place: number;
}

export interface EventQueue<E extends QueueEntry> {
  push(entry: E): void;
  /** Takes out the entry that comes next; undefined: nothing does. */
  pop(): E | undefined;
  /** Removes `entry`; does nothing when it is not in the queue. */
  remove(entry: E): void;
  /** Removes all entries for which `doomed` is true. */
  removeWhere(doomed: (entry: E) => boolean): void;
  /** The entries in no particular order. */
  values(): Iterable<E>;
}
