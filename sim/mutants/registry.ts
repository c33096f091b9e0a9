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
  ReturnsBeforePropagating,
  RoutesRangeByFirst,
  StrictChain,
  TakesHelpForLoss,
  TakesOverwrittenForOwn,
} from './client-mutants.ts';
import type { Mutant } from './mutant.ts';
import {
  AdmitsUnwiped,
  AsksBeforeSeal,
  AsksOneStripe,
  CopiesNoTrims,
  LeavesOutStripe,
} from './reconfiguration-mutants.ts';
import { BurnsTokens } from './sequencer-mutants.ts';
import {
  AcknowledgesEarly,
  CorruptIsUnwritten,
  FillOverwrites,
  ForgetsPoison,
  ObeysFormerEpoch,
  SealsWithoutDraining,
  VolatilePrefixTrim,
  VolatileSeal,
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
    id: 'P02',
    layer: 'unit',
    change: 'keeps the epoch it was sealed for in memory only',
    breaks: ['U-SealDurable', 'C-NoLostAck', 'S-TailAboveAcked'],
    replaces: ['FlashUnit.persistSeal'],
    parts: { FlashUnit: VolatileSeal },
  },
  {
    id: 'P03',
    layer: 'unit',
    change: 'obeys the epoch before its own as well',
    breaks: ['U-NoStaleEpochEffect'],
    replaces: ['FlashUnit.isStale'],
    parts: { FlashUnit: ObeysFormerEpoch },
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
    id: 'P08',
    layer: 'unit',
    change: 'acknowledges a seal without ending what it has admitted',
    breaks: ['U-HwmCovers', 'S-TailAboveAcked', 'C-AtMostOnce'],
    replaces: ['FlashUnit.drain'],
    parts: { FlashUnit: SealsWithoutDraining },
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
    id: 'P11',
    layer: 'client',
    change: 'returns what the head has before the chain has it',
    breaks: ['C-ReadStable'],
    replaces: ['ChainClient.propagate'],
    parts: { ChainClient: ReturnsBeforePropagating },
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
  {
    id: 'P19',
    layer: 'reconfiguration',
    change: 'recovers the tail from one stripe',
    breaks: ['S-TailAboveAcked', 'A-Linearizable'],
    replaces: ['Reconfigurer.recoverTail'],
    parts: { Reconfigurer: AsksOneStripe },
  },
  {
    id: 'P24',
    layer: 'reconfiguration',
    change: 'asks for the tail before it seals',
    breaks: ['Y-AckedInSurvivors', 'S-TailAboveAcked'],
    replaces: ['Reconfigurer.seal', 'Reconfigurer.collect'],
    parts: { Reconfigurer: AsksBeforeSeal },
  },
  {
    id: 'P25',
    layer: 'reconfiguration',
    change: 'leaves one stripe out of the seal',
    breaks: ['Y-SealBeforeInstall', 'C-NoLostAck'],
    replaces: ['Reconfigurer.seal'],
    parts: { Reconfigurer: LeavesOutStripe },
  },
  {
    id: 'P26',
    layer: 'reconfiguration',
    change: 'admits a unit without wiping it',
    breaks: ['C-SingleValue'],
    replaces: ['Reconfigurer.admit'],
    parts: { Reconfigurer: AdmitsUnwiped },
  },
  {
    id: 'P27',
    layer: 'reconfiguration',
    change: 'copies no trims to a unit that is rebuilt',
    breaks: ['U-NoResurrect', 'C-HoleResolved'],
    replaces: ['Rebuilder.copyTrims'],
    parts: { Rebuilder: CopiesNoTrims },
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
