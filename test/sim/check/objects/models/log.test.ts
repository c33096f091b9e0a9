import { describe, expect, it } from 'vitest';
import { checkHistory } from '../../../../../sim/check/check-history.ts';
import { checkLog } from '../../../../../sim/check/log/check-log.ts';
import type { AnyOperation, Model } from '../../../../../sim/check/objects/model.ts';
import { log } from '../../../../../sim/check/objects/models/log.ts';
import { monitorLog } from '../../../../../sim/check/objects/monitors/log.ts';
import type { LogObjectOperation } from '../../../../../sim/check/objects/operations/log.ts';
import { verifyContradiction, verifyWitness } from '../../../../../sim/check/objects/verify.ts';
import type { LogHistory, LogOperation } from '../../../../../sim/model/history.ts';
import { randomAtomicHistory } from '../../log/random-atomic-history.ts';
import { withoutMonitor } from '../differential.ts';

const model = log() as Model<unknown, AnyOperation>;

const inputOf = (op: LogOperation): LogObjectOperation['input'] => {
  if (op.op === 'append') return { op: 'append', value: op.arg };
  if (op.op === 'read') return { op: 'read', position: op.pos };
  if (op.op === 'trim') return { op: 'trim', below: op.pos };
  return { op: op.op === 'tail' ? 'tail' : 'seal' };
};

const outputOf = (op: LogOperation): unknown => {
  if (op.op === 'append') return op.out === 'sealed' ? 'sealed' : op.outPos;
  if (op.op === 'read') return op.out === 'data' ? { data: op.outVal } : op.out;
  if (op.op === 'tail') return op.out === 'sealed' ? { sealed: op.outPos } : { open: op.outPos };
  return undefined;
};

const asObject = (op: LogOperation): LogObjectOperation => {
  const invoked = { client: op.client, call: op.call, input: inputOf(op) };
  const end =
    op.return === null || op.out === null || op.out === 'unknown'
      ? { outcome: 'info' }
      : op.out === 'failed'
        ? { outcome: 'fail', return: op.return }
        : { outcome: 'ok', return: op.return, output: outputOf(op) };
  return { ...invoked, ...end } as LogObjectOperation;
};

/** Without what the object does not know. */
const randomLog = (seed: number): LogHistory =>
  randomAtomicHistory(seed, { hasGaps: false, hasRetries: false }).filter((op) => {
    return op.op !== 'fill' && op.op !== 'trimCell' && !(op.op === 'read' && op.out === 'junk');
  });

describe('the log as an object', () => {
  it('gets the same verdict from its monitor, from a search and from the log checker, and the proofs hold', () => {
    const verdicts = { ok: 0, illegal: 0, unknown: 0 };
    for (let seed = 1; seed <= 3000; seed++) {
      const recorded = randomLog(seed);
      const history = recorded.map(asObject);
      const { verdict } = checkLog(recorded, { spec: 'atomic' });
      verdicts[verdict] += 1;
      const searched = checkHistory(withoutMonitor(model), history);
      const monitored = monitorLog(history);
      const story = `seed ${seed}\n${recorded.map((op) => JSON.stringify(op)).join('\n')}\n${JSON.stringify(monitored)}`;
      if (searched.verdict !== verdict || monitored?.verdict !== verdict) expect.fail(`verdicts differ: ${story}`);
      const wrong =
        monitored.verdict === 'ok'
          ? verifyWitness(model, history, monitored.witness)
          : verifyContradiction(model, history, monitored.verdict === 'illegal' ? monitored.operations : []);
      if (wrong !== null) expect.fail(`${wrong}: ${story}`);
    }
    expect(verdicts.unknown).toBe(0);
    expect(verdicts.ok).toBeGreaterThan(1000);
    expect(verdicts.illegal).toBeGreaterThan(300);
  });

  it('is searched where values repeat', () => {
    const append = (call: number, output: number): LogObjectOperation => {
      return { client: 0, call, return: call + 1, outcome: 'ok', input: { op: 'append', value: 'a' }, output };
    };
    expect(monitorLog([append(0, 0), append(2, 1)])).toBe(undefined);
    expect(checkHistory(log(), [append(0, 0), append(2, 1)]).verdict).toBe('ok');
    expect(checkHistory(log(), [append(0, 1), append(2, 0)]).verdict).toBe('illegal');
  });

  it('tells operations by the names they are given, and states in words', () => {
    const history: LogObjectOperation[] = [
      { client: 0, call: 0, return: 1, outcome: 'ok', input: { op: 'append', value: 'a' }, output: 0 },
      { client: 0, call: 2, return: 3, outcome: 'ok', input: { op: 'tail' }, output: { open: 0 } },
    ];
    expect(monitorLog(history, [7, 9])).toMatchObject({
      rule: 'T1',
      operations: [0, 1],
      message: 'checkTail #9 returned 0, but append #7 had returned position 0 before it was called.',
    });
    expect(history.map((operation) => log().describe(operation))).toEqual(['append "a" -> 0', 'tail -> {"open":0}']);
    const sealing: LogObjectOperation = { client: 0, call: 4, outcome: 'info', input: { op: 'seal' } };
    const after = [history[0]!, sealing].reduce<unknown>((state, operation) => {
      return operation.outcome === 'fail' ? state : model.step(state, operation);
    }, model.init());
    expect(model.describeState!(after)).toBe('"a" from position 0 on, and is sealed');
    expect(model.describeState!(model.init())).toBe('nothing from position 0 on');
  });
});
