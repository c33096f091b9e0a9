/** For each invariant of chains and sequencer: runs that are legal although they look odd, and minimal ones that are not. */
import { ANN, BOB, CAT, type CorfuFacts, entry, SEQUENCER, valueIn } from '../../../support/corfu-facts.ts';
import { describeInvariants, type InvariantCase } from '../../../support/invariant-cases.ts';

const P = 0;
const Q = 2;
const HEAD = 0;
const TAIL = 1;
const x = entry(ANN, 1);
const valueOfX = valueIn(ANN, 1);
const readP = { op: 'read', pos: P };
const fillP = { op: 'fill', pos: P };
const foundX = { out: 'data', outVal: valueOfX };

/** Ann's append of x, begun; it returns the operation. */
function beginAppend(facts: CorfuFacts): number {
  const operation = facts.invoke(ANN, { op: 'append', arg: valueOfX });
  facts.grant(ANN, P);
  return operation;
}

function writeBoth(facts: CorfuFacts, position = P): void {
  for (const unit of facts.chainOf(position)) facts.write(ANN, unit, position, x);
}

const cases: Record<string, readonly InvariantCase[]> = {
  'C-SingleValue': [
    {
      what: 'a filler loses at the head and completes what won',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.write(BOB, TAIL, P, x);
      },
      broken: [],
    },
    {
      what: 'the tail is filled while a writer has won the head',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.fill(BOB, TAIL, P);
      },
      broken: ['C-SingleValue', 'C-PrefixOfChain'],
    },
  ],
  'C-PrefixOfChain': [
    {
      what: 'data on the head only',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.restart(HEAD);
      },
      broken: [],
    },
    {
      what: 'the head has trimmed what the tail gets late',
      tell(facts) {
        facts.trim(BOB, HEAD, P);
        facts.write(ANN, TAIL, P, x);
      },
      broken: [],
    },
    {
      what: 'the device of the head was replaced',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.loseDevice(HEAD);
        facts.write(ANN, TAIL, P, x);
      },
      broken: [],
    },
    {
      what: 'junk at the tail before anything is at the head',
      tell: (facts) => facts.fill(BOB, TAIL, P),
      broken: ['C-PrefixOfChain'],
    },
    {
      what: 'a position stored on the chain of another stripe',
      tell: (facts) => facts.write(ANN, HEAD, P + 1, x),
      broken: ['C-PrefixOfChain'],
    },
  ],
  'C-ReadStable': [
    {
      what: 'unwritten, then data, then trimmed',
      tell(facts) {
        facts.perform(BOB, readP, { out: 'unwritten' });
        facts.perform(BOB, readP, foundX);
        facts.perform(CAT, readP, { out: 'trimmed' });
      },
      broken: [],
    },
    {
      what: 'a read that was invoked before another returned data finds nothing',
      tell(facts) {
        const early = facts.invoke(CAT, readP);
        facts.perform(BOB, readP, foundX);
        facts.respond(CAT, early, { out: 'unwritten' });
      },
      broken: [],
    },
    {
      what: 'unwritten after data, where reads are serializable',
      strength: 'serializable',
      tell(facts) {
        facts.perform(BOB, readP, foundX);
        facts.perform(CAT, readP, { out: 'unwritten' });
      },
      broken: [],
    },
    {
      what: 'junk after data, where reads are serializable',
      strength: 'serializable',
      tell(facts) {
        facts.perform(BOB, readP, foundX);
        facts.perform(CAT, readP, { out: 'junk' });
      },
      broken: ['C-ReadStable'],
    },
    {
      what: 'trimmed on one unit and, before the trim is acknowledged, the same data on another',
      tell(facts) {
        facts.perform(BOB, readP, foundX);
        facts.perform(CAT, readP, { out: 'trimmed' });
        facts.perform(BOB, readP, foundX);
      },
      broken: [],
    },
    {
      what: 'a fill that is refused has not looked',
      tell(facts) {
        facts.perform(BOB, readP, foundX);
        facts.perform(CAT, fillP, { out: 'unwritten' });
      },
      broken: [],
    },
    {
      what: 'data turns unwritten',
      tell(facts) {
        facts.perform(BOB, readP, foundX);
        facts.perform(CAT, readP, { out: 'unwritten' });
      },
      broken: ['C-ReadStable'],
    },
    {
      what: 'junk turns into data',
      tell(facts) {
        facts.perform(BOB, readP, { out: 'junk' });
        facts.perform(CAT, fillP, foundX);
      },
      broken: ['C-ReadStable'],
    },
  ],
  'C-AckRead': [
    {
      what: 'an acknowledged append is read, and then trimmed',
      tell(facts) {
        facts.append(ANN, 1, P);
        facts.perform(BOB, readP, foundX);
        facts.perform(BOB, { op: 'trimCell', pos: P }, { out: 'ok' });
        facts.perform(BOB, readP, { out: 'trimmed' });
      },
      broken: [],
    },
    {
      what: 'a read invoked before the acknowledgement finds nothing',
      tell(facts) {
        const early = facts.invoke(BOB, readP);
        facts.append(ANN, 1, P);
        facts.respond(BOB, early, { out: 'unwritten' });
      },
      broken: [],
    },
    {
      what: 'an acknowledged append reads unwritten',
      tell(facts) {
        facts.append(ANN, 1, P);
        facts.perform(BOB, readP, { out: 'unwritten' });
      },
      broken: ['C-AckRead'],
    },
    {
      what: 'an acknowledged append reads unwritten, where reads are serializable',
      strength: 'serializable',
      tell(facts) {
        facts.append(ANN, 1, P);
        facts.perform(BOB, readP, { out: 'unwritten' });
      },
      broken: [],
    },
    {
      what: 'another value is read where one was acknowledged',
      tell(facts) {
        facts.append(ANN, 1, P);
        facts.perform(BOB, readP, { out: 'data', outVal: valueIn(BOB, 1) });
      },
      broken: ['C-AckRead'],
    },
    {
      what: 'an append is acknowledged where another value was read',
      tell(facts) {
        const operation = beginAppend(facts);
        writeBoth(facts);
        facts.perform(BOB, readP, { out: 'data', outVal: valueIn(BOB, 1) });
        facts.respond(ANN, operation, { out: 'ok', outPos: P });
      },
      broken: ['C-AckRead'],
    },
  ],
  'C-NoLostAck': [
    {
      what: 'an append ends unknown with data on the head only',
      tell(facts) {
        const operation = beginAppend(facts);
        facts.write(ANN, HEAD, P, x);
        facts.respond(ANN, operation, { out: 'unknown', outPos: P });
      },
      broken: [],
    },
    {
      what: 'an acknowledged append passed a tail that has trimmed it',
      tell(facts) {
        const operation = beginAppend(facts);
        facts.write(ANN, HEAD, P, x);
        facts.trim(BOB, TAIL, P);
        facts.respond(ANN, operation, { out: 'ok', outPos: P });
      },
      broken: [],
    },
    {
      what: 'both copies go, after a prefix trim',
      tell(facts) {
        facts.append(ANN, 1, P);
        for (const unit of [HEAD, TAIL]) facts.prefixTrim(BOB, unit, P + 1);
        for (const unit of [HEAD, TAIL]) facts.erase(unit, 0);
      },
      broken: [],
    },
    {
      what: 'an append is acknowledged that the tail has not stored',
      tell(facts) {
        const operation = beginAppend(facts);
        facts.write(ANN, HEAD, P, x);
        facts.respond(ANN, operation, { out: 'ok', outPos: P });
      },
      broken: ['C-NoLostAck'],
    },
    {
      what: 'every copy of an acknowledged append is erased',
      tell(facts) {
        facts.append(ANN, 1, P);
        for (const unit of [HEAD, TAIL]) facts.erase(unit, 0);
      },
      broken: ['U-AckDurable', 'C-NoLostAck'],
    },
  ],
  'C-AtMostOnce': [
    {
      what: 'a writer lost to junk and appended again',
      tell(facts) {
        const operation = beginAppend(facts);
        for (const unit of [HEAD, TAIL]) facts.fill(BOB, unit, P);
        facts.grant(ANN, Q);
        writeBoth(facts, Q);
        facts.respond(ANN, operation, { out: 'ok', outPos: Q });
      },
      broken: [],
    },
    {
      what: 'garbage collection stores a committed entry again',
      tell(facts) {
        facts.append(ANN, 1, P);
        facts.store(TAIL, P, x);
      },
      broken: [],
    },
    {
      what: 'an append is committed, its acknowledgement lost, and committed again elsewhere',
      tell(facts) {
        beginAppend(facts);
        writeBoth(facts);
        facts.grant(ANN, Q);
        writeBoth(facts, Q);
      },
      broken: ['C-AtMostOnce'],
    },
    {
      what: 'a reader completes the first position after the second was acknowledged',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.append(ANN, 1, Q);
        facts.write(BOB, TAIL, P, x);
      },
      broken: ['C-AtMostOnce'],
    },
    {
      what: 'an append is committed at one position and acknowledged at another',
      tell(facts) {
        const operation = beginAppend(facts);
        writeBoth(facts);
        facts.write(ANN, HEAD, Q, x);
        facts.respond(ANN, operation, { out: 'ok', outPos: Q });
      },
      broken: ['C-AtMostOnce', 'C-NoLostAck'],
    },
  ],
  'C-JunkNotAck': [
    {
      what: 'a writer that lost to junk says so',
      tell(facts) {
        const operation = beginAppend(facts);
        for (const unit of [HEAD, TAIL]) facts.fill(BOB, unit, P);
        facts.respond(ANN, operation, { out: 'failed' });
      },
      broken: [],
    },
    {
      what: 'an append is acknowledged where the head holds junk',
      tell(facts) {
        const operation = beginAppend(facts);
        for (const unit of [HEAD, TAIL]) facts.fill(BOB, unit, P);
        facts.respond(ANN, operation, { out: 'ok', outPos: P });
      },
      broken: ['C-JunkNotAck', 'C-NoLostAck'],
    },
    {
      what: 'junk is stored where an append was acknowledged',
      tell(facts) {
        facts.append(ANN, 1, P);
        facts.fill(BOB, TAIL, P);
      },
      broken: ['U-WriteOnce', 'C-SingleValue', 'C-PrefixOfChain', 'C-JunkNotAck'],
    },
  ],
  'C-FillAdopts': [
    {
      what: 'a filler that lost returns the value that won',
      tell(facts) {
        writeBoth(facts);
        facts.perform(BOB, fillP, foundX);
      },
      broken: [],
    },
    {
      what: 'a filler that won returns junk',
      tell(facts) {
        const operation = facts.invoke(BOB, fillP);
        for (const unit of [HEAD, TAIL]) facts.fill(BOB, unit, P);
        facts.respond(BOB, operation, { out: 'junk' });
      },
      broken: [],
    },
    {
      what: 'a filler that lost returns junk',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.perform(BOB, fillP, { out: 'junk' });
      },
      broken: ['C-FillAdopts'],
    },
  ],
  'S-TokenUnique': [
    {
      what: 'a duplicate request takes a token of its own, and some are burnt',
      tell(facts) {
        const sent = facts.ask(ANN, SEQUENCER, { kind: 'sequencer/next', count: 2 });
        facts.reply(sent, { status: 'ok', position: 0 });
        facts.reply(sent, { status: 'ok', position: 2 });
        facts.grant(BOB, 9);
      },
      broken: [],
    },
    {
      what: 'another epoch grants again what nobody used',
      tell(facts) {
        facts.grant(ANN, 5);
        const next = { kind: 'sequencer/next', count: 1, epoch: 2 } as const;
        facts.exchange(ANN, SEQUENCER, next, { status: 'ok', position: 5, epoch: 2 });
      },
      broken: [],
    },
    {
      what: 'one position is granted twice',
      tell(facts) {
        facts.grant(ANN, 4, 3);
        facts.grant(BOB, 6);
      },
      broken: ['S-TokenUnique'],
    },
  ],
  'S-TailAboveAcked': [
    {
      what: 'a tail that was asked for before the acknowledgement',
      tell(facts) {
        const sent = facts.ask(BOB, SEQUENCER, { kind: 'sequencer/query' });
        facts.append(ANN, 1, P);
        facts.reply(sent, { status: 'ok', position: P });
      },
      broken: [],
    },
    {
      what: 'a tail at an acknowledged position',
      tell(facts) {
        facts.append(ANN, 1, P);
        facts.exchange(BOB, SEQUENCER, { kind: 'sequencer/query' }, { status: 'ok', position: P });
      },
      broken: ['S-TailAboveAcked'],
    },
  ],
};

describeInvariants(cases);
