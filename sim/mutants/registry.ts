/**
 * The known bugs, in the order of their ids, and the benign variations that must not be flagged. `replaces` names the methods
 * that a mutant overrides; a test notices when their source changes, so that the mutant is looked at again.
 */
import { implications } from '../check/implications.ts';
import {
  FillIgnoresWinner,
  FillsAtOnce,
  FillsTailFirst,
  ReadsAnyUnit,
  RetriesWithoutResolving,
  RoutesRangeByFirst,
  StrictChain,
  TakesHelpForLoss,
  TakesOverwrittenForOwn,
} from './client-mutants.ts';
import type { Mutant } from './mutant.ts';
import { BurnsTokens } from './sequencer-mutants.ts';
import {
  AcknowledgesEarly,
  CorruptIsUnwritten,
  FillOverwrites,
  ForgetsPoison,
  VolatilePrefixTrim,
} from './unit-mutants.ts';

type Bug = Omit<Mutant, 'benign' | 'implied'>;

const bugs: readonly Bug[] = [
  {
    id: 'P01',
    layer: 'unit',
    change: 'acknowledges a write before it is durable',
    breaks: ['U-AckDurable', 'C-NoLostAck'],
    replaces: ['FlashUnit.whenDurable'],
    parts: { FlashUnit: AcknowledgesEarly },
  },
  {
    id: 'P04',
    layer: 'unit',
    change: 'answers UNWRITTEN for a record that fails its checksum',
    breaks: ['U-NoFalseUnwritten', 'C-ReadStable'],
    replaces: ['FlashUnit.unreadable'],
    parts: { FlashUnit: CorruptIsUnwritten },
  },
  {
    id: 'P05',
    layer: 'unit',
    change: 'does not record the trim of an unwritten address',
    breaks: ['U-NoResurrect'],
    replaces: ['FlashUnit.recordTrimOfUnwritten'],
    parts: { FlashUnit: ForgetsPoison },
  },
  {
    id: 'P06',
    layer: 'unit',
    change: 'does not persist the prefix trim mark',
    breaks: ['U-TrimMonotone'],
    replaces: ['FlashUnit.persistPrefixTrim'],
    parts: { FlashUnit: VolatilePrefixTrim },
  },
  {
    id: 'P07',
    layer: 'unit',
    change: 'fills without checking for an entry',
    breaks: ['U-WriteOnce'],
    replaces: ['FlashUnit.fill'],
    parts: { FlashUnit: FillOverwrites },
  },
  {
    id: 'P09',
    layer: 'client',
    change: 'fills the tail of the chain first',
    breaks: ['C-SingleValue'],
    replaces: ['ChainClient.fillOrder'],
    parts: { ChainClient: FillsTailFirst },
  },
  {
    id: 'P10',
    layer: 'client',
    change: 'returns junk from a fill that lost at the head',
    breaks: ['C-FillAdopts', 'O-SamePrefix'],
    replaces: ['ChainClient.adopt'],
    parts: { ChainClient: FillIgnoresWinner },
  },
  {
    id: 'P12',
    layer: 'client',
    change: 'spreads reads over all units of a chain',
    breaks: ['C-ReadStable'],
    replaces: ['ChainClient.readFrom'],
    parts: { ChainClient: ReadsAnyUnit },
  },
  {
    id: 'P13',
    layer: 'client',
    change: 'takes a new token after a timeout without resolving the old position',
    breaks: ['C-AtMostOnce'],
    replaces: ['CorfuClient.resolve'],
    parts: { CorfuClient: RetriesWithoutResolving },
  },
  {
    id: 'P14',
    layer: 'client',
    change: 'takes OVERWRITTEN at the head for its own success',
    breaks: ['C-JunkNotAck', 'C-AckRead'],
    replaces: ['ChainClient.overwrittenAtHead'],
    parts: { ChainClient: TakesOverwrittenForOwn },
  },
  {
    id: 'P15',
    layer: 'client',
    change: 'takes OVERWRITTEN behind the head for a lost position and appends again',
    breaks: ['C-AtMostOnce'],
    replaces: ['ClientDrivenChain.passes', 'ChainClient.refusedBehindHead'],
    parts: { ClientDrivenChain: StrictChain, ChainClient: TakesHelpForLoss },
  },
  {
    id: 'P16',
    layer: 'client',
    change: 'routes a range by its first position',
    breaks: ['C-AckRead', 'L-PrefixReadable'],
    replaces: ['CorfuClient.readInRange'],
    parts: { CorfuClient: RoutesRangeByFirst },
  },
];

const variations: readonly Bug[] = [
  {
    id: 'B2',
    layer: 'client',
    change: 'fills holes without any delay',
    breaks: [],
    replaces: ['CorfuClient.fill'],
    parts: { CorfuClient: FillsAtOnce },
  },
  {
    id: 'B7',
    layer: 'sequencer',
    change: 'burns a token with every request',
    breaks: [],
    replaces: ['Sequencer.next'],
    parts: { Sequencer: BurnsTokens },
  },
];

export const mutants: readonly Mutant[] = [
  ...bugs.map((bug) => ({ ...bug, benign: false, implied: impliedBy(bug.id) })),
  ...variations.map((variation) => ({ ...variation, benign: true, implied: [] })),
];

function impliedBy(id: string): readonly string[] {
  return (implications[id] ?? []).map(({ invariant }) => invariant);
}
