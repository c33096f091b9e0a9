import { describe, expect, it } from 'vitest';
import { chainOf, type Layout, layoutFault } from '../../../src/corfu/layout.ts';
import {
  dropTrimmed,
  joinChains,
  lengthenChain,
  type LayoutChange,
  replaceLayoutServer,
  replaceSequencer,
  replaceUnit,
  scaleOut,
  type SealReport,
} from '../../../src/corfu/layout-changes.ts';
import { epoch, logPosition } from '../../../src/log/position.ts';
import { type NodeId, nodeId } from '../../../src/ports/units.ts';

const n = nodeId;
const [A, B, C, D, SPARE, OTHER] = [n(0), n(1), n(2), n(3), n(4), n(5)];
const [SEQUENCER, STANDBY] = [n(8), n(9)];

const before: Layout = {
  epoch: epoch(1),
  layoutServers: [n(6), n(7)],
  sequencer: SEQUENCER,
  sequencerIncarnation: 1,
  segments: [
    {
      start: logPosition(0),
      end: null,
      stripes: [
        [A, B],
        [C, D],
      ],
    },
  ],
};

function report(tail: number, sealed: readonly NodeId[] = [A, B, C, D], more: Partial<SealReport> = {}): SealReport {
  return {
    epoch: epoch(2),
    sealed: new Set(sealed),
    sequencers: new Map(),
    tail: logPosition(tail),
    trimMark: logPosition(0),
    ...more,
  };
}

function changed(change: LayoutChange, from: Layout, found: SealReport): Layout {
  const after = change(from, found);
  if (after === undefined) throw new Error('refused');
  expect(layoutFault(after)).toBeUndefined();
  expect(after.epoch).toBe(found.epoch);
  return after;
}

const chains = (layout: Layout, from: number, to: number): readonly (readonly NodeId[])[] =>
  Array.from({ length: to - from }, (_unused, i) => chainOf(layout, logPosition(from + i)));

describe('another sequencer', () => {
  const standby = replaceSequencer([SEQUENCER, STANDBY]);

  it('is the first candidate that answered, and never the very process that is given up', () => {
    const both = new Map([
      [SEQUENCER, 1],
      [STANDBY, 5],
    ]);
    expect(changed(standby, before, report(7, [], { sequencers: both }))).toMatchObject({
      sequencer: STANDBY,
      sequencerIncarnation: 5,
    });
  });

  it('may be on the same node, when its process is another', () => {
    const restarted = new Map([[SEQUENCER, 2]]);
    expect(changed(standby, before, report(7, [], { sequencers: restarted })).sequencerIncarnation).toBe(2);
  });

  it('must have answered', () => {
    expect(standby(before, report(7))).toBeUndefined();
    expect(standby(before, report(7, [], { sequencers: new Map([[SEQUENCER, 1]]) }))).toBeUndefined();
  });
});

describe('a unit that is given up', () => {
  it('is replaced by the spare from the tail on, at the end of the chain, and by nobody below', () => {
    const after = changed(replaceUnit(A, SPARE), before, report(6, [B, C, D, SPARE]));
    expect(chains(after, 4, 8)).toEqual([[B], [C, D], [B, SPARE], [C, D]]);
  });

  it('leaves every position with its stripe, wherever the tail is', () => {
    for (let tail = 1; tail < 8; tail += 1) {
      const after = changed(replaceUnit(D, SPARE), before, report(tail, [A, B, C, SPARE]));
      for (let position = 0; position < 12; position += 1) {
        expect(chainOf(after, logPosition(position))[0]).toBe(position % 2 === 0 ? A : C);
      }
    }
  });

  it('only shortens its chains when there is no spare', () => {
    const after = changed(replaceUnit(A, undefined), before, report(6, [B, C, D]));
    expect(after.segments).toEqual([{ start: 0, end: null, stripes: [[B], [C, D]] }]);
  });

  it('makes no empty segment of a log without entries', () => {
    const after = changed(replaceUnit(A, SPARE), before, report(0, [B, C, D, SPARE]));
    expect(after.segments).toEqual([
      {
        start: 0,
        end: null,
        stripes: [
          [B, SPARE],
          [C, D],
        ],
      },
    ]);
  });

  it('is not given up when it is the last of a chain: what it held would be forgotten', () => {
    const single = changed(replaceUnit(A, undefined), before, report(6, [B, C, D]));
    expect(replaceUnit(B, SPARE)(single, report(9, [C, D, SPARE]))).toBeUndefined();
    expect(replaceUnit(B, undefined)(single, report(9, [C, D]))).toBeUndefined();
  });

  it('is not replaced by a spare that another has called in meanwhile', () => {
    const once = changed(replaceUnit(A, SPARE), before, report(6, [B, C, D, SPARE]));
    expect(replaceUnit(B, SPARE)(once, report(9, [B, C, D, SPARE]))).toBeUndefined();
    expect(replaceUnit(C, SPARE)(once, report(9, [B, C, D, SPARE]))).toBeUndefined();
  });

  it('needs a spare that can be used', () => {
    expect(replaceUnit(A, SPARE)(before, report(6, [B, C, D]))).toBeUndefined();
  });
});

