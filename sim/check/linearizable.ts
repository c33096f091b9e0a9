/** Histories judged as a whole, when the run has ended: could one sequential log have given these answers? */
import type { LogHistory } from '../model/history.ts';
import type { CorfuPlan } from '../model/plan.ts';
import type { Property } from '../model/property.ts';
import type { Violation } from '../model/verdict.ts';
import type { LogTerms } from './formats/history.ts';
import { checkLog } from './log/check-log.ts';
import { timeline } from './log/timeline.ts';

/**
 * What the log promises that runs of `system` are of: the CORFU client view. Data is not confirmed, whatever the strength: it was
 * written, and stays. So where units may be given up without their knowledge, it is seen longer than a trim would have it.
 */
export function clientViewTerms({ strength, layoutServers }: CorfuPlan): LogTerms {
  return { spec: 'corfu', strength, trims: layoutServers === 0 ? 'final' : 'lingering' };
}

/**
 * The log as CORFU's clients see it: write-once cells and a sequencer (CORFU, NSDI 2012, section 3). Tails, and what is found
 * unwritten, are held to the strength that the clients ask for.
 */
export const corfuClientView: Property = {
  name: 'linearizable.corfuClientView',
  watch: (view) => ({
    observe: () => undefined,
    finish: (_at, report) => {
      const violation = violationOf(view.history(), clientViewTerms(view.plan.system));
      if (violation !== undefined) report(violation);
    },
  }),
};

function violationOf(history: LogHistory, terms: LogTerms): Violation | undefined {
  const verdict = checkLog(history, terms);
  if (verdict.verdict === 'ok') return undefined;
  if (verdict.verdict === 'unknown')
    return { property: corfuClientView.name, message: verdict.message, inconclusive: true };
  const chain = verdict.chain.map(({ point, reason }) => `${point}: ${reason}`);
  return {
    property: verdict.rule,
    message: verdict.message,
    operations: verdict.operations,
    explanation: [...chain, ...timeline(history, verdict.operations)],
  };
}
