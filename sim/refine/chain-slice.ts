/**
 * ChainLog cut down to one position of one chain, whose units are those of FlashUnit.
 *
 * Why checking slices is checking the whole: but for `tail`, `status` and `at`, every variable is a function of positions, and an action
 * for one position touches no other. Of `tail` a position asks whether it is below: it is 1 in the slice from its token on, which is
 * granted once. A writer is at one position at a time; where it goes on to another, the slice that it leaves takes `Lose` first. A slice has
 * two values: what its owner offers, and anything else. Units are as FlashUnit has them, which is held against the run by itself; only
 * their prefix marks come in from there, counted from the position.
 */
import { chainStateText } from './abstract-states.ts';
import type { SliceModule } from './slice-module.ts';

/** `bug`: the mistake of the spec that is planted, `none` for none. */
export function chainSlice(chainLength: number, bug = 'none'): SliceModule {
  const config = [
    'CONSTANTS',
    'Values = {"own", "other"}',
    'PositionCount = 1',
    `ChainLength = ${chainLength}`,
    'Stripes = 1',
    'Trims = {"one", "prefix"}',
    'Faults = {"rot"}',
    `Bug = "${bug}"`,
  ].join('\n');
  const model = `${config}\nSPECIFICATION Spec`;
  return {
    name: 'ChainSlice',
    text: '---- MODULE ChainSlice ----\nEXTENDS ChainLog\n====',
    config,
    counted: { spec: 'ChainLog', size: chainLength, model, textOf: chainStateText },
  };
}
