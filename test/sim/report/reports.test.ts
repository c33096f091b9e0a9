import { describe, expect, test } from 'vitest';
import type { Run } from '../../../sim/model/run.ts';
import type { Failure, ScenarioResult } from '../../../sim/explore/scenario-result.ts';
import { resultOf } from '../../../sim/explore/scenario-result.ts';
import { Tally } from '../../../sim/explore/tally.ts';
import { failureScreen } from '../../../sim/report/failure-screen.ts';
import { githubAnnotations } from '../../../sim/report/github.ts';
import { junit } from '../../../sim/report/junit.ts';
import { mutantTable } from '../../../sim/report/mutant-table.ts';
import { plain } from '../../../sim/report/style.ts';
import { summary } from '../../../sim/report/summary.ts';
import { table } from '../../../sim/report/table.ts';
import { traceJson, traceText } from '../../../sim/report/trace-lines.ts';
import { compact, duration, milliseconds } from '../../../sim/report/units.ts';
import { nodeId } from '../../../src/ports/units.ts';
import { seedResult } from '../explore/seed-result.ts';
import { facts, history, nodes } from './space-time/write-race.ts';

const description = {
  name: 'lossy',
  summary: '',
  faults: ['network.drop', 'process.crash'],
  properties: [],
  sometimes: ['a hole was filled'],
  succeedsAtLeastPercent: 50,
  expectsUnavailable: false,
};

const verdict = {
  kind: 'violation',
  property: 'C-SingleValue',
  message: 'position 3 holds "a" & <junk>',
  step: 7,
  timeMicros: 7000,
  node: 1,
  operations: [0, 1],
} as const;

const failure: Failure = {
  seed: 2,
  verdict: 'violation',
  property: verdict.property,
  message: verdict.message,
  replay: 'corfuzz replay corfuzz-out/lossy-2.json',
  capsule: 'corfuzz-out/lossy-2.json',
};

function tallyOf(...results: ReturnType<typeof seedResult>[]): Tally {
  const tally = new Tally();
  results.forEach((result, place) => tally.add(place, result));
  return tally;
}

const failing: ScenarioResult = resultOf(
  description,
  tallyOf(seedResult(0, { fired: { 'network.drop': 2 } }), seedResult(1), seedResult(2, { verdict })),
  false,
  [failure],
);

const vacuous: ScenarioResult = resultOf(description, tallyOf(seedResult(0)), true, []);

describe('the result', () => {
  test('has the shape of the contract', () => {
    expect(failing).toEqual({
      name: 'lossy',
      seeds: 3,
      events: 300,
      operations: 30,
      virtualMs: 15,
      wallMs: 3,
      verdicts: { pass: 2, violation: 1, stuck: 0, unavailable: 0, vacuous: 0, nondeterministic: 0, inconclusive: 0 },
      failures: [failure],
      unavailable: [],
      sometimes: { 'a hole was filled': 0 },
      faults: { 'network.drop': 2, 'process.crash': 0 },
      traceHash: expect.stringMatching(/^[0-9a-f]{16}$/) as unknown,
      vacuous: [],
    });
  });

  test('of a vacuous campaign has no passes', () => {
    expect(vacuous.verdicts).toMatchObject({ pass: 0, vacuous: 1 });
  });

  test('counts a failure that did not repeat as what it became', () => {
    const unrepeatable: Failure = { ...failure, verdict: 'nondeterministic' };
    const { verdicts } = resultOf(description, tallyOf(seedResult(0, { verdict })), false, [unrepeatable]);
    expect(verdicts).toMatchObject({ violation: 0, nondeterministic: 1 });
  });
});

