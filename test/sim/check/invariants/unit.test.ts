/** For each invariant of units: a run of facts that is legal although it looks odd, and a minimal one that is not. */
import { logPosition } from '../../../../src/log/position.ts';
import { ANN, BOB, CAT, entry } from '../../../support/corfu-facts.ts';
import { describeInvariants, type InvariantCase } from '../../../support/invariant-cases.ts';

const P = 0;
const HEAD = 0;
const TAIL = 1;
const read = { kind: 'unit/read', position: logPosition(P) } as const;
const x = entry(ANN, 1);
const y = entry(BOB, 1);
const junk = { status: 'junk' } as const;
const foundX = { status: 'data', writer: ANN, writeNumber: 1, payload: x.payload } as const;
const refusedForX = { status: 'overwritten', stored: 'data', writer: ANN, writeNumber: 1 } as const;

const cases: Record<string, readonly InvariantCase[]> = {
  'U-WriteOnce': [
    {
      what: 'a page moved by garbage collection is programmed again with what it held',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.turnTo(HEAD, 1);
        facts.store(HEAD, P, x);
        facts.erase(HEAD, 0);
        facts.exchange(BOB, HEAD, read, foundX);
      },
      broken: [],
    },
    {
      what: 'an entry that nobody was told of may be forgotten with its damaged page',
      tell(facts) {
        facts.arrive(facts.askWrite(ANN, HEAD, P, x));
        const page = facts.store(HEAD, P, x);
        facts.fault(HEAD, 'flash.rot', `page ${page}`);
        facts.restart(HEAD);
        facts.write(BOB, HEAD, P, y);
      },
      broken: [],
    },
    {
      what: 'a filler overwrites what a slow writer decided',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.fill(BOB, HEAD, P);
      },
      broken: ['U-WriteOnce'],
    },
    {
      what: 'an entry found intact after a crash is overwritten, although nobody was told of it',
      tell(facts) {
        facts.arrive(facts.askWrite(ANN, HEAD, P, x));
        facts.store(HEAD, P, x);
        facts.restart(HEAD);
        facts.write(BOB, HEAD, P, y);
      },
      broken: ['U-WriteOnce'],
    },
    {
      what: 'a unit says data and then junk',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.exchange(BOB, HEAD, read, junk);
      },
      broken: ['U-WriteOnce', 'U-AckDurable'],
    },
  ],
  'U-AckDurable': [
    {
      what: 'a write is durable and never acknowledged',
      tell(facts) {
        facts.arrive(facts.askWrite(ANN, HEAD, P, x));
        facts.store(HEAD, P, x);
        facts.restart(HEAD);
        facts.exchange(BOB, HEAD, read, foundX);
      },
      broken: [],
    },
    {
      what: 'a program failed, was never told, and was repeated before the acknowledgement',
      tell(facts) {
        const sent = facts.askWrite(ANN, HEAD, P, x);
        facts.arrive(sent);
        facts.fault(HEAD, 'flash.program-failure', 'block 0');
        facts.turnTo(HEAD, 1);
        facts.store(HEAD, P, x);
        facts.reply(sent, { status: 'ok' });
      },
      broken: [],
    },
    {
      what: 'the last copy of a trimmed position is erased',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.trim(BOB, HEAD, P);
        facts.erase(HEAD, 0);
      },
      broken: [],
    },
    {
      what: 'the last copy below a prefix mark is erased before the trim is acknowledged',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.arrive(facts.ask(BOB, HEAD, { kind: 'unit/prefix-trim', upTo: logPosition(P + 1) }));
        facts.erase(HEAD, 0);
      },
      broken: [],
    },
    {
      what: 'a destroyed record is put on record as lost before its block is erased',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.fault(HEAD, 'flash.rot', 'page 0');
        facts.turnTo(HEAD, 1);
        facts.mark(HEAD, P, 'lost');
        facts.erase(HEAD, 0);
        facts.exchange(BOB, HEAD, read, { status: 'corrupt' });
      },
      broken: [],
    },
    {
      what: 'a lost device takes everything along',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.loseDevice(HEAD);
        facts.restart(HEAD);
        facts.exchange(BOB, HEAD, read, { status: 'not-ready' });
      },
      broken: [],
    },
    {
      what: 'a write is acknowledged before its page is programmed',
      tell(facts) {
        const sent = facts.askWrite(ANN, HEAD, P, x);
        facts.arrive(sent);
        facts.reply(sent, { status: 'ok' });
      },
      broken: ['U-AckDurable'],
    },
    {
      what: 'a forwarded write is handed on before its page is programmed',
      tell(facts) {
        const { writer, writeNumber, payload } = x;
        const sent = facts.ask(ANN, HEAD, {
          kind: 'unit/write',
          position: logPosition(P),
          writer,
          writeNumber,
          payload,
          route: [TAIL],
          hop: 0,
        });
        facts.arrive(sent);
        facts.handOn(sent, HEAD, TAIL);
      },
      broken: ['U-AckDurable'],
    },
    {
      what: 'a read returns what is not yet programmed',
      tell(facts) {
        facts.arrive(facts.askWrite(ANN, HEAD, P, x));
        facts.exchange(BOB, HEAD, read, foundX);
      },
      broken: ['U-AckDurable'],
    },
    {
      what: 'garbage collection erases the only copy',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.erase(HEAD, 0);
      },
      broken: ['U-AckDurable'],
    },
  ],
  'U-SealMonotone': [
    {
      what: 'a unit that is starting says nothing about epochs',
      tell(facts) {
        facts.exchange(
          ANN,
          HEAD,
          { kind: 'unit/seal', epoch: 3 },
          { status: 'ok', hwm: -1, upTo: logPosition(0), epoch: 3 },
        );
        facts.exchange(ANN, HEAD, { ...read, epoch: 3 }, { status: 'not-ready', epoch: 0 });
      },
      broken: [],
    },
    {
      what: 'a unit goes back to an epoch that it said is over',
      tell(facts) {
        facts.exchange(ANN, HEAD, { ...read, epoch: 3 }, { status: 'unwritten', epoch: 3 });
        facts.exchange(ANN, HEAD, { ...read, epoch: 3 }, { status: 'unwritten', epoch: 2 });
      },
      broken: ['U-SealMonotone'],
    },
  ],
  'U-SealDurable': [
    {
      what: 'a replaced device knows no epoch',
      tell(facts) {
        facts.exchange(ANN, HEAD, { ...read, epoch: 3 }, { status: 'unwritten', epoch: 3 });
        facts.loseDevice(HEAD);
        facts.restart(HEAD);
        facts.exchange(ANN, HEAD, { kind: 'unit/reset', epoch: 4, incarnation: 1 }, { status: 'ok', epoch: 2 });
      },
      broken: [],
    },
    {
      what: 'a unit forgets its seal in a crash',
      tell(facts) {
        facts.exchange(ANN, HEAD, { ...read, epoch: 3 }, { status: 'unwritten', epoch: 3 });
        facts.restart(HEAD);
        facts.exchange(ANN, HEAD, { ...read, epoch: 3 }, { status: 'unwritten', epoch: 1 });
      },
      broken: ['U-SealDurable'],
    },
  ],
  'U-NoStaleEpochEffect': [
    {
      what: 'a read that arrived before the seal is answered after it',
      tell(facts) {
        const sent = facts.ask(ANN, HEAD, { ...read, epoch: 1 });
        facts.arrive(sent);
        facts.exchange(
          BOB,
          HEAD,
          { kind: 'unit/seal', epoch: 2 },
          { status: 'ok', hwm: -1, upTo: logPosition(0), epoch: 2 },
        );
        facts.reply(sent, { status: 'unwritten', epoch: 2 });
      },
      broken: [],
    },
    {
      what: 'garbage collection moves a record of an old epoch',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.exchange(
          BOB,
          HEAD,
          { kind: 'unit/seal', epoch: 2 },
          { status: 'ok', hwm: 0, upTo: logPosition(0), epoch: 2 },
        );
        facts.store(HEAD, P, x, 1);
      },
      broken: [],
    },
    {
      what: 'a read of an old epoch is answered after the seal',
      tell(facts) {
        facts.exchange(
          BOB,
          HEAD,
          { kind: 'unit/seal', epoch: 2 },
          { status: 'ok', hwm: -1, upTo: logPosition(0), epoch: 2 },
        );
        facts.exchange(ANN, HEAD, read, { status: 'unwritten', epoch: 2 });
      },
      broken: ['U-NoStaleEpochEffect'],
    },
    {
      what: 'a write that was under way becomes durable after the seal',
      tell(facts) {
        facts.arrive(facts.askWrite(ANN, HEAD, P, x));
        facts.exchange(
          BOB,
          HEAD,
          { kind: 'unit/seal', epoch: 2 },
          { status: 'ok', hwm: -1, upTo: logPosition(0), epoch: 2 },
        );
        facts.store(HEAD, P, x, 1);
      },
      broken: ['U-NoStaleEpochEffect'],
    },
  ],
  'U-TrimMonotone': [
    {
      what: 'a read that arrived before the trim is answered after it',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        const sent = facts.ask(BOB, HEAD, read);
        facts.arrive(sent);
        facts.prefixTrim(ANN, HEAD, P + 2);
        facts.arrive(sent);
        facts.reply(sent, foundX);
      },
      broken: [],
    },
    {
      what: 'one unit has trimmed and its neighbour has not yet',
      tell(facts) {
        for (const unit of [HEAD, TAIL]) facts.write(ANN, unit, P, x);
        facts.prefixTrim(BOB, HEAD, P + 2);
        facts.exchange(ANN, HEAD, read, { status: 'trimmed', upTo: logPosition(P + 2) });
        facts.exchange(ANN, TAIL, read, foundX);
      },
      broken: [],
    },
    {
      what: 'a question arrives before the unit is wiped, and is answered by what the unit is then',
      tell(facts) {
        facts.prefixTrim(BOB, HEAD, P + 2);
        const reset = facts.ask(CAT, HEAD, { kind: 'unit/reset', epoch: 2, incarnation: 1 });
        facts.arrive(reset);
        const seal = facts.ask(BOB, HEAD, { kind: 'unit/seal', epoch: 2 });
        facts.arrive(seal);
        facts.reply(reset, { status: 'ok', epoch: 2, incarnation: 2 });
        facts.reply(seal, { status: 'ok', hwm: -1, upTo: logPosition(0), epoch: 2, incarnation: 2 });
      },
      broken: [],
    },
    {
      what: 'the mark is gone after a crash, and the data is back',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.prefixTrim(BOB, HEAD, P + 2);
        facts.restart(HEAD);
        facts.exchange(BOB, HEAD, read, foundX);
      },
      broken: ['U-TrimMonotone'],
    },
    {
      what: 'a smaller mark is told',
      tell(facts) {
        facts.prefixTrim(BOB, HEAD, 8);
        facts.exchange(BOB, HEAD, { kind: 'unit/tail' }, { status: 'ok', hwm: 7, upTo: logPosition(4) });
      },
      broken: ['U-TrimMonotone'],
    },
  ],
  'U-NoResurrect': [
    {
      what: 'a delayed writer meets a trimmed position',
      tell(facts) {
        facts.trim(BOB, HEAD, P);
        facts.arrive(facts.askWrite(ANN, HEAD, P, x));
        facts.exchange(BOB, HEAD, read, { status: 'trimmed', upTo: logPosition(0) });
      },
      broken: [],
    },
    {
      what: 'a forwarded write passes a unit behind the head that has trimmed the position',
      tell(facts) {
        const { writer, writeNumber, payload } = x;
        const body = {
          kind: 'unit/write',
          position: logPosition(P),
          writer,
          writeNumber,
          payload,
          route: [TAIL],
          hop: 0,
        } as const;
        const sent = facts.ask(ANN, HEAD, { ...body, route: [TAIL] });
        facts.arrive(sent);
        facts.store(HEAD, P, x);
        facts.trim(BOB, TAIL, P);
        facts.handOn(sent, HEAD, TAIL);
        facts.arrive(sent, TAIL);
        facts.reply(sent, { status: 'ok' }, TAIL);
      },
      broken: [],
    },
    {
      what: 'a delayed writer writes a position that was trimmed unwritten',
      tell(facts) {
        facts.trim(BOB, HEAD, P);
        facts.write(ANN, HEAD, P, x);
      },
      broken: ['U-NoResurrect'],
    },
    {
      what: 'a trimmed position reads unwritten',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.trim(BOB, HEAD, P);
        facts.exchange(BOB, HEAD, read, { status: 'unwritten' });
      },
      broken: ['U-NoResurrect'],
    },
  ],
  'U-NoFalseUnwritten': [
    {
      what: 'a read that arrived before the acknowledgement finds nothing',
      tell(facts) {
        const sent = facts.ask(BOB, HEAD, read);
        facts.arrive(sent);
        facts.write(ANN, HEAD, P, x);
        facts.reply(sent, { status: 'unwritten' });
      },
      broken: [],
    },
    {
      what: 'a destroyed record is called corrupt and repaired',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.fault(HEAD, 'flash.rot', 'page 0');
        facts.exchange(BOB, HEAD, read, { status: 'corrupt' });
        const { writer, writeNumber, payload } = x;
        const repair = {
          kind: 'unit/repair',
          position: logPosition(P),
          entry: 'data',
          writer,
          writeNumber,
          payload,
        } as const;
        const sent = facts.ask(BOB, HEAD, repair);
        facts.arrive(sent);
        facts.store(HEAD, P, x);
        facts.reply(sent, { status: 'ok' });
      },
      broken: [],
    },
    {
      what: 'a destroyed record is called unwritten',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.fault(HEAD, 'flash.rot', 'page 0');
        facts.exchange(BOB, HEAD, read, { status: 'unwritten' });
      },
      broken: ['U-NoFalseUnwritten'],
    },
    {
      what: 'a unit that refused for an entry calls the position unwritten',
      tell(facts) {
        facts.arrive(facts.askWrite(ANN, HEAD, P, x));
        facts.store(HEAD, P, x);
        facts.reply(facts.askWrite(BOB, HEAD, P, y), refusedForX);
        facts.exchange(BOB, HEAD, read, { status: 'unwritten' });
      },
      broken: ['U-NoFalseUnwritten'],
    },
  ],
  'U-ChecksumGate': [
    {
      what: 'the payload of another copy of the request is the same',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.exchange(BOB, HEAD, read, { ...foundX, payload: x.payload.slice() });
      },
      broken: [],
    },
    {
      what: 'a damaged payload is returned',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        const payload = x.payload.slice();
        payload[0] = 1;
        facts.exchange(BOB, HEAD, read, { ...foundX, payload });
      },
      broken: ['U-ChecksumGate', 'U-WriteOnce', 'U-AckDurable'],
    },
    {
      what: 'the payload of another position is returned',
      tell(facts) {
        facts.write(ANN, HEAD, P + 2, x);
        facts.exchange(BOB, HEAD, read, foundX);
      },
      broken: ['U-ChecksumGate', 'U-AckDurable'],
    },
  ],
  'U-HwmCovers': [
    {
      what: 'a tail asked for before an acknowledgement need not cover it',
      tell(facts) {
        const sent = facts.ask(BOB, HEAD, { kind: 'unit/tail' });
        facts.arrive(sent);
        facts.write(ANN, HEAD, P, x);
        facts.reply(sent, { status: 'ok', hwm: -1, upTo: logPosition(0) });
      },
      broken: [],
    },
    {
      what: 'a unit that died when it had been wiped, and had told nobody, knows nothing',
      tell(facts) {
        facts.write(ANN, HEAD, P, x);
        facts.prefixTrim(BOB, HEAD, P + 1);
        facts.arrive(facts.ask(BOB, HEAD, { kind: 'unit/reset', epoch: 2, incarnation: 1 }));
        facts.restart(HEAD);
        const nothing = { status: 'ok', hwm: -1, upTo: logPosition(0), incarnation: 2 } as const;
        facts.exchange(BOB, HEAD, { kind: 'unit/tail' }, nothing);
        facts.exchange(BOB, HEAD, { ...read }, { status: 'unwritten', incarnation: 2 });
      },
      broken: [],
    },
    {
      what: 'a tail leaves out an acknowledged position',
      tell(facts) {
        facts.write(ANN, HEAD, P + 2, x);
        facts.exchange(BOB, HEAD, { kind: 'unit/tail' }, { status: 'ok', hwm: 1, upTo: logPosition(0) });
      },
      broken: ['U-HwmCovers'],
    },
    {
      what: 'a tail leaves out what was trimmed',
      tell(facts) {
        facts.prefixTrim(BOB, HEAD, 6);
        facts.exchange(BOB, HEAD, { kind: 'unit/tail' }, { status: 'ok', hwm: 4, upTo: logPosition(6) });
      },
      broken: ['U-HwmCovers'],
    },
    {
      what: 'a write that was queued is acknowledged after the seal, above what the seal reported',
      tell(facts) {
        const sent = facts.askWrite(ANN, HEAD, P, x);
        facts.arrive(sent);
        facts.exchange(
          BOB,
          HEAD,
          { kind: 'unit/seal', epoch: 2 },
          { status: 'ok', hwm: -1, upTo: logPosition(0), epoch: 2 },
        );
        facts.store(HEAD, P, x, 1);
        facts.reply(sent, { status: 'ok', epoch: 2 });
      },
      broken: ['U-NoStaleEpochEffect', 'U-HwmCovers'],
    },
  ],
};

describeInvariants(cases);
