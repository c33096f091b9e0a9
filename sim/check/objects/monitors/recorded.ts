/** A history under the names that its operations have in the history it was cut from, so that sentences speak of what was recorded. */
import type { HistoryVerdict } from '../../verdict.ts';
import type { Value } from '../operations/value.ts';
import type { AnyOperation } from '../model.ts';
import { type MonitorRule, monitorRules } from './rules.ts';

export interface Recorded<Op extends AnyOperation> {
  readonly history: readonly Op[];
  /** What sentences call the operations; their indices, if undefined. */
  readonly names: readonly number[] | undefined;
}

/**
 * Whether it is certain that the operation took effect. One that is forgotten (forget.ts) keeps its answer, but returns at infinity: it took
 * effect so, or not at all.
 */
export const hasReturned = <Op extends AnyOperation>(operation: Op): operation is Extract<Op, { outcome: 'ok' }> =>
  operation.outcome === 'ok' && operation.return < Infinity;

/** The time by which the operation must have taken effect. */
export const returnOf = (operation: AnyOperation): number => (operation.outcome === 'ok' ? operation.return : Infinity);

/** What a monitor says of a history: the operations are indices into it, the sentences use names. */
export type Judge<Op extends AnyOperation> = (recorded: Recorded<Op>) => HistoryVerdict | undefined;

type Illegal = Extract<HistoryVerdict, { readonly verdict: 'illegal' }>;

/** Writes the sentences of a verdict. */
export class Teller<Op extends AnyOperation> {
  private readonly recorded: Recorded<Op>;
  private readonly chain: Illegal['chain'][number][] = [];

  constructor(recorded: Recorded<Op>) {
    this.recorded = recorded;
  }

  /** `write #7`. */
  name(operation: number): string {
    const { history, names } = this.recorded;
    const { op } = history[operation]!.input as { readonly op: string };
    return `${op} #${names === undefined ? operation : names[operation]!}`;
  }

  /** `write #7 of 3`. */
  nameWith(operation: number, value: Value): string {
    return `${this.name(operation)} of ${JSON.stringify(value)}`;
  }

  /** Appends a link to the chain. */
  link(operation: number, point: string, reason: string): this {
    this.chain.push({ operation, point, reason });
    return this;
  }

  /** The link from which a chain starts: a call, later than the return that it ends with. */
  called(operation: number): this {
    const { call } = this.recorded.history[operation]!;
    return this.link(operation, `${this.name(operation)} is called (t=${call})`, 'as recorded');
  }

  returned(operation: number, reason = 'inside its interval'): this {
    const op = this.recorded.history[operation]!;
    const end = op.outcome === 'info' ? 'never' : `t=${op.return}`;
    return this.link(operation, `${this.name(operation)} returns (${end})`, reason);
  }

  illegal(rule: MonitorRule, message: string, operations: Iterable<number>): Illegal {
    const distinct = [...new Set(operations)].filter((operation) => operation !== -1).sort((a, b) => a - b);
    const names = distinct.map((operation) => this.name(operation)).join(' and ');
    const chain =
      this.chain.length > 0 ? this.chain : [{ operation: distinct[0]!, point: names, reason: monitorRules[rule] }];
    return { verdict: 'illegal', rule, message, operations: distinct, chain };
  }
}
