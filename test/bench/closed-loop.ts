/**
 * Large legal histories as closed-loop clients would record them, half of it reads: of one register, or of a key-value store. Every
 * value is written once. Each client calls, its operation takes effect, it returns, and it calls again. Same arguments, same history.
 */
import type { KeyValueOperation } from '../../sim/check/objects/operations/key-value.ts';
import type { RegisterOperation } from '../../sim/check/objects/operations/register.ts';
import { Dice } from '../support/dice.ts';

export interface Load {
  readonly clients: number;
  readonly operations: number;
}

interface Ticket<Input> {
  readonly client: number;
  readonly input: Input;
  output: unknown;
  call: number;
  return: number;
  stage: 'called' | 'effective' | 'returned';
}

/** A recording: in the order of calls, with outputs that `effect` gave one after the other. */
function record<Input>(
  { clients, operations }: Load,
  dice: Dice,
  draw: (serial: number) => Input,
  effect: (input: Input) => unknown,
): readonly unknown[] {
  const history: Ticket<Input>[] = [];
  const open: (Ticket<Input> | undefined)[] = Array.from({ length: clients });
  let returned = 0;
  for (let time = 0; returned < operations; time += 1) {
    const client = dice.below(clients);
    const ticket = open[client];
    if (ticket === undefined) {
      if (history.length === operations) continue;
      const input = draw(history.length);
      const called: Ticket<Input> = { client, input, output: undefined, call: time, return: 0, stage: 'called' };
      history.push(called);
      open[client] = called;
    } else if (ticket.stage === 'called') {
      ticket.output = effect(ticket.input);
      ticket.stage = 'effective';
    } else {
      ticket.return = time;
      open[client] = undefined;
      returned += 1;
    }
  }
  return history.map(({ client, input, output, call, return: end }) => ({
    client,
    input,
    output,
    call,
    outcome: 'ok',
    return: end,
  }));
}

export function registerHistory(load: Load): readonly RegisterOperation[] {
  const dice = new Dice(load.clients);
  let held = 0;
  return record(
    load,
    dice,
    (serial) => (dice.chance(50) ? { op: 'read' as const } : { op: 'write' as const, value: serial + 1 }),
    (input) => {
      if (input.op === 'read') return held;
      held = input.value;
      return undefined;
    },
  ) as readonly RegisterOperation[];
}

/** Half of the writes are puts, half are appends. */
export function keyValueHistory(load: Load, keys: number): readonly KeyValueOperation[] {
  const dice = new Dice(load.clients);
  const held = new Map<string, string>();
  return record(
    load,
    dice,
    (serial) => {
      const key = `k${dice.below(keys)}`;
      if (dice.chance(50)) return { op: 'get' as const, key };
      return { op: dice.chance(50) ? ('put' as const) : ('append' as const), key, value: `${serial};` };
    },
    ({ op, key, ...rest }) => {
      const before = held.get(key) ?? '';
      if (!('value' in rest)) return before;
      held.set(key, op === 'put' ? rest.value : before + rest.value);
      return undefined;
    },
  ) as readonly KeyValueOperation[];
}

/** Lets one late read find what a read of the same object had found long before. */
export function withStaleRead<Op extends RegisterOperation | KeyValueOperation>(history: readonly Op[]): readonly Op[] {
  const isRead = ({ input }: Op): boolean => input.op === 'read' || input.op === 'get';
  const late = history.findIndex((operation, index) => index > history.length * 0.9 && isRead(operation));
  const { key } = history[late]!.input;
  const early = history.find(
    (operation, index) => index > history.length / 2 && isRead(operation) && operation.input.key === key,
  );
  const { output } = early as { output: unknown };
  return history.with(late, Object.assign({ ...history[late]! }, { output }));
}
