/**
 * Reconfig without what single positions hold, which ChainLog and FlashUnit are held against, and how values and epochs are written there.
 *
 * Why that is checking the same: of what units hold, the tail asks for the highest position of each, so one position that holds the mark
 * of its unit stands for all of them (`MarkOf`). Every epoch but the newest and the one before is over: an action asks for a tail of those
 * two, or it is a token, which asks for the tail of its own epoch and nothing else. So slices count epochs from the newest, which is 2, and
 * tokens from the tail of theirs.
 */
import type { Layout } from '../../src/corfu/layout.ts';
import type { Arena } from '../tla/values/arena.ts';
import { functionOf, recordOf, tupleOf } from '../tla/values/functions.ts';
import type { SliceModule } from './slice-module.ts';

/** What the newest epoch is in a slice. */
export const NEWEST = 2;
export const NOT_READY = -1;
/** Nothing was ever decided. */
export const NO_MARK = -1;

export function reconfigSlice(unitCount: number): SliceModule {
  return {
    name: 'ReconfigSlice',
    text: [
      '---- MODULE ReconfigSlice ----',
      'EXTENDS Reconfig',
      'Marks == {0}',
      'MarkOf(u) == IF store[u][0] \\in Nat THEN store[u][0] ELSE -1',
      'Sealed == {u \\in Units : IsSealed(u)}',
      'InstallPlanned(layout) ==',
      '  \\E others \\in SUBSET (Sealed \\ UnitsOf(layout)) :',
      '    \\E reported \\in {UnitsOf(layout) \\cup others} :',
      '      \\E tail \\in {TailFrom(reported)} : InstallWith(layout, reported, tail)',
      'InstallLeftOut(layout) ==',
      '  /\\ MaySucceed(layout, Sealed)',
      "  /\\ layouts' = Append(layouts, layout)",
      '  /\\ UNCHANGED <<seqTail, store, minEpoch, status, token, sent, early, seen>>',
      '====',
    ].join('\n'),
    config: [
      'CONSTANTS',
      'Values = {"somebody"}',
      'PositionCount = 1000000000',
      'Positions <- Marks',
      'Hwm <- MarkOf',
      'Stripes = 1',
      `ChainLength = ${unitCount}`,
      'Spares = 0',
      'EpochsMax = 3',
      'Plans = {}',
      'Reads = FALSE',
      'Bug = "none"',
    ].join('\n'),
  };
}

/** Units are counted from 1. */
export function layoutValue(values: Arena, { segments }: Layout): number {
  const sequence = segments.map(({ start, stripes }) =>
    recordOf(values, {
      start: values.integer(start),
      chains: tupleOf(
        values,
        stripes.map((chain) =>
          tupleOf(
            values,
            chain.map((unit) => values.integer(1 + unit)),
          ),
        ),
      ),
    }),
  );
  return tupleOf(values, sequence);
}

/** By unit. */
export function storeValue(values: Arena, marks: readonly number[]): number {
  const unwritten = values.string('UNWRITTEN');
  return tupleOf(
    values,
    marks.map((mark) => functionOf(values, new Map([[0, mark === NO_MARK ? unwritten : values.integer(mark)]]))),
  );
}

export function numbersValue(values: Arena, numbers: readonly number[]): number {
  return tupleOf(
    values,
    numbers.map((number) => values.integer(number)),
  );
}
