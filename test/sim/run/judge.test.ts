import { describe, expect, test } from 'vitest';
import type { Run } from '../../../sim/model/run.ts';
import type { Violation } from '../../../sim/model/verdict.ts';
import { judge } from '../../../sim/run/judge.ts';

const unknown: Violation = { property: 'a view', message: 'too many cases', inconclusive: true };
const broken: Violation = { property: 'C-SingleValue', message: 'two values' };

function ended(...violations: Violation[]): Run {
  return { end: 'violation', violations, step: 7, virtualMicros: 90 } as unknown as Run;
}

describe('a run', () => {
  test('in which a property could not be judged is inconclusive', () => {
    expect(judge(ended(unknown))).toEqual({
      kind: 'inconclusive',
      property: 'a view',
      message: 'too many cases',
      step: 7,
      timeMicros: 90,
    });
  });

  test('in which another property is broken as well is a violation', () => {
    expect(judge(ended(unknown, broken))).toMatchObject({ kind: 'violation', property: 'C-SingleValue' });
  });
});
