/** For each invariant of streams: runs that are legal although they look odd, and minimal ones that are not. */
import { logPosition } from '../../../../src/log/position.ts';
import { streamId } from '../../../../src/log/stream.ts';
import { firstLayoutOf } from '../../../../sim/systems/corfu.ts';
import {
  ANN,
  BOB,
  CAT,
  type CorfuFacts,
  entry,
  factsPlan,
  SEQUENCER,
  type StreamsSaid,
  streamsSaid,
  valueIn,
} from '../../../support/corfu-facts.ts';
import { describeInvariants, type InvariantCase } from '../../../support/invariant-cases.ts';

const [A, B] = [0, 1];

/** The sequencer is asked where streams end. */
function query(facts: CorfuFacts, position: number, said: StreamsSaid, epoch = 1): void {
  const streams = streamsSaid(said);
  const asked = streams.headers.map(({ stream }) => stream);
  facts.exchange(
    CAT,
    SEQUENCER,
    { kind: 'sequencer/query', epoch, streams: asked },
    { status: 'ok', position, epoch, streams },
  );
}

function readStream(facts: CorfuFacts, client: number, stream: number, positions: number[], values: number[]): void {
  facts.perform(client, { op: 'readStream', stream }, { out: 'ok', positions, values });
}

/** Three entries at 0, 1 and 2, the first and the last of stream A. */
function three(facts: CorfuFacts): void {
  facts.appendTo(ANN, 1, 0, { [A]: [] });
  facts.appendTo(BOB, 1, 1, { [B]: [] });
  facts.appendTo(ANN, 2, 2, { [A]: [0] });
}

/** The sequencer of the next epoch is told where each stream ends. */
function begin(facts: CorfuFacts, epoch: number, tail: number, said: StreamsSaid): void {
  facts.decide({ ...firstLayoutOf(factsPlan.system), epoch: epoch as never });
  const streams = { backpointers: 2, last: streamsSaid(said).headers };
  facts.exchange(
    CAT,
    SEQUENCER,
    { kind: 'sequencer/bootstrap', epoch, tail, incarnation: 1, streams },
    { status: 'ok', position: tail, epoch },
  );
}

const sealed = (facts: CorfuFacts): void => {
  for (const unit of [0, 1, 2, 3]) facts.seal(unit, 2, 2);
};

