/** What a run comes to. Unknown is never a pass. */
import type { Run } from '../model/run.ts';
import type { Verdict } from '../model/verdict.ts';

export function judge(run: Run): Verdict {
  const [violation] = run.violations;
  if (violation !== undefined) {
    return { kind: 'violation', step: run.step, timeMicros: run.virtualMicros, ...violation };
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
