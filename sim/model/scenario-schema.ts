/**
 * What a scenario must look like, for files that no compiler has seen: YAML, and modules whose types nobody checked. A file names
 * faults by kind and properties by name; a module may also hand over the objects.
 */
import { z } from 'zod';
import { strengths } from '../../src/corfu/strength.ts';
import { type Bounds, bounds } from './bounds.ts';
import { nearestName, unknownName } from './nearest-name.ts';
import { plainIssue } from './plain-issue.ts';
import { changeKinds, type PlannedFault } from './plan.ts';
import { worldChanges } from './planned-world.ts';
import type { Property } from './property.ts';
import type { Scenario } from './scenario.ts';
import { valueAt } from './value-path.ts';
import { worldRoles } from './world.ts';

export interface KnownNames {
  readonly faultKinds: readonly string[];
  readonly marks: readonly string[];
  readonly properties: Readonly<Record<string, Property>>;
  /** What is wrong with the parameters of a fault of a known kind; `parameter` is null when one is missing. */
  faultProblem(fault: PlannedFault): { readonly parameter: string | null; readonly message: string } | undefined;
}

/** One thing wrong, and the path of keys and indices that leads to it. `inKey`: the last key itself is wrong, not its value. */
export interface ScenarioProblem {
  readonly path: readonly (string | number)[];
  readonly inKey: boolean;
  readonly message: string;
}

export type ParsedScenario =
  | { readonly scenario: Scenario }
  | { readonly problems: readonly [ScenarioProblem, ...ScenarioProblem[]] };

const whole = z.int().nonnegative();

const range = z
  .union([whole, z.tuple([whole, whole])], { error: 'expected a whole number, or [min, max]' })
  .refine((drawn) => typeof drawn === 'number' || drawn[0] <= drawn[1], { error: 'min is above max' });

const within = ([least, most]: Bounds) =>
  range
    .refine((drawn) => (typeof drawn === 'number' ? drawn : drawn[0]) >= least, { error: `must be at least ${least}` })
    .refine((drawn) => (typeof drawn === 'number' ? drawn : drawn[1]) <= most, { error: `must be at most ${most}` });

const text = z.string().min(1, 'must not be empty');

const fields = z.strictObject({
  stripes: within(bounds.stripes).exactOptional(),
  chainLength: within(bounds.chainLength).exactOptional(),
  replication: z.enum(['client-driven', 'server-forwarded', 'either']).exactOptional(),
  layoutServers: within(bounds.layoutServers).exactOptional(),
  spareLayoutServers: within(bounds.spareLayoutServers).exactOptional(),
  sequencers: within(bounds.sequencers).exactOptional(),
  spares: within(bounds.spares).exactOptional(),
  managers: within(bounds.managers).exactOptional(),
  delayMicros: within(bounds.delayMicros).exactOptional(),
  jitterMicros: within(bounds.jitterMicros).exactOptional(),
  timeoutMicros: within(bounds.timeoutMicros).exactOptional(),
  fillDelayMicros: within(bounds.fillDelayMicros).exactOptional(),
  flashBlocks: within(bounds.flashBlocks).exactOptional(),
  flashPagesPerBlock: within(bounds.flashPagesPerBlock).exactOptional(),
  strength: z
    .enum(strengths, { error: ({ input }) => unknownName('strength', String(input), strengths) })
    .exactOptional(),
  leaseMicros: within(bounds.leaseMicros).exactOptional(),
  driftPpm: within(bounds.driftPpm).exactOptional(),
  streams: within(bounds.streams).exactOptional(),
  backpointers: within(bounds.backpointers).exactOptional(),
});

const system = fields.refine(
  ({ strength, layoutServers = 0 }) =>
    strength !== 'leased' || (typeof layoutServers === 'number' ? layoutServers : layoutServers[0]) > 0,
  { path: ['strength'], error: 'leases are granted by layout servers: layoutServers must be at least 1' },
);

const operation = z.enum(['append', 'read', 'readRange', 'readStream', 'checkTail', 'fill', 'trim', 'prefixTrim']);

const mix = z
  .partialRecord(operation, whole)
  .refine((weights) => Object.values(weights).some((weight) => weight > 0), { error: 'every weight is 0' });

const clients = z.strictObject({
  count: within(bounds.clients),
  operations: within(bounds.operations),
  mix,
  thinkMicros: within(bounds.thinkMicros).exactOptional(),
  payloadBytes: within(bounds.payloadBytes).exactOptional(),
});

const change = z.strictObject({
  change: z.enum(changeKinds, { error: ({ input }) => unknownName('change', String(input), changeKinds) }),
  atMicros: within(bounds.atMicros),
});

const world = z.strictObject({
  chainLength: z.int().min(bounds.chainLength[0]).max(bounds.chainLength[1]),
  replication: z.enum(['client-driven', 'server-forwarded']).exactOptional(),
  clients: z.array(z.array(operation)).min(1, 'a world without a client is still'),
  reconfigurers: z.array(z.enum(worldChanges)).exactOptional(),
  layoutServers: z.int().min(bounds.layoutServers[0]).max(bounds.layoutServers[1]).exactOptional(),
  crashes: z.array(z.enum(worldRoles)).exactOptional(),
  timeouts: z.int().min(bounds.timeouts[0]).max(bounds.timeouts[1]).exactOptional(),
});

const succeeds = z.strictObject({ atLeastPercent: z.int().min(0).max(100) });