const cases: Record<string, readonly InvariantCase[]> = {
  'S-StreamComplete': [
    {
      what: 'tables know the last positions, and what is before them the entries know',
      tell(facts) {
        three(facts);
        facts.appendTo(ANN, 3, 3, { [A]: [2, 0], [B]: [1] });
        query(facts, 4, { [A]: [3, 2], [B]: [3, 1] });
      },
      broken: [],
    },
    {
      what: 'an entry that was not acknowledged when the sequencer was asked',
      tell(facts) {
        const operation = facts.invoke(ANN, { op: 'append', arg: valueIn(ANN, 1), streams: [A] });
        facts.grantTo(ANN, 0, { [A]: [] });
        const asked = facts.ask(CAT, SEQUENCER, { kind: 'sequencer/query', streams: [streamId(A)] });
        for (const unit of facts.chainOf(0))
          facts.write(ANN, unit, 0, { ...entry(ANN, 1), streams: streamsSaid({ [A]: [] }) });
        facts.respond(ANN, operation, { out: 'ok', outPos: 0 });
        facts.reply(asked, { status: 'ok', position: 1, streams: streamsSaid({ [A]: [] }) });
      },
      broken: [],
    },
    {
      what: 'an entry that somebody asked to trim',
      tell(facts) {
        three(facts);
        facts.ask(CAT, 0, { kind: 'unit/trim', position: logPosition(2) });
        facts.ask(CAT, 0, { kind: 'unit/prefix-trim', upTo: logPosition(1) });
        query(facts, 3, { [A]: [] });
        readStream(facts, BOB, A, [], []);
      },
      broken: [],
    },
    {
      what: 'a reader is given what a stream was before, where it asks for no more',
      strength: 'serializable',
      tell(facts) {
        three(facts);
        readStream(facts, BOB, A, [0], [valueIn(ANN, 1)]);
        readStream(facts, CAT, A, [], []);
      },
      broken: [],
    },
    {
      what: 'a reader is given what a stream was before, with a gap',
      strength: 'serializable',
      tell(facts) {
        three(facts);
        readStream(facts, BOB, A, [2], [valueIn(ANN, 2)]);
      },
      broken: ['S-StreamComplete'],
    },
    {
      what: 'the sequencer does not know the last entry of a stream',
      tell(facts) {
        three(facts);
        query(facts, 3, { [A]: [0] });
      },
      broken: ['S-StreamComplete'],
    },
    {
      what: 'a token leads past an entry',
      tell(facts) {
        three(facts);
        facts.grantTo(ANN, 3, { [A]: [2] });
      },
      broken: ['S-StreamComplete'],
    },
    {
      what: 'a new sequencer is told of one stream, and not of the other',
      tell(facts) {
        three(facts);
        sealed(facts);
        begin(facts, 2, 3, { [A]: [2, 0] });
      },
      broken: ['S-StreamComplete'],
    },
    {
      what: 'a new sequencer is told of all, and the one that was given up knows less',
      tell(facts) {
        three(facts);
        sealed(facts);
        begin(facts, 2, 3, { [A]: [2, 0], [B]: [1] });
        query(facts, 2, { [A]: [0] }, 1);
        query(facts, 3, { [A]: [2, 0] }, 2);
      },
      broken: [],
    },
    {
      what: 'a reader is not given an entry that was acknowledged before it asked',
      tell(facts) {
        three(facts);
        readStream(facts, BOB, A, [2], [valueIn(ANN, 2)]);
      },
      broken: ['S-StreamComplete'],
    },
    {
      what: 'an entry that was never acknowledged is given to a reader, and then not to another',
      tell(facts) {
        facts.grantTo(ANN, 0, { [A]: [] });
        for (const unit of facts.chainOf(0))
          facts.write(ANN, unit, 0, { ...entry(ANN, 1), streams: streamsSaid({ [A]: [] }) });
        readStream(facts, BOB, A, [0], [valueIn(ANN, 1)]);
        readStream(facts, CAT, A, [], []);
      },
      broken: ['S-StreamComplete'],
    },
    {
      what: 'a reader is given what is new since it asked last, and after a crash everything again',
      tell(facts) {
        facts.appendTo(ANN, 1, 0, { [A]: [] });
        readStream(facts, BOB, A, [0], [valueIn(ANN, 1)]);
        facts.appendTo(ANN, 2, 1, { [A]: [0] });
        readStream(facts, BOB, A, [1], [valueIn(ANN, 2)]);
        facts.restart(BOB);
        readStream(facts, BOB, A, [0, 1], [valueIn(ANN, 1), valueIn(ANN, 2)]);
      },
      broken: [],
    },
  ],
  'S-BackpointerSound': [
    {
      what: 'a token leads to one that came to nothing, and was filled',
      tell(facts) {
        facts.grantTo(ANN, 0, { [B]: [] });
        facts.grantTo(BOB, 0, { [A]: [] });
        facts.fill(CAT, 0, 0);
        facts.grantTo(BOB, 1, { [B]: [0] });
      },
      broken: ['S-TokenUnique'],
    },
    {
      what: 'a token leads to where the stream never was',
      tell(facts) {
        facts.grantTo(ANN, 0, { [B]: [] });
        facts.grantTo(BOB, 1, { [A]: [0] });
      },
      broken: ['S-BackpointerSound'],
    },
    {
      what: 'a token leads to itself',
      tell: (facts) => facts.grantTo(ANN, 0, { [A]: [0] }),
      broken: ['S-BackpointerSound'],
    },
    {
      what: 'a token of an old epoch, whose position was granted to another stream since',
      tell(facts) {
        facts.grantTo(ANN, 0, { [A]: [] });
        sealed(facts);
        begin(facts, 2, 0, {});
        facts.grantTo(BOB, 0, { [B]: [] }, 2);
        facts.grantTo(ANN, 1, { [A]: [0] }, 1);
      },
      broken: [],
    },
    {
      what: 'a sequencer that comes back leads to where another stream is by now',
      tell(facts) {
        facts.grantTo(ANN, 0, { [A]: [] });
        sealed(facts);
        begin(facts, 2, 0, {});
        facts.grantTo(BOB, 0, { [B]: [] }, 2);
        facts.grantTo(ANN, 1, { [A]: [0] }, 2);
      },
      broken: ['S-BackpointerSound'],
    },
  ],
  'O-OrderedExactlyOnceApply': [
    {
      what: 'a reader is given all entries of its stream, also one that was never acknowledged',
      tell(facts) {
        three(facts);
        facts.grantTo(BOB, 3, { [A]: [2, 0] });
        const data = { ...entry(BOB, 2), streams: streamsSaid({ [A]: [2, 0] }) };
        for (const unit of facts.chainOf(3)) facts.write(BOB, unit, 3, data);
        readStream(facts, CAT, A, [0, 2, 3], [valueIn(ANN, 1), valueIn(ANN, 2), valueIn(BOB, 2)]);
      },
      broken: [],
    },
    {
      what: 'a reader is given an entry of another stream',
      tell(facts) {
        three(facts);
        readStream(facts, CAT, A, [0, 1, 2], [valueIn(ANN, 1), valueIn(BOB, 1), valueIn(ANN, 2)]);
      },
      broken: ['O-OrderedExactlyOnceApply'],
    },
    {
      what: 'a reader is given an entry twice',
      tell(facts) {
        facts.appendTo(ANN, 1, 0, { [A]: [] });
        readStream(facts, CAT, A, [0], [valueIn(ANN, 1)]);
        readStream(facts, CAT, A, [0], [valueIn(ANN, 1)]);
      },
      broken: ['O-OrderedExactlyOnceApply'],
    },
    {
      what: 'a reader is given entries out of order',
      tell(facts) {
        three(facts);
        readStream(facts, CAT, A, [2, 0], [valueIn(ANN, 2), valueIn(ANN, 1)]);
      },
      broken: ['O-OrderedExactlyOnceApply'],
    },
  ],
};

describeInvariants(cases);