test('the failure screen says what, where, how, what was removed, and how to see it again', () => {
  const result = seedResult(2, { verdict });
  const run = { ...result, end: 'violation', violations: [], step: 7, history } as unknown as Run;
  const plan = { format: 1, scenario: 'lossy', seed: 2, clients: [], faults: [] } as never;
  const screen = failureScreen(
    {
      scenario: 'lossy',
      seed: 2,
      mutant: 'P09',
      verdict,
      recording: { plan, result, run, facts, nodes },
      shrinking: {
        from: { operations: 400, faults: 5, events: 6120 },
        to: { operations: 3, faults: 1, events: 41 },
        attempts: 87,
      },
      replay: failure.replay,
      report: 'corfuzz-out/lossy-2.txt',
    },
    plain,
  );
  expect(screen.join('\n')).toMatchInlineSnapshot(`
    "✗ lossy, seed 2 with P09: violates C-SingleValue: position 3 holds "a" & <junk>
      at step 7, 7.000 ms of virtual time, on unit-1

        step        time  unit-0   unit-1   client-0   client-1
           3    3.000 ms  │        │        ◆          │          calls append
           4    4.000 ms  ◀─────────────────●          │          unit/write position=3 epoch=1
           4    4.000 ms  •        │        │          │          unit/wrote position=3
           5    5.000 ms  │        │        │          ◆          calls fill pos=3
           6    6.000 ms  ●─────────────────✗          │          ok epoch=1 (drop)
           6    6.000 ms  │        │        │          │          network.drop: unit-0 to client-0, message 0
           7    7.000 ms  │        ◀───────────────────●          unit/fill position=3 epoch=1
           7    7.000 ms  │        •        │          │          unit/filled position=3

      Shrunk from 400 operations, 5 faults, 6,120 events to 3 operations, 1 fault, 41 events, in 87 attempts.
      Replay: corfuzz replay corfuzz-out/lossy-2.json
      Report: corfuzz-out/lossy-2.txt"
  `);
});

test('a verdict with an explanation shows it, and one of another kind names itself', () => {
  const stuck = { kind: 'stuck', message: 'clients wait', explanation: ['client-0 waits for unit-1'] } as const;
  const common = { mutant: null, recording: null, shrinking: null, replay: 'corfuzz replay a@1', report: null };
  expect(failureScreen({ scenario: 'a', seed: 1, verdict: stuck, ...common }, plain)).toEqual([
    '✗ a, seed 1: stuck: clients wait',
    '    client-0 waits for unit-1',
    '  Replay: corfuzz replay a@1',
  ]);
});

test('the summary has a line per scenario, and says what was not reached', () => {
  expect(summary([failing, vacuous], plain, 0).join('\n')).toMatchInlineSnapshot(`
    "scenario  seeds  events  operations  virtual  wall  verdict
    lossy         3     300          30    15 ms  3 ms  2 pass, 1 violation
    lossy         1     100          10     5 ms  1 ms  1 vacuous
    lossy: never fired: process.crash
    lossy: never reached: a hole was filled
    lossy: never fired: network.drop, process.crash
    lossy: vacuous: never reached: a hole was filled
    4 seeds, 40 operations; 100 k events/s per worker, 5x real time at 20000 events per virtual second"
  `);
  expect(summary([failing], plain, 1)).toContain('lossy: network.drop: 2');
});

