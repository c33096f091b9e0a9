/** What a run comes to. Unknown is never a pass, and something broken outweighs it. */
import type { Run } from '../model/run.ts';
import type { Verdict } from '../model/verdict.ts';

export function judge(run: Run): Verdict {
  const found = run.violations.find(({ inconclusive }) => inconclusive !== true) ?? run.violations[0];
  if (found !== undefined) {
    const { inconclusive, ...violation } = found;
    const kind = inconclusive === true ? 'inconclusive' : 'violation';
    return { kind, step: run.step, timeMicros: run.virtualMicros, ...violation };
  }
  if (run.end === 'finished') return { kind: 'pass' };
  return {
    kind: 'stuck',
    message:
      run.end === 'exhausted'
        ? `the event budget of ${run.step} events ran out before every client had finished`
        : 'nothing can happen any more, but clients wait',
    step: run.step,
    timeMicros: run.virtualMicros,
    explanation: run.waiting,
  };
}