describe('a rebuilt unit', () => {
  it('joins the closed segments behind those it copied from, and the segments become one again', () => {
    for (const tail of [5, 6]) {
      const degraded = changed(replaceUnit(A, SPARE), before, report(tail, [B, C, D, SPARE]));
      const after = changed(joinChains(SPARE), degraded, report(9, [B, C, D, SPARE]));
      expect(after.segments).toEqual([
        {
          start: 0,
          end: null,
          stripes: [
            [B, SPARE],
            [C, D],
          ],
        },
      ]);
    }
  });

  it('takes the place of a spare that failed before it was rebuilt', () => {
    const once = changed(replaceUnit(A, SPARE), before, report(6, [B, C, D, SPARE]));
    const twice = changed(replaceUnit(SPARE, OTHER), once, report(8, [B, C, D, OTHER]));
    const after = changed(joinChains(OTHER), twice, report(9, [B, C, D, OTHER]));
    expect(new Set(chains(after, 0, 12).map((chain) => chain.join()))).toEqual(new Set(['1,5', '2,3']));
  });
});

describe('scaling', () => {
  it('out sends positions from the tail on to more chains, and those below where they were', () => {
    const after = changed(scaleOut([[SPARE, OTHER]]), before, report(5, [A, B, C, D, SPARE, OTHER]));
    expect(chains(after, 0, 5)).toEqual(chains(before, 0, 5));
    expect(new Set(chains(after, 5, 8).map((chain) => chain.join()))).toEqual(new Set(['0,1', '2,3', '4,5']));
    expect(scaleOut([[SPARE, OTHER]])(before, report(5, [A, B, C, D, SPARE]))).toBeUndefined();
  });

  it('in drops the segments in which everything was trimmed', () => {
    const two = changed(scaleOut([[SPARE, OTHER]]), before, report(5, [A, B, C, D, SPARE, OTHER]));
    const left = (known: number, found: number): number =>
      changed(dropTrimmed(logPosition(known)), two, report(9, [], { trimMark: logPosition(found) })).segments.length;
    expect([4, 5, 99].map((mark) => left(0, mark))).toEqual([2, 1, 1]);
    // The only unit that knew of the trim may be gone.
    expect([4, 5, 99].map((mark) => left(mark, 0))).toEqual([2, 1, 1]);
  });

  it('out does without units that another has called in meanwhile', () => {
    const all = [A, B, C, D, SPARE, OTHER];
    const once = changed(scaleOut([[SPARE]]), before, report(5, all));
    expect(scaleOut([[OTHER], [SPARE]])(once, report(7, all))).toBeUndefined();
  });
});

describe('a chain that is too short', () => {
  const short = changed(replaceUnit(A, undefined), before, report(6, [B, C, D]));

  it('gets a unit that knows nothing at its end, from the tail on', () => {
    const after = changed(lengthenChain(B, SPARE), short, report(8, [B, C, D, SPARE]));
    expect(chains(after, 6, 10)).toEqual([[B], [C, D], [B, SPARE], [C, D]]);
    expect(changed(joinChains(SPARE), after, report(9, [B, C, D, SPARE])).segments).toHaveLength(1);
  });

  it('needs one that can be used, and that no other has called in', () => {
    expect(lengthenChain(B, SPARE)(short, report(8, [B, C, D]))).toBeUndefined();
    expect(lengthenChain(B, C)(short, report(8, [B, C, D]))).toBeUndefined();
  });
});

describe('another layout server', () => {
  it('votes from the next change on', () => {
    const after = changed(replaceLayoutServer(n(6), n(10)), before, report(5));
    expect(after).toEqual({ ...before, epoch: 2, layoutServers: [n(10), n(7)] });
  });

  it('has one vote, whoever called it in', () => {
    expect(replaceLayoutServer(n(6), n(7))(before, report(5))).toBeUndefined();
  });
});
