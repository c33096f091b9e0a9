/**
 * What holding a run against a spec came to. Nothing is silently accepted: each event is matched by an action, or must leave things as
 * they were, or has no counterpart by name; and a run of which nothing matched is no pass.
 */

/** Why the first event that is no step of the spec is none. */
export interface SpecMismatch {
  /** The event of the run. */
  readonly event: string;
  /** Its fields, in words. */
  readonly details: string;
  readonly node: number;
  /** Of the run; 0 where no run was. */
  readonly step: number;
  /** With its arguments, as the spec writes it; null where the event has none. */
  readonly action: string | null;
  /** The conjunct that is false, or what was compared. */
  readonly conjunct: string;
  /** `FlashUnit.tla:141:6`, or null for a comparison that the binding makes. */
  readonly place: string | null;
  readonly expected: string | null;
  readonly seen: string | null;
  /** The state before, one line for each variable. */
  readonly state: readonly string[];
}

export interface SpecVerdict {
  readonly module: string;
  /** Everything that was to be explained. */
  readonly events: number;
  /** Explained by an action. */
  readonly matched: number;
  /** Explained because they had to leave things as they were, and did. */
  readonly stuttered: number;
  /** Steps that no event tells, by why they were taken. */
  readonly silent: ReadonlyMap<string, number>;
  /** How often each action was taken. */
  readonly coverage: ReadonlyMap<string, number>;
  readonly firstMismatch: SpecMismatch | null;
}

const NOTHING_ASKED = { action: null, place: null, expected: null, seen: null, state: [] };

/** A verdict that grows. */
export class SpecTally implements SpecVerdict {
  readonly module: string;
  events = 0;
  matched = 0;
  stuttered = 0;
  readonly silent = new Map<string, number>();
  readonly coverage = new Map<string, number>();
  firstMismatch: SpecMismatch | null = null;

  constructor(module: string, actions: readonly string[]) {
    this.module = module;
    for (const action of actions) this.coverage.set(action, 0);
  }

  took(action: string): void {
    this.coverage.set(action, (this.coverage.get(action) ?? 0) + 1);
  }

  /** The event cannot be: `what` was missing, and nothing of the spec could be asked. */
  refuse(event: string, details: object, node: number, step: number, what: string): void {
    this.mismatch({ event, details: detailsOf(details), node, step, ...NOTHING_ASKED, conjunct: what });
  }

  mismatch(found: SpecMismatch): void {
    this.firstMismatch ??= found;
  }

  tookSilently(why: string): void {
    this.silent.set(why, (this.silent.get(why) ?? 0) + 1);
  }
}

/** In a sentence. */
export function describeMismatch(
  module: string,
  { event, details, action, conjunct, place, expected, seen }: SpecMismatch,
): string {
  const told = details === '' ? event : `${event} (${details})`;
  const what = action === null ? `${told} does not fit ${module}` : `${told} is no step ${action} of ${module}`;
  const where = place === null ? conjunct : `${conjunct} (${place}) is not so`;
  const values = expected === null ? '' : `: the spec has ${expected}, the run ${seen}`;
  return `${what}: ${where}${values}`;
}

/** `epoch 1, position 7`: the plain fields of an event. */
export function detailsOf(event: object): string {
  return Object.entries(event)
    .filter(([name, value]) => name !== 'event' && name !== 'kind' && typeof value !== 'object')
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
