/** Histories judged as a whole, when the run has ended: could one sequential log have given these answers? */
import type { LogHistory } from '../model/history.ts';
import type { Property } from '../model/property.ts';
import type { Violation } from '../model/verdict.ts';
import { checkLog } from './log/check-log.ts';
import { timeline } from './log/timeline.ts';

/** What the log promises that runs are of: the CORFU client view. */
export const clientViewSpec = 'corfu';

/** The log as CORFU's clients see it: write-once cells and a sequencer (CORFU, NSDI 2012, section 3). */
export const corfuClientView: Property = {
  name: 'linearizable.corfuClientView',
  watch: (view) => ({
    observe: () => undefined,
    finish: (_at, report) => {
      const violation = violationOf(view.history());
      if (violation !== undefined) report(violation);
    },
  }),
};

function violationOf(history: LogHistory): Violation | undefined {
  const verdict = checkLog(history, { spec: clientViewSpec });
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
