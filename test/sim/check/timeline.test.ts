import { describe, expect, it } from 'vitest';
import { drawTimeline, printable } from '../../../sim/check/timeline.ts';

describe('a timeline', () => {
  it('draws operations by their calls, and shows which end comes first', () => {
    const lanes = [
      { label: 'b', call: 20, return: 900 },
      { label: 'a', call: 10, return: 30 },
      { label: 'c', call: 25, return: null },
    ];
    expect(drawTimeline(lanes)).toEqual([
      `a  |${'-'.repeat(70)}|`,
      `b  ${' '.repeat(24)}|${'-'.repeat(70)}|`,
      `c  ${' '.repeat(48)}|${'-'.repeat(47)}>`,
    ]);
  });

  it('is at most 100 columns wide, whatever the labels', () => {
    const lanes = ['x'.repeat(300), '…😀'.repeat(60), '\u0007'.repeat(60)].map((label, call) => {
      return { label, call, return: call === 1 ? null : call + 1 };
    });
    for (const line of drawTimeline(lanes)) expect(Array.from(line).length).toBeLessThanOrEqual(100);
  });

  it('shows control characters of values, and obeys none', () => {
    expect(printable('a\u001b[2Jb\r\n\u202e')).toBe(String.raw`a\u001b[2Jb\u000d\u000a\u202e`);
    expect(drawTimeline([{ label: '\u001b[31mred', call: 0, return: 1 }])[0]).toContain(String.raw`\u001b[31mred`);
  });

  it('of one instant still has two ends', () => {
    expect(drawTimeline([{ label: 'a', call: 3, return: 3 }])).toEqual(['a  ||']);
  });

  it('of nothing is nothing', () => {
    expect(drawTimeline([])).toEqual([]);
  });
});
