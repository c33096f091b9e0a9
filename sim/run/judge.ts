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
  const at = { step: run.step, timeMicros: run.virtualMicros };
  const { unmet, excuses, excused, pending } = run;
  if (run.end === 'overdue' && unmet.length > 0 && excuses.length === unmet.length) {
    const message = `nobody can do what is still owed: ${excused[0]}`;
    return { kind: 'unavailable', message, ...at, explanation: excused, proof: excuses };
  }
  const explanation = unmet.flatMap(({ what, waitsFor }) => [what, ...waitsFor.map((line) => `  ${line}`)]);
  return { kind: 'stuck', message: stuckMessage(run), ...at, explanation: [...explanation, ...excused, ...pending] };
}

function stuckMessage({ end, step, unmet, excuses }: Run): string {
  if (end === 'exhausted') return `the event budget of ${step} events ran out before everything that is owed was done`;
  const inExcess = excuses.length === 0 ? '' : `, of which ${excuses.length} could be done by nobody`;
  return `faults have stopped long ago, and ${unmet.length} of what is owed was not done${inExcess}`;
}
