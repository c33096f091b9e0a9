/** For each mark: a hand-made run that reaches it, and one that comes close. */
import { describe, expect, it } from 'vitest';
import { marks } from '../../../../sim/check/marks/all.ts';
import { MarkCounter } from '../../../../sim/check/marks/mark-counter.ts';
import { runViewOf } from '../../../../sim/run/run-view.ts';
import type { Layout } from '../../../../src/corfu/layout.ts';
import { epoch as epochOf, logPosition } from '../../../../src/log/position.ts';
import { nodeId } from '../../../../src/ports/units.ts';
import { firstLayoutOf } from '../../../../sim/systems/corfu.ts';
import { ANN, BOB, CAT, CorfuFacts, entry, factsPlan, SEQUENCER, valueIn } from '../../../support/corfu-facts.ts';

type Tell = (facts: CorfuFacts) => void;

interface MarkCase {
  readonly reaches: Tell;
  readonly misses: Tell;
}

const P = 0;
const HEAD = 0;
const TAIL = 1;
const x = entry(ANN, 1);
const fillP = { kind: 'unit/fill', position: logPosition(P) } as const;
const writeP = {
  kind: 'unit/write',
  position: logPosition(P),
  writer: ANN,
  writeNumber: 1,
  payload: x.payload,
} as const;
const repairP = { ...writeP, kind: 'unit/repair', entry: 'data' } as const;
const ok = { status: 'ok' } as const;
const trimmed = { status: 'trimmed', upTo: logPosition(0) } as const;
const refusedForJunk = { status: 'overwritten', stored: 'junk', writer: 0, writeNumber: 0 } as const;
const refusedForX = { status: 'overwritten', stored: 'data', writer: ANN, writeNumber: 1 } as const;
const advance = { kind: 'sequencer/advance', epoch: 2, incarnation: 1 } as const;
const readP = { kind: 'unit/read', position: logPosition(P) } as const;

const claim =
  (node: number, words: { readonly event: string; readonly [field: string]: string | number }): Tell =>
  (facts) =>
    facts.claim(node, words);

const loses =
  (node: number): Tell =>
  (facts) =>
    facts.loseDevice(node);

const onlyTail: Layout['segments'] = [{ start: logPosition(0), end: null, stripes: [[nodeId(TAIL)]] }];

/** The position belongs to Ann. */
const granted =
  (tell: Tell): Tell =>
  (facts) => {
    facts.grant(ANN, P);
    tell(facts);
  };

/** The layout of `epoch`: the first one but for what is given. */
const decided =
  (epoch: number, changes: Partial<Layout> = {}): Tell =>
  (facts) =>
    facts.decide({ ...firstLayoutOf(factsPlan.system), ...changes, epoch: epochOf(epoch) });

const sealsSecondEpoch: Tell = (facts) => {
  facts.ask(CAT, HEAD, { kind: 'unit/seal', epoch: 2 });
};

const inTurn =
  (...tells: readonly Tell[]): Tell =>
  (facts) => {
    for (const tell of tells) tell(facts);
  };

/** Unit 0 was given up at position 4; `chain` is that of its stripe below, and units 1 and 0 from there on. */
const rebuilding = (chain: readonly number[]): Partial<Layout> => ({
  segments: [
    { start: logPosition(0), end: logPosition(4), stripes: [chain.map(nodeId), [nodeId(2), nodeId(3)]] },
    {
      start: logPosition(4),
      end: null,
      stripes: [
        [nodeId(1), nodeId(0)],
        [nodeId(2), nodeId(3)],
      ],
    },
  ],
});
const open = (start: number, ...chains: readonly (readonly number[])[]): Layout['segments'][number] => ({
  start: logPosition(start),
  end: null,
  stripes: chains.map((chain) => chain.map(nodeId)),
});
const withoutFirstUnit: Partial<Layout> = {
  segments: [{ start: logPosition(0), end: null, stripes: [[nodeId(1)], [nodeId(2), nodeId(3)]] }],
};

const appendAround =
  (between: Tell): Tell =>
  (facts) => {
    const operation = facts.invoke(ANN, { op: 'append', arg: valueIn(ANN, 1) });
    between(facts);
    facts.respond(ANN, operation, { out: 'ok', outPos: P });
  };