test('JUnit has a suite per scenario and escapes what XML cannot hold', () => {
  expect(junit([failing, vacuous])).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="corfuzz">
      <testsuite name="lossy" tests="2" failures="1" errors="0" skipped="0" time="0.003">
        <testcase classname="lossy" name="seeds that pass">
          <system-out>2 of 3 seeds pass</system-out>
        </testcase>
        <testcase classname="lossy" name="seed 2">
          <failure type="C-SingleValue" message="position 3 holds &quot;a&quot; &amp; &lt;junk&gt;">replay: corfuzz replay corfuzz-out/lossy-2.json</failure>
        </testcase>
      </testsuite>
      <testsuite name="lossy" tests="1" failures="1" errors="0" skipped="0" time="0.001">
        <testcase classname="lossy" name="seeds that pass">
          <failure type="vacuous" message="never reached: a hole was filled"></failure>
          <system-out>1 of 1 seeds pass</system-out>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `);
});

test('annotations are one line each', () => {
  expect(githubAnnotations([failing, vacuous])).toEqual([
    '::error title=corfuzz%3A lossy%2C seed 2%3A C-SingleValue::position 3 holds "a" & <junk>%0Areplay: corfuzz replay corfuzz-out/lossy-2.json',
    '::error title=corfuzz%3A lossy is vacuous::never reached: a hole was filled',
  ]);
});

test('seeds that could not go on are counted apart, with a proof', () => {
  const why = {
    message: 'nobody can: both units were destroyed',
    explanation: ['both units were destroyed', '  hence not: b'],
  };
  const tally = tallyOf(seedResult(0), seedResult(1, { verdict: { kind: 'unavailable', ...why } }));
  const result = resultOf({ ...description, sometimes: [], faults: [] }, tally, false, []);
  expect(result.verdicts).toMatchObject({ pass: 1, unavailable: 1 });
  expect(result.unavailable).toEqual([{ seed: 1, message: why.message, proof: why.explanation }]);
  expect(summary([result], plain, 0)).toContain(
    'lossy: 1 unavailable; in seed 1, nobody can: both units were destroyed',
  );
  expect(junit([result])).toContain('<system-out>1 of 2 seeds pass, 1 are unavailable\nseed 1: nobody can');
  expect(githubAnnotations([result])).toEqual([
    '::notice title=corfuzz%3A lossy%2C 1 unavailable%2C such as seed 1::nobody can: both units were destroyed%0Aboth units were destroyed%0A  hence not: b',
  ]);
});

test('the table of mutants names what found them, and what else failed', () => {
  const where = { scenario: 'lossy', seed: 4 };
  const lines = mutantTable(
    {
      mutants: [
        {
          id: 'P09',
          layer: 'client',
          found: true,
          seeds: 9,
          invariant: 'C-SingleValue',
          ...where,
          departure: { scenario: 'lossy', seed: 1, invariant: 'spec.ChainLog', seeds: 3 },
          unexpected: [],
        },
        {
          id: 'P12',
          layer: 'client',
          found: false,
          seeds: 100,
          invariant: null,
          scenario: null,
          seed: null,
          departure: null,
          unexpected: [{ ...where, invariant: 'U-WriteOnce' }],
        },
      ],
      benign: [{ id: 'B2', layer: 'client', flagged: false, seeds: 100, unexpected: [] }],
      score: { found: 1, total: 2 },
    },
    plain,
  );
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "mutant  layer   verdict   seeds  invariant      where    departs from
    P09     client  found         9  C-SingleValue  lossy@4  spec.ChainLog after 3
    P12     client  survived    100
    B2      client  benign      100
    P12: unexpected: U-WriteOnce in lossy@4
    1 of 2 mutants found"
  `);
});

test('columns are as wide as what they hold', () => {
  const columns = [
    { title: 'a', align: 'left' },
    { title: 'count', align: 'right' },
  ] as const;
  expect(table(columns, [['\u001b[31mred\u001b[39m', '1']])).toEqual(['a    count', '\u001b[31mred\u001b[39m      1']);
});

test('a programmed page is named in a trace, without its bytes', () => {
  const bytes = new Uint8Array(4096);
  const fact = { fact: 'programmed', node: nodeId(1), page: 5, bytes, offset: 0 } as const;
  expect(JSON.parse(traceJson({ step: 3, timeMicros: 10, fact }))).toEqual({
    step: 3,
    timeMicros: 10,
    fact: 'programmed',
    node: 1,
    page: 5,
  });
  expect(traceText({ step: 3, timeMicros: 1204, fact }, nodes)).toBe(
    '       3    1.204 ms  unit-1        programs page 5',
  );
});

test('bytes of a message are written in hex', () => {
  const datagram = { payload: Uint8Array.of(1, 171) };
  const fact = { fact: 'sent', node: nodeId(0), from: nodeId(0), to: nodeId(1), number: 0, datagram } as const;
  expect(JSON.parse(traceJson({ step: 3, timeMicros: 10, fact }))).toMatchObject({ datagram: { payload: '01ab' } });
});

test('numbers are short', () => {
  expect([milliseconds(1204), compact(9999), compact(12_345), compact(1_234_567)]).toEqual([
    '1.204 ms',
    '9999',
    '12.3 k',
    '1.23 M',
  ]);
  expect([820_000, 3_200_000, 840_000_000, 9_000_000_000].map(duration)).toEqual([
    '820 ms',
    '3.2 s',
    '14.0 min',
    '2.5 h',
  ]);
});
