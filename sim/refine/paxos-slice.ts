/**
 * LayoutPaxos cut down to the choice of one layout.
 *
 * Why checking slices is checking the whole: every variable is a function of epochs or a set of messages that each name one, and an action
 * for one epoch touches no other. That an epoch is open once the one before has its layout is asked where the acceptors of a slice are
 * taken from: they are the layout servers of that layout.
 */
import type { SliceModule } from './slice-module.ts';

export function paxosSlice(acceptorCount: number): SliceModule {
  const acceptors = Array.from({ length: acceptorCount }, (_unused, index) => index + 1);
  return {
    name: 'PaxosSlice',
    text: '---- MODULE PaxosSlice ----\nEXTENDS LayoutPaxos\nNames == STRING\n====',
    config: [
      'CONSTANTS',
      `Acceptors = {${acceptors.join(', ')}}`,
      'Ranks <- Nat',
      'Epochs = {1}',
      'Layouts <- Names',
      'Crashes = TRUE',
      'Bug = "none"',
    ].join('\n'),
  };
}
