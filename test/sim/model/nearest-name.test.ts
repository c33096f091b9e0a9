import { describe, expect, test } from 'vitest';
import { editDistance, nearestName, unknownName } from '../../../sim/model/nearest-name.ts';

describe('edit distance', () => {
  test.each([
    ['', 'abc', 3],
    ['drop', 'drop', 0],
    ['dorp', 'drop', 1],
    ['kitten', 'sitting', 3],
    ['ca', 'abc', 3],
  ])('%s to %s is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});

describe('the nearest name', () => {
  const names = ['network.drop', 'network.delay', 'process.crash'];

  test.each([
    ['network.dorp', 'network.drop'],
    ['drop', 'network.drop'],
    ['Process.Crash', 'process.crash'],
    ['crush', 'process.crash'],
    ['xylophone', undefined],
  ])('to %s is %s', (name, nearest) => {
    expect(nearestName(name, names)).toBe(nearest);
  });

  test.each([
    ['Nxt', ['Nat', 'Next'], 'Next'],
    ['Nxt', ['Next', 'Nat'], 'Next'],
    ['Nit', ['Next', 'Nat'], 'Nat'],
    // Letters that were left out are no reason to suggest what is farther away.
    ['crush', ['crushed', 'crash'], 'crash'],
    ['abc', ['abcxyz'], undefined],
  ])('to %s of %j is %s', (name, valid, nearest) => {
    expect(nearestName(name, valid)).toBe(nearest);
  });

  test('is suggested, or all names when none is near', () => {
    expect(unknownName('fault', 'dorp', names)).toBe('unknown fault "dorp"; did you mean "network.drop"?');
    expect(unknownName('fault', 'xylophone', names)).toBe(
      'unknown fault "xylophone"; valid: network.drop, network.delay, process.crash',
    );
  });
});