const cases: Record<string, MarkCase> = {
  'another sequencer took over': {
    reaches: decided(2, { sequencerIncarnation: 2 }),
    misses: decided(2, withoutFirstUnit),
  },
  'a rebuilt unit joined its chains': {
    reaches: inTurn(decided(2, rebuilding([1])), decided(3, rebuilding([1, 0]))),
    misses: inTurn(decided(2, rebuilding([1])), decided(3, rebuilding([1]))),
  },
  'an append was caught in a reconfiguration': {
    reaches: appendAround(decided(2)),
    misses: inTurn(decided(2), appendAround(granted(() => undefined))),
  },
  'a reconfigurer was outbid': {
    reaches: claim(BOB, { event: 'ballot-outranked', epoch: 2 }),
    misses: claim(BOB, { event: 'layout-decided', epoch: 2 }),
  },
  'a unit that was given up came back': {
    reaches: inTurn(decided(2, withoutFirstUnit), decided(3)),
    misses: inTurn(decided(2), decided(3)),
  },
  'a hole was filled by another client': {
    reaches: granted((facts) => facts.exchange(BOB, HEAD, fillP, ok)),
    misses: granted((facts) => facts.exchange(ANN, HEAD, fillP, ok)),
  },
  'a writer lost to junk': {
    reaches: (facts) => facts.exchange(ANN, HEAD, writeP, refusedForJunk),
    misses: (facts) => facts.exchange(ANN, TAIL, writeP, refusedForJunk),
  },
  'two fillers met at the head': {
    reaches: (facts) => facts.exchange(BOB, HEAD, fillP, refusedForJunk),
    misses: (facts) => facts.exchange(BOB, HEAD, fillP, refusedForX),
  },
  "a fill adopted a slow writer's value": {
    reaches: claim(BOB, { event: 'value-adopted', position: P }),
    misses: claim(BOB, { event: 'hole-filled', position: P }),
  },
  'a value was completed by another client': {
    reaches: granted((facts) => facts.exchange(BOB, TAIL, writeP, ok)),
    misses: granted((facts) => facts.exchange(ANN, TAIL, writeP, ok)),
  },
  'an append was acknowledged': {
    reaches: (facts) => facts.append(ANN, 1, P),
    misses: (facts) => facts.perform(ANN, { op: 'append', arg: 1 }, { out: 'unknown', outPos: P }),
  },
  'an append ended unknown': {
    reaches: (facts) => facts.perform(ANN, { op: 'append', arg: 1 }, { out: 'unknown', outPos: P }),
    misses: (facts) => facts.perform(ANN, { op: 'trim', pos: 4 }, { out: 'unknown' }),
  },
  'a client gave up on an operation': {
    reaches(facts) {
      facts.invoke(ANN, { op: 'read', pos: P });
      facts.respond(ANN, 0, { out: 'failed' });
    },
    misses(facts) {
      facts.invoke(ANN, { op: 'read', pos: P });
      facts.respond(ANN, 0, { out: 'unwritten' });
    },
  },
  'an operation outlasted a partition': {
    reaches(facts) {
      facts.invoke(ANN, { op: 'read', pos: P });
      facts.fault(ANN, 'network.isolate', 'a message');
      facts.respond(ANN, 0, { out: 'unwritten' });
    },
    misses(facts) {
      facts.invoke(ANN, { op: 'read', pos: P });
      facts.fault(BOB, 'network.isolate', 'a message');
      facts.respond(ANN, 0, { out: 'unwritten' });
    },
  },
  'an append outlived two layouts': {
    reaches: inTurn(
      (facts) => facts.invoke(ANN, { op: 'append', arg: 1 }),
      decided(2),
      decided(3),
      (facts) => facts.respond(ANN, 0, { out: 'ok', outPos: P }),
    ),
    misses: inTurn(
      decided(2),
      (facts) => facts.invoke(ANN, { op: 'append', arg: 1 }),
      decided(3),
      (facts) => facts.respond(ANN, 0, { out: 'ok', outPos: P }),
    ),
  },
  'a change was finished after its reconfigurer had died': {
    reaches: inTurn(sealsSecondEpoch, (facts) => facts.crash(CAT), decided(2)),
    misses: inTurn(sealsSecondEpoch, decided(2), (facts) => facts.crash(CAT), decided(3)),
  },
  'a layout server died with a vote open': {
    reaches: inTurn(claim(CAT, { event: 'layout-promised', epoch: 2, rank: 1 }), (facts) => facts.crash(CAT)),
    misses: inTurn(claim(CAT, { event: 'layout-promised', epoch: 2, rank: 1 }), decided(2), (facts) =>
      facts.crash(CAT),
    ),
  },
  'a write reached a unit that its position had left': {
    reaches: (facts) => {
      const sent = facts.ask(ANN, HEAD, writeP);
      decided(2, withoutFirstUnit)(facts);
      facts.arrive(sent);
    },
    misses: (facts) => {
      const sent = facts.ask(ANN, HEAD, writeP);
      decided(2)(facts);
      facts.arrive(sent);
    },
  },
  'the log was scaled out': {
    reaches: decided(2, { segments: [open(0, [0], [1], [2, 3])] }),
    misses: decided(2, { segments: [open(0, [0, 1, 2, 3])] }),
  },
  'trimmed segments were dropped': {
    reaches: decided(2, { segments: [open(4, [0, 1], [2, 3])] }),
    misses: decided(2),
  },
  'a short chain was lengthened': {
    reaches: inTurn(decided(2, withoutFirstUnit), decided(3, { segments: [open(0, [2, 3], [1, 0])] })),
    misses: inTurn(decided(2), decided(3, { segments: [open(0, [1, 0], [2, 3])] })),
  },
  'a layout server that was called in voted': {
    reaches: claim(CAT, { event: 'layout-accepted', epoch: 2, rank: 1 }),
    misses: claim(CAT, { event: 'layout-promised', epoch: 2, rank: 1 }),
  },
  'a clock jumped while an append was open': {
    reaches(facts) {
      facts.invoke(ANN, { op: 'append', arg: 1 });
      facts.fault(ANN, 'clock.jump-back', 'by 5 us');
    },
    misses(facts) {
      facts.invoke(ANN, { op: 'append', arg: 1 });
      facts.fault(BOB, 'clock.jump-back', 'by 5 us');
    },
  },
  'a unit stopped itself': {
    reaches: claim(HEAD, { event: 'process-exited', reason: 'disk' }),
    misses: (facts) => facts.crash(HEAD),
  },
  'a unit said that it had lost its devices': {
    reaches: claim(HEAD, { event: 'unit-estranged', incarnation: 2, why: 'flash empty' }),
    misses: claim(HEAD, { event: 'unit-recovered', incarnation: 2 }),
  },
  'a late copy of a write met another decision': {
    reaches: granted((facts) => {
      const sent = facts.ask(ANN, HEAD, writeP);
      facts.arrive(sent);
      facts.arrive(sent);
      facts.reply(sent, refusedForJunk);
    }),
    misses: granted((facts) => {
      const sent = facts.ask(ANN, HEAD, writeP);
      facts.arrive(sent);
      facts.reply(sent, refusedForJunk);
    }),
  },
  'a client died with an append open': {
    reaches(facts) {
      facts.invoke(ANN, { op: 'append', arg: 1 });
      facts.crash(ANN);
    },
    misses(facts) {
      facts.invoke(ANN, { op: 'append', arg: 1 });
      facts.crash(BOB);
      facts.respond(ANN, 0, { out: 'ok', outPos: P });
      facts.crash(ANN);
    },
  },
  'a retransmission found its own write': {
    reaches: granted((facts) => facts.exchange(ANN, HEAD, writeP, refusedForX)),
    misses: granted((facts) => facts.exchange(BOB, HEAD, writeP, refusedForX)),
  },
  'a duplicate request reached a unit': {
    reaches(facts) {
      const sent = facts.ask(ANN, HEAD, writeP);
      facts.arrive(sent);
      facts.arrive(sent);
    },
    misses(facts) {
      const sent = facts.ask(ANN, HEAD, { ...writeP, route: [TAIL], hop: 0 });
      facts.arrive(sent);
      facts.handOn(sent, HEAD, TAIL);
      facts.arrive(sent, TAIL);
    },
  },
  'a trim overtook a writer': {
    reaches: (facts) => facts.exchange(ANN, HEAD, writeP, trimmed),
    misses: (facts) => facts.exchange(ANN, HEAD, readP, trimmed),
  },
  'garbage collection moved a live page': {
    reaches: claim(HEAD, { event: 'unit-page-moved', position: P, why: 'collected' }),
    misses: claim(HEAD, { event: 'unit-page-moved', position: P, why: 'refreshed' }),
  },
  'a torn page was recovered': {
    reaches: claim(HEAD, { event: 'unit-torn-page-recovered', page: 1 }),
    misses: (facts) => facts.fault(HEAD, 'flash.torn-page', 'page 1'),
  },
  'a bad block was retired': {
    reaches: claim(HEAD, { event: 'unit-block-retired', block: 1, livePages: 0 }),
    misses: (facts) => facts.fault(HEAD, 'flash.program-failure', 'block 1'),
  },
  'ECC corrected a page': {
    reaches: (facts) => facts.fault(HEAD, 'flash.bit-errors', 'page 1'),
    misses: (facts) => facts.fault(HEAD, 'flash.uncorrectable-read', 'page 1'),
  },
  'a destroyed record was noticed': {
    reaches: (facts) => facts.exchange(ANN, HEAD, readP, { status: 'corrupt' }),
    misses: (facts) => facts.exchange(ANN, HEAD, readP, { status: 'unwritten' }),
  },
  'streams were recovered by backward scan': {
    reaches: claim(BOB, { event: 'streams-recovered', streams: 1, junkInARowMax: 0 }),
    misses: claim(BOB, { event: 'streams-recovered', streams: 0, junkInARowMax: 9 }),
  },
  'a scan for streams crossed a run of junk': {
    reaches: claim(BOB, { event: 'streams-recovered', streams: 1, junkInARowMax: 2 }),
    misses: claim(BOB, { event: 'streams-recovered', streams: 1, junkInARowMax: 1 }),
  },
  'a sequencer went on into the next epoch': {
    reaches: (facts) => facts.exchange(BOB, SEQUENCER, advance, { status: 'ok', position: 0 }),
    misses: (facts) => facts.exchange(BOB, SEQUENCER, advance, { status: 'not-ready' }),
  },
  'a token of an old epoch was given up': {
    reaches(facts) {
      facts.invoke(ANN, { op: 'append', arg: valueIn(ANN, 1) });
      facts.grantTo(ANN, P, { 0: [] }, 1);
      facts.grantTo(ANN, P, { 0: [] }, 2);
    },
    misses(facts) {
      facts.invoke(ANN, { op: 'append', arg: valueIn(ANN, 1) });
      facts.grantTo(ANN, P, { 0: [] }, 1);
      facts.grantTo(BOB, P, { 0: [] }, 2);
      facts.invoke(ANN, { op: 'append', arg: valueIn(ANN, 2) });
      facts.grantTo(ANN, P, { 0: [] }, 2);
    },
  },
  'a stream read went past a hole': {
    reaches(facts) {
      const read = facts.invoke(ANN, { op: 'readStream', stream: 0 });
      facts.exchange(ANN, HEAD, fillP, ok);
      facts.respond(ANN, read, { out: 'ok', positions: [3], values: [1] });
    },
    misses(facts) {
      const read = facts.invoke(ANN, { op: 'readStream', stream: 0 });
      facts.exchange(BOB, HEAD, fillP, ok);
      facts.respond(ANN, read, { out: 'ok', positions: [3], values: [1] });
      const fill = facts.invoke(ANN, { op: 'fill', pos: P });
      facts.exchange(ANN, HEAD, fillP, ok);
      facts.respond(ANN, fill, { out: 'junk' });
      facts.perform(ANN, { op: 'readStream', stream: 0 }, { out: 'ok', positions: [4], values: [1] });
    },
  },
  'a read was repaired from another replica': {
    reaches: (facts) => facts.exchange(ANN, HEAD, repairP, ok),
    misses: (facts) => facts.exchange(ANN, HEAD, repairP, refusedForX),
  },
  'a leased answer was given': {
    reaches: (facts) => facts.vouch(SEQUENCER, 1),
    misses: (facts) => facts.vouch(SEQUENCER, 1, false),
  },
  'a lease ran out': {
    reaches(facts) {
      facts.vouch(TAIL, 1);
      facts.vouch(TAIL, 1, false);
    },
    misses(facts) {
      facts.vouch(SEQUENCER, 1);
      facts.vouch(SEQUENCER, 2, false);
      facts.vouch(TAIL, 1, false);
    },
  },
  'a lease ran out on a clock that drifts': {
    reaches(facts) {
      facts.fault(TAIL, 'clock.drift', 'by 5 ppm');
      facts.vouch(TAIL, 1);
      facts.vouch(TAIL, 1, false);
    },
    misses(facts) {
      facts.fault(SEQUENCER, 'clock.drift', 'by 5 ppm');
      facts.vouch(TAIL, 1);
      facts.vouch(TAIL, 1, false);
    },
  },
  'a reconfigurer waited a lease out': {
    reaches: claim(BOB, { event: 'leases-waited-out', epoch: 2, waitMicros: 5 }),
    misses: claim(BOB, { event: 'layout-decided', epoch: 2 }),
  },
  'a stale tail was told': {
    reaches(facts) {
      facts.append(ANN, 1, P);
      facts.perform(BOB, { op: 'tail' }, { out: 'open', outPos: P });
    },
    misses(facts) {
      const early = facts.invoke(BOB, { op: 'tail' });
      facts.append(ANN, 1, P);
      facts.respond(BOB, early, { out: 'open', outPos: P });
      facts.perform(BOB, { op: 'tail' }, { out: 'open', outPos: P + 1 });
    },
  },
  'every unit of a chain was lost': {
    reaches: inTurn(loses(HEAD), loses(TAIL)),
    // The head is replaced before the tail is lost.
    misses: inTurn(loses(HEAD), decided(2, { segments: onlyTail }), loses(HEAD)),
  },
  'a majority of the layout servers was lost': {
    reaches: inTurn(decided(2, { layoutServers: [nodeId(7), nodeId(8), nodeId(9)] }), loses(7), loses(9)),
    misses: inTurn(decided(2, { layoutServers: [nodeId(7), nodeId(8), nodeId(9)] }), loses(7), loses(6)),
  },
};

