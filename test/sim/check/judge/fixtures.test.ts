// Small histories of every kind, in every format: those called `ok` are right, those called `illegal` are not, and the operations that
// the verdict names contradict each other alone.
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { kinds } from '../../../../sim/check/formats/kinds.ts';
import type { FileHistory } from '../../../../sim/check/formats/history.ts';
import { judgeHistory } from '../../../../sim/check/judge/judge-history.ts';
import { read } from '../formats/read.ts';

const folder = new URL('../../../fixtures/histories/', import.meta.url);
const files = readdirSync(folder).sort();
const histories = new Map<string, FileHistory>(
  files.map((file) => [file, read(readFileSync(new URL(file, folder), 'utf8'))]),
);

const rules: Readonly<Record<string, string>> = {
  'log-atomic.illegal.jsonl': 'O3',
  'log-cells.illegal.jsonl': 'W2',
  'log-corfu.illegal.jsonl': 'O1',
  'list-append.illegal.jsonl': 'G2-item',
  'rw-register.illegal.jsonl': 'garbage-read',
};

const judge = (history: FileHistory) => judgeHistory(history, { configurationsMax: undefined, isolation: undefined });

test.each(files)('%s', (file) => {
  const report = judge(histories.get(file)!);
  expect(report.verdict).toBe(file.split('.')[1]);
  expect(report.size).toBe(histories.get(file)!.operations.length);
  if (report.verdict === 'ok') {
    expect(report.witness).not.toBeNull();
    expect(report.operations).toEqual([]);
    return;
  }
  expect(report.operations.length).toBeGreaterThan(0);
  expect(report.timeline).toHaveLength(report.operations.length);
  for (const line of report.timeline) expect(line.length).toBeLessThanOrEqual(100);
  for (const operation of report.operations) expect(report.timeline.join('\n')).toContain(`#${operation}`);
  if (rules[file] !== undefined) expect(report.rule).toBe(rules[file]);
});

describe('every kind', () => {
  test.each(kinds)('%s has a right and a wrong history', (kind) => {
    const verdicts = files.filter((file) => histories.get(file)!.kind === kind).map((file) => file.split('.')[1]);
    expect(new Set(verdicts)).toEqual(new Set(['ok', 'illegal']));
  });
});

test('what illegal objects are told by contradicts itself alone', () => {
  for (const history of histories.values()) {
    if (history.subject !== 'object') continue;
    const { operations, verdict } = judge(history);
    if (verdict !== 'illegal') continue;
    const few = { ...history, operations: operations.map((index) => history.operations[index]!) };
    expect(judge(few).verdict).toBe('illegal');
  }
});
