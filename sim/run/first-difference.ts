/** In what two runs of one plan differ: the first event that is not the same, or else what they were judged. */
import type { RecordedFact } from '../model/recorded-fact.ts';
import { nameOfVerdict, sameVerdict, type Verdict } from '../model/verdict.ts';

export interface Difference {
  readonly message: string;
  readonly step?: number;
  readonly timeMicros?: number;
  readonly node?: number;
  readonly explanation?: readonly string[];
}

export function firstDifference(first: readonly RecordedFact[], second: readonly RecordedFact[]): Difference {
  const length = Math.max(first.length, second.length);
  for (let i = 0; i < length; i += 1) {
    const one = first[i];
    const other = second[i];
    if (one !== undefined && other !== undefined && textOf(one) === textOf(other)) continue;
    const at = one ?? other;
    if (at === undefined) break;
    return {
      message: `two runs of one plan differ first at event ${at.step}: ${summaryOf(one)} against ${summaryOf(other)}`,
      step: at.step,
      timeMicros: at.timeMicros,
      node: at.fact.node,
      explanation: [
        `first run:  ${one === undefined ? 'ended' : textOf(one)}`,
        `second run: ${other === undefined ? 'ended' : textOf(other)}`,
      ],
    };
  }
  return { message: 'two runs of one plan differ in events that left no fact' };
}

/** The verdict on runs with the same events whose verdicts differ: then it is a property that does not repeat. */
export function judgedDifferently(first: Verdict, second: Verdict): Verdict | undefined {
  if (sameVerdict(first, second)) return undefined;
  const message =
    `the same events were judged ${nameOfVerdict(first)}, then ${nameOfVerdict(second)}: ` +
    'a property keeps something from run to run, or looks at something outside of the run';
  return { kind: 'nondeterministic', message };
}

function summaryOf(recorded: RecordedFact | undefined): string {
  return recorded === undefined ? 'the end' : `"${recorded.fact.fact}" on node ${recorded.fact.node}`;
}

/** The fact as text; byte arrays by content, pages left out since their records show in messages and claims. */
function textOf(recorded: RecordedFact): string {
  return JSON.stringify(recorded, (name, value: unknown) => {
    if (!(value instanceof Uint8Array)) return value;
    return name === 'bytes' ? undefined : Array.from(value).join(' ');
  });
}
