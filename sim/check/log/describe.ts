/**
 * Operations in words. Two forms: a name ("read #5 of position 3"), and what it had done ("read #5 had returned …").
 */
import type { LogOperation } from '../../model/history.ts';
import { outcomeOf } from './outcome.ts';

const verbs = {
  append: 'append',
  read: 'read',
  tail: 'checkTail',
  trim: 'trim',
  trimCell: 'trim',
  fill: 'fill',
  seal: 'seal',
} as const;

const show = (value: string | number | undefined): string =>
  value === undefined ? 'data' : `data ${JSON.stringify(value)}`;

export const nameOf = (op: LogOperation, index: number): string => `${verbs[op.op]} #${index}`;

export const describe = (op: LogOperation, index: number): string => {
  const name = nameOf(op, index);
  switch (op.op) {
    case 'append':
      return outcomeOf(op) === 'ok'
        ? `${name} at position ${op.outPos}`
        : `${name} (${outcomeOf(op) ?? 'never returned'})`;
    case 'trim':
      return `${name} below position ${op.pos}`;
    case 'read':
    case 'fill':
    case 'trimCell':
      return `${name} of position ${op.pos}`;
    default:
      return name;
  }
};

/** What the operation had done by its return: a clause to follow "but" and precede "before …". */
export const past = (op: LogOperation, index: number): string => {
  const name = nameOf(op, index);
  switch (op.op) {
    case 'append':
      if (outcomeOf(op) === 'sealed') return `${name} had been refused`;
      return outcomeOf(op) === 'ok' ? `${name} had returned position ${op.outPos}` : `${name} had been called`;
    case 'read':
      if (op.out === 'data') return `${name} had returned ${show(op.outVal)} at position ${op.pos}`;
      return `${name} had found position ${op.pos} ${op.out}`;
    case 'tail':
      if (op.out === 'sealed')
        return `${name} had found the log sealed${op.outPos === undefined ? '' : ` at ${op.outPos}`}`;
      return `${name} had returned ${op.outPos}${op.epoch === undefined ? '' : ` in epoch ${op.epoch}`}`;
    case 'fill':
      if (op.out === 'unwritten') return `${name} had been refused, position ${op.pos} not being below the tail`;
      if (op.out === 'junk') return `${name} had returned junk at position ${op.pos}`;
      if (op.out === 'data') return `${name} had found ${show(op.outVal)} at position ${op.pos}`;
      return `${name} had found position ${op.pos} ${op.out}`;
    case 'trim':
      return `${name} had hidden every position below ${op.pos}`;
    case 'trimCell':
      return `${name} had hidden position ${op.pos}`;
    case 'seal':
      return `${name} had returned`;
  }
};
