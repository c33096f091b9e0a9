/**
 * A shared log as one sequential object, dense from 0: what a loglet promises (Balakrishnan et al., OSDI 2020). It is the `atomic` spec of
 * `sim/check/log`, for who sees the log as one object among others; its histories are judged by that checker, and a search comes to the
 * same verdicts. The other specs are no such objects: in CORFU an append is two instants, and a prefix trim one for each position.
 */
import type { Value } from '../../../model/history.ts';
import { type Applied, type Model, illegal } from '../model.ts';
import { monitorLog } from '../monitors/log.ts';
import type { LogObjectOperation } from '../operations/log.ts';
import { show, told } from './told.ts';

interface LogState {
  readonly entries: readonly Value[];
  readonly trimmedBelow: number;
  readonly isSealed: boolean;
}

/** It starts out empty, open and untrimmed. */
export function log(): Model<LogState, LogObjectOperation> {
  return {
    name: 'log',
    init: () => ({ entries: [], trimmedBelow: 0, isSealed: false }),
    step,
    describe,
    describeState: ({ entries, trimmedBelow, isSealed }) => {
      const rest = entries.slice(trimmedBelow).map(show).join(', ');
      return `${rest === '' ? 'nothing' : rest} from position ${trimmedBelow} on${isSealed ? ', and is sealed' : ''}`;
    },
    isRead: (operation) => {
      const { op } = operation.input;
      return op === 'read' || op === 'tail' || (operation.outcome === 'ok' && operation.output === 'sealed');
    },
    monitor: monitorLog,
  };
}

function step(state: LogState, operation: Applied<LogObjectOperation>): LogState | typeof illegal {
  const { input } = operation;
  const output = operation.outcome === 'ok' ? operation.output : undefined;
  const { entries, trimmedBelow, isSealed } = state;
  switch (input.op) {
    case 'append': {
      const answer = isSealed ? 'sealed' : entries.length;
      if (output !== undefined && output !== answer) return illegal;
      return isSealed ? state : { ...state, entries: [...entries, input.value] };
    }
    case 'read':
      return output === undefined || isAt(state, input.position, output) ? state : illegal;
    case 'tail': {
      if (output === undefined || typeof output !== 'object') return state;
      const tail = isSealed ? 'sealed' in output && output.sealed : 'open' in output && output.open;
      return tail === entries.length ? state : illegal;
    }
    case 'trim':
      if (input.below > entries.length) return illegal;
      return { ...state, trimmedBelow: Math.max(trimmedBelow, input.below) };
    case 'seal':
      return { ...state, isSealed: true };
  }
}

function isAt({ entries, trimmedBelow }: LogState, position: number, output: unknown): boolean {
  if (position < trimmedBelow) return output === 'trimmed';
  if (position >= entries.length) return output === 'unwritten';
  return typeof output === 'object' && output !== null && 'data' in output && output.data === entries[position];
}

function describe(operation: LogObjectOperation): string {
  const { input } = operation;
  switch (input.op) {
    case 'append':
      return told(`append ${show(input.value)}`, operation);
    case 'read':
      return told(`read position ${input.position}`, operation);
    case 'trim':
      return told(`trim below ${input.below}`, operation);
    case 'tail':
    case 'seal':
      return told(input.op, operation);
  }
}
