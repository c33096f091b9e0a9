/**
 * What plans are drawn from: plain records, arrays, integers and choices, and nothing mapped or chained, so that fast-check can
 * shrink a plan that it did not generate.
 */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { bounds } from '../model/bounds.ts';
import type { CorfuPlan, PlannedOperation, PositionReference } from '../model/plan.ts';
import type { CorfuSpecification, Range, Workload } from '../model/scenario.ts';

const THINK_MICROS: Range = [0, 5_000];
const PAYLOAD_BYTES: Range = [8, 96];
const RANGE_LENGTH: Range = [2, 12];
/** As many as Tango has. */
const BACKPOINTERS: Range = 4;
/** More than there mostly are: which stream a number means is counted round. */
const STREAM_NUMBERS = { min: 0, max: 11 };

/** What a cluster is drawn from when the scenario says nothing. */
const SYSTEM = {
  stripes: [1, 2],
  chainLength: [2, 3],
  layoutServers: 0,
  spareLayoutServers: 0,
  sequencers: 1,
  spares: 0,
  managers: 0,
  delayMicros: [50, 300],
  jitterMicros: [1, 500],
  timeoutMicros: [4_000, 12_000],
  fillDelayMicros: [0, 15_000],
  flashBlocks: [24, 48],
  flashPagesPerBlock: [8, 12],
  leaseMicros: 100_000,
  driftPpm: 50_000,
} as const satisfies Partial<Record<keyof CorfuPlan, Range>>;

export function systemArbitrary(specification: CorfuSpecification): Arbitrary<CorfuPlan> {
  const range = (name: keyof typeof SYSTEM): Arbitrary<number> => integerIn(specification[name] ?? SYSTEM[name]);
  const { replication = 'client-driven', strength = 'confirmed', streams, backpointers = BACKPOINTERS } = specification;
  // Last and only where asked for, so that a log without streams is drawn as if there were none in the world.
  const ofStreams = streams === undefined ? {} : { streams: integerIn(streams), backpointers: integerIn(backpointers) };
  return plain<CorfuPlan>({
    stripes: range('stripes'),
    chainLength: range('chainLength'),
    replication:
      replication === 'either'
        ? fc.constantFrom<CorfuPlan['replication']>('client-driven', 'server-forwarded')
        : fc.constant(replication),
    layoutServers: range('layoutServers'),
    spareLayoutServers: range('spareLayoutServers'),
    sequencers: range('sequencers'),
    spares: range('spares'),
    managers: range('managers'),
    delayMicros: range('delayMicros'),
    jitterMicros: range('jitterMicros'),
    timeoutMicros: range('timeoutMicros'),
    fillDelayMicros: range('fillDelayMicros'),
    flashBlocks: range('flashBlocks'),
    flashPagesPerBlock: range('flashPagesPerBlock'),
    strength: fc.constant(strength),
    leaseMicros: range('leaseMicros'),
    driftPpm: range('driftPpm'),
    ...ofStreams,
  });
}

/** Where operations of a kind go, and how far back: recent positions are where the races are. */
const targets: Record<PlannedOperation['op'], { readonly of: readonly PositionReference[]; readonly back: Range }> = {
  append: { of: ['tail'], back: 0 },
  checkTail: { of: ['tail'], back: 0 },
  read: { of: ['acknowledged', 'tail', 'acknowledged', 'hole', 'trimmed'], back: [0, 8] },
  readRange: { of: ['tail', 'acknowledged'], back: [0, 16] },
  readStream: { of: ['tail'], back: 0 },
  fill: { of: ['hole', 'tail'], back: [0, 3] },
  trim: { of: ['acknowledged', 'hole', 'tail'], back: [0, 12] },
  prefixTrim: { of: ['acknowledged', 'tail'], back: [4, 24] },
};

/** How many streams an operation names. */
const streamsOf = { append: bounds.streamsOfEntry, readStream: [1, 1] } as const satisfies Partial<
  Record<PlannedOperation['op'], Range>
>;

function streamNumbers([minLength, maxLength]: readonly [number, number]): Arbitrary<number[]> {
  return fc.uniqueArray(fc.integer(STREAM_NUMBERS), { minLength, maxLength, size: 'max' });
}

export function operationArbitrary(workload: Workload, hasStreams = false): Arbitrary<PlannedOperation> {
  const thinkMicros = integerIn(workload.thinkMicros ?? THINK_MICROS);
  const choices = Object.entries(workload.mix).map(([name, weight]) => {
    const op = name as PlannedOperation['op'];
    const size = op === 'append' ? (workload.payloadBytes ?? PAYLOAD_BYTES) : op === 'readRange' ? RANGE_LENGTH : 0;
    const { of, back } = targets[op];
    const ofStreams = hasStreams && name in streamsOf ? { streams: streamNumbers(streamsOf[name as 'append']) } : {};
    const arbitrary = plain<PlannedOperation>({
      op: fc.constant(op),
      size: integerIn(size),
      of: fc.constantFrom(...of),
      back: integerIn(back),
      thinkMicros,
      ...ofStreams,
    });
    return { weight, arbitrary };
  });
  return fc.oneof(...choices);
}

/** A record with the ordinary prototype, as JSON would give it. */
function plain<T>(fields: { [K in keyof T]: Arbitrary<T[K]> }): Arbitrary<T> {
  return fc.record<T>(fields, { noNullPrototype: true });
}

export function integerIn(range: Range): Arbitrary<number> {
  return typeof range === 'number' ? fc.constant(range) : fc.integer({ min: range[0], max: range[1] });
}
