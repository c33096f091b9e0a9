/**
 * What a capsule file must look like. Capsules are kept for years and edited by hand, and may be cut short by a full disk, so every
 * field is checked before a plan is run. A plan may carry more about its system than this version knows.
 */
import { z } from 'zod';
import type { Capsule } from './capsule.ts';
import { InputError, messageOf } from './input-error.ts';
import { pathText } from './scenario-schema.ts';

const whole = z.int().nonnegative();

const operation = z.looseObject({
  op: z.enum(['append', 'read', 'readRange', 'checkTail', 'fill', 'trim', 'prefixTrim']),
  size: whole,
  of: z.enum(['acknowledged', 'tail', 'hole', 'trimmed']),
  back: whole,
  thinkMicros: whole,
});

const system = z.looseObject({
  stripes: z.int().positive(),
  chainLength: z.int().positive(),
  replication: z.enum(['client-driven', 'server-forwarded']),
  delayMicros: whole,
  jitterMicros: whole,
  timeoutMicros: whole,
  fillDelayMicros: whole,
  flashBlocks: z.int().positive(),
  flashPagesPerBlock: z.int().positive(),
});

const plan = z.strictObject({
  format: z.literal(1),
  scenario: z.string(),
  seed: whole,
  system,
  clients: z.array(z.array(operation)),
  faults: z.array(z.object({ kind: z.string() }).catchall(z.union([z.number(), z.string()]))),
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
  throw new InputError(`${path}: not a capsule: ${at === '' ? '' : `${at}: `}${issue.message}`);
}
