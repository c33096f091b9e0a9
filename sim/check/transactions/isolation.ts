/**
 * The isolation levels that a history can be held against, and the anomalies that refute them.
 *
 * An order of the committed transactions explains a serializable history. For lists the versions of every object are known
 * from what was read, so that such an order exists exactly if the dependency graph (Adya 1999) has no cycle.
 *
 * | anomaly | refutes |
 * |---|---|
 * | garbage-read, duplicate-elements, G1a, G1b, dirty-update, internal, future-read, incompatible-order, lost-update | all four |
 * | G0, G1c, G-single, G-nonadjacent | all four |
 * | G2-item | all but snapshot isolation |
 * | not-serializable: whichever of some writes came first, other cycles follow (registers only) | the level asked for |
 * | any of the cycles with `-process` | strong-session-serializable and strict-serializable |
 * | any of the cycles with `-realtime` | strict-serializable |
 */

/**
 * `strict-serializable`: the serial order respects real time: what had returned before another was called stands before it.
 * `strong-session-serializable`: it respects the order of each client. `serializable`: any order will do. `snapshot-isolation`:
 * each transaction reads one snapshot, and nobody else writes what it writes between its snapshot and its commit (Cerone and
 * Gotsman, PODC 2016, without sessions). A transaction sees its own writes on all levels.
 */
export type Isolation = 'strict-serializable' | 'strong-session-serializable' | 'serializable' | 'snapshot-isolation';

/** Anomalies that one look at a few transactions shows, the clearest first. */
export const plainAnomalies = [
  'garbage-read',
  'duplicate-elements',
  'dirty-update',
  'G1a',
  'G1b',
  'internal',
  'future-read',
  'incompatible-order',
  'lost-update',
] as const;

export type PlainAnomaly = (typeof plainAnomalies)[number];

/** Where an edge of the dependency graph comes from. `unseen`: a committed append that no read shows comes after all that are shown. */
export type EdgeRule = 'ww' | 'wr' | 'rw' | 'process' | 'realtime' | 'unseen';

export type TransactionRule = PlainAnomaly | EdgeRule;