function reachedBy(tell: Tell): Record<string, number> {
  const counter = new MarkCounter();
  tell(new CorfuFacts(counter.watch(runViewOf(factsPlan, () => []))));
  return counter.reached();
}

describe('marks', () => {
  it('have a case each', () => {
    expect(marks.map(({ name }) => name).toSorted()).toEqual(Object.keys(cases).toSorted());
  });

  it.each(Object.entries(cases))('%s', (name, { reaches, misses }) => {
    expect(reachedBy(reaches)).toHaveProperty([name], 1);
    expect(reachedBy(misses)).not.toHaveProperty([name]);
  });

  it('follow a position to its owner when tokens come in batches', () => {
    const tell: Tell = (facts) => {
      facts.grant(ANN, P, 4);
      facts.exchange(ANN, SEQUENCER, { kind: 'sequencer/query' }, { status: 'ok', position: 4 });
      facts.exchange(ANN, HEAD, { ...fillP, position: logPosition(2) }, ok);
      facts.exchange(BOB, HEAD, { ...fillP, position: logPosition(2) }, ok);
    };
    expect(reachedBy(tell)).toEqual({ 'a hole was filled by another client': 1 });
  });

  it('count appends of different clients apart', () => {
    const tell: Tell = (facts) => {
      facts.invoke(ANN, { op: 'append', arg: valueIn(ANN, 1) });
      facts.invoke(BOB, { op: 'append', arg: valueIn(BOB, 1) });
      facts.crash(BOB);
      facts.crash(BOB);
    };
    expect(reachedBy(tell)).toEqual({ 'a client died with an append open': 1 });
  });
});
