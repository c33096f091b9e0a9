/**
 * What a capsule file must look like. Capsules are kept for years and edited by hand, and may be cut short by a full disk, so every
 * field is checked before a plan is run. A plan may carry more about its system than this version knows.
 */
import { z } from 'zod';
import { strengths } from '../../src/corfu/strength.ts';
import { type Bounds, bounds } from './bounds.ts';
import type { Capsule } from './capsule.ts';
import { InputError, messageOf } from './input-error.ts';
import { unknownName } from './nearest-name.ts';
import { plainIssue } from './plain-issue.ts';
import { changeKinds } from './plan.ts';
import { worldChanges } from './planned-world.ts';
import { pathText, valueAt } from './value-path.ts';

const whole = z.int().nonnegative();

const within = ([least, most]: Bounds) => z.int().min(least).max(most);

const common = {
  of: z.enum(['acknowledged', 'tail', 'hole', 'trimmed']),
  back: whole,
  thinkMicros: whole,
  streams: z.array(whole).max(bounds.streamsOfEntry[1]).exactOptional(),
};

const operation = z.discriminatedUnion(
  'op',
  [
    z
      .looseObject({ op: z.literal('append'), size: within(bounds.payloadBytes), ...common })
      .refine(({ size, streams }) => streams === undefined || size <= bounds.payloadBytesBesideStreams[1], {
        error: `the payload of an entry with streams has at most ${bounds.payloadBytesBesideStreams[1]} bytes`,
        path: ['size'],
      }),
    z.looseObject({ op: z.literal('readRange'), size: within(bounds.positions), ...common }),
    z.looseObject({
      op: z.enum(['read', 'readStream', 'checkTail', 'fill', 'trim', 'prefixTrim']),
      size: whole,
      ...common,
    }),
  ],
  { error: 'expected append, read, readRange, readStream, checkTail, fill, trim or prefixTrim' },
);

const system = z.looseObject({
  stripes: within(bounds.stripes),
  chainLength: within(bounds.chainLength),
  replication: z.enum(['client-driven', 'server-forwarded']),
  // Capsules of older versions have a fixed layout, and do not say so.
  layoutServers: within(bounds.layoutServers).default(0),
  spareLayoutServers: within(bounds.spareLayoutServers).default(0),
  sequencers: within(bounds.sequencers).default(1),
  spares: within(bounds.spares).default(0),
  managers: within(bounds.managers).default(0),
  delayMicros: within(bounds.delayMicros),
  jitterMicros: within(bounds.jitterMicros),
  timeoutMicros: within(bounds.timeoutMicros),
  fillDelayMicros: within(bounds.fillDelayMicros),
  flashBlocks: within(bounds.flashBlocks),
  flashPagesPerBlock: within(bounds.flashPagesPerBlock),
  // Nor do they know of more than one strength.
  strength: z.enum(strengths).default('confirmed'),
  leaseMicros: within(bounds.leaseMicros).default(1),
  driftPpm: within(bounds.driftPpm).default(0),
  attemptsMax: within(bounds.attempts).exactOptional(),
  streams: within(bounds.streams).exactOptional(),
  backpointers: within(bounds.backpointers).exactOptional(),
});

const world = z.strictObject({
  timeouts: within(bounds.timeouts),
  reconfigurers: z.array(z.enum(worldChanges)),
  choices: z.array(z.string()),
});

const plan = z.strictObject({
  format: z.literal(1),
  scenario: z.string(),
  seed: whole,
  system,
  clients: z
    .array(z.array(operation).max(bounds.operations[1], `a client has at most ${bounds.operations[1]} operations`))
    .max(bounds.clients[1], `there are at most ${bounds.clients[1]} clients`),
  faults: z.array(z.object({ kind: z.string() }).catchall(z.union([z.number(), z.string()]))),
  changes: z
    .array(
      z.strictObject({
        change: z.enum(changeKinds, { error: ({ input }) => unknownName('change', String(input), changeKinds) }),
        atMicros: within(bounds.atMicros),
      }),
    )
    .exactOptional(),
  world: world.exactOptional(),
});

const verdict = z.looseObject({
  kind: z.enum(['pass', 'violation', 'stuck', 'unavailable', 'vacuous', 'nondeterministic', 'inconclusive']),
  property: z.string().exactOptional(),
  message: z.string().exactOptional(),
});

const capsule = z.looseObject({
  format: z.literal(1),
  corfuzz: z.string(),
  scenario: z.string(),
  seed: whole,
  mutant: z.string().nullable(),
  plan,
  verdict,
  traceHash: z.string(),
  shrunkFrom: z.object({ operations: whole, faults: whole, events: whole }).nullable(),
}) satisfies z.ZodType<Capsule>;

/** Reads a capsule from the text of `path`. An {@link InputError} names the file and the first thing wrong with it. */
export function parseCapsule(text: string, path: string): Capsule {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${path}: not a whole JSON document, was it cut short? (${messageOf(error)})`);
  }
  const parsed = capsule.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0] as z.core.$ZodIssue;
  const at = pathText(issue.path as (string | number)[]);
  const what = plainIssue(issue, valueAt(value, issue.path as (string | number)[]));
  throw new InputError(`${path}: not a capsule: ${at === '' ? '' : `${at}: `}${what}`);
}