function oneOf(what: string, valid: readonly string[]): z.ZodType<string> {
  return text.refine((name) => valid.includes(name), { error: ({ input }) => unknownName(what, String(input), valid) });
}

function schemaOf(known: KnownNames) {
  const kind = oneOf('fault kind', known.faultKinds);
  const named = oneOf('property', Object.keys(known.properties));
  const allowedFault = z.preprocess(
    (fault) => (typeof fault === 'string' ? { kind: fault } : fault),
    z.looseObject({ kind }, { error: 'expected the name of a fault kind' }),
  );
  const property = z.union(
    [named.transform((name) => known.properties[name] as Property), z.custom<Property>(isProperty)],
    {
      error: ({ input }) =>
        typeof input === 'string'
          ? unknownName('property', input, Object.keys(known.properties))
          : 'expected the name of a property, or a property { name, watch }',
    },
  );
  const plannedFault = z
    .object({ kind })
    .catchall(z.union([z.number(), z.string()], { error: 'expected a number or text' }))
    .superRefine((fault, context) => {
      if (!known.faultKinds.includes(fault.kind)) return;
      const problem = known.faultProblem(fault);
      if (problem === undefined) return;
      const path = problem.parameter === null ? [] : [problem.parameter];
      context.addIssue({ code: 'custom', path, message: problem.message });
    });
  const scenario = z.strictObject({
    name: text.regex(/^[a-z0-9][a-z0-9-]*$/, 'a name has small letters, digits and hyphens'),
    summary: text,
    system: system.prefault({}),
    clients,
    faults: z.array(allowedFault).default([]),
    faultCount: within(bounds.faults).exactOptional(),
    always: z.array(plannedFault).exactOptional(),
    changes: z.array(change).exactOptional(),
    properties: z.array(property).min(1, 'a scenario without a property checks nothing'),
    sometimes: z.array(oneOf('mark', known.marks)).default([]),
    succeeds,
    expects: z.literal('unavailable').exactOptional(),
    replacement: z.boolean().exactOptional(),
    unrestricted: z.boolean().exactOptional(),
    eventsMax: z.int().positive().exactOptional(),
    world: world.exactOptional(),
  });
  return scenario.superRefine((drawn, context) => {
    const complain = (path: readonly string[], message: string): void =>
      context.addIssue({ code: 'custom', path: [...path], message });
    const { managers = 0 } = drawn.system;
    if (drawn.changes !== undefined && (typeof managers === 'number' ? managers : managers[0]) === 0)
      complain(['changes'], 'what the operator orders is done by managers: managers must be at least 1');
    const { payloadBytes = 0 } = drawn.clients;
    const largest = typeof payloadBytes === 'number' ? payloadBytes : payloadBytes[1];
    const most = bounds.payloadBytesBesideStreams[1];
    if (drawn.system.streams === undefined) {
      if (drawn.clients.mix.readStream !== undefined)
        complain(['clients', 'mix', 'readStream'], 'the log has no streams: say how many in system.streams');
    } else if (largest > most) complain(['clients', 'payloadBytes'], `must be at most ${most} in a log with streams`);
  });
}

function isProperty(value: unknown): boolean {
  const property = value as Partial<Property> | null;
  return typeof property === 'object' && typeof property?.name === 'string' && typeof property.watch === 'function';
}

/** Every key that has a meaning somewhere, for suggestions. */
const keys: readonly string[] = [
  ...Object.keys(schemaOf({ faultKinds: [], marks: [], properties: {}, faultProblem: () => undefined }).shape),
  ...Object.keys(fields.shape),
  ...Object.keys(clients.shape),
  ...Object.keys(succeeds.shape),
  ...Object.keys(world.shape),
  ...Object.keys(change.shape),
  ...operation.options,
];

function problemsOf(issue: z.core.$ZodIssue, value: unknown): readonly ScenarioProblem[] {
  const path = writtenPath(value, issue.path as (string | number)[]);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], inKey: true, message: unknownKey(key) }));
  }
  if (path.length > 0 && valueAt(value, path) === undefined) {
    return [{ path: path.slice(0, -1), inKey: false, message: `"${path.at(-1)}" is missing` }];
  }
  return [{ path, inKey: false, message: plainIssue(issue, valueAt(value, path)) }];
}

function unknownKey(key: string): string {
  const nearest = nearestName(key, keys);
  return nearest === undefined ? `unknown key "${key}"` : `unknown key "${key}"; did you mean "${nearest}"?`;
}

/** The part of `path` that the user wrote: a fault given by name has no keys. */
function writtenPath(value: unknown, path: readonly (string | number)[]): readonly (string | number)[] {
  const end = path.findIndex((_, depth) => typeof valueAt(value, path.slice(0, depth)) === 'string');
  return end < 0 ? path : path.slice(0, end);
}

/** The scenario that `value` describes, or everything that is wrong with it. */
export function parseScenario(value: unknown, known: KnownNames): ParsedScenario {
  const parsed = schemaOf(known).safeParse(value);
  if (parsed.success) return { scenario: parsed.data };
  // A key that is unknown first: it is often a misspelt one, which is missing then.
  const problems = parsed.error.issues
    .flatMap((issue) => problemsOf(issue, value))
    .toSorted((a, b) => Number(b.inKey) - Number(a.inKey));
  return { problems: problems as [ScenarioProblem, ...ScenarioProblem[]] };
}
