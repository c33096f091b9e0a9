/**
 * How large a cluster and its workload may be, smallest and largest, in scenarios and in capsules. Whoever asks for more has
 * slipped: nobody has the memory or the time for such a run.
 */
export type Bounds = readonly [least: number, most: number];

/** An hour. */
const MICROS_MAX = 3_600_000_000;

export const bounds = {
  stripes: [1, 64],
  chainLength: [1, 16],
  layoutServers: [0, 15],
  spareLayoutServers: [0, 15],
  sequencers: [1, 8],
  spares: [0, 64],
  managers: [0, 8],
  delayMicros: [0, MICROS_MAX],
  jitterMicros: [1, MICROS_MAX],
  timeoutMicros: [1, MICROS_MAX],
  fillDelayMicros: [0, MICROS_MAX],
  /** The least is what a unit needs to collect garbage with a block or two gone bad. */
  flashBlocks: [8, 100_000],
  flashPagesPerBlock: [2, 1_024],
  leaseMicros: [1, MICROS_MAX],
  /** Beyond, nobody would call it a clock. */
  driftPpm: [0, 500_000],
  streams: [1, 1_000],
  backpointers: [1, 8],
  /** Of one entry. */
  streamsOfEntry: [0, 2],
  clients: [1, 1_000],
  /** Of one client. */
  operations: [0, 100_000],
  thinkMicros: [0, MICROS_MAX],
  /** The most is what fits a page of the simulated flash. */
  payloadBytes: [0, 152],
  /** The same, beside as many streams with as many backpointers as there may be. */
  payloadBytesBesideStreams: [0, 105],
  /** Of a range that is read. */
  positions: [0, 10_000],
  /** Of one seed. */
  faults: [0, 1_000],
  /** Of one step, and of replies taken for lost, in a small world. */
  attempts: [1, 8],
  timeouts: [0, 8],
  /** When the operator orders something. */
  atMicros: [0, MICROS_MAX],
} as const satisfies Readonly<Record<string, Bounds>>;
