import { describe, expect, it } from 'vitest';
import { Memory, nothing } from '../../../../sim/tla/compile/memory.ts';
import { check } from '../../../../sim/tla/checker/check.ts';
import { closedWorld } from '../../../../sim/tla/compile/machine.ts';
import { programOf } from '../written-spec.ts';
import { evaluate } from './evaluate.ts';

function answerOf(memory: Memory, ...key: readonly number[]): number {
  memory.key.set(key);
  return memory.recall();
}

function keep(memory: Memory, key: readonly number[], answer: number): void {
  answerOf(memory, ...key);
  memory.keep(Int32Array.from(key), 0, answer);
}

describe('a memory', () => {
  it('knows an answer for exactly the values that it was given for', () => {
    const memory = new Memory(2);
    keep(memory, [4, 7], 11);
    expect(answerOf(memory, 4, 7)).toBe(11);
    expect(answerOf(memory, 7, 4)).toBe(nothing);
    expect(answerOf(memory, 4, 8)).toBe(nothing);
  });

  it('never gives an answer for other values, however many there are', () => {
    const memory = new Memory(1);
    for (let i = 0; i < 3000; i++) keep(memory, [i], i * 2);
    const known = Array.from({ length: 3000 }, (_, i) => [i, answerOf(memory, i)] as const);
    expect(known.filter(([i, answer]) => answer !== nothing && answer !== i * 2)).toEqual([]);
    // It grows with what it is asked, so most is still there.
    expect(known.filter(([, answer]) => answer !== nothing).length).toBeGreaterThan(1000);
  });

  it('gives up when nothing is asked twice, and not when most is', () => {
    const [useless, useful] = [new Memory(1), new Memory(1)];
    for (let i = 0; i < 40_000; i++) {
      if (useless.isUseful) keep(useless, [i], 0);
      if (answerOf(useful, i % 100) === nothing) keep(useful, [i % 100], 0);
    }
    expect([useless.isUseful, useful.isUseful]).toEqual([false, true]);
  });
});

describe('what is remembered', () => {
  const ackermann = `RECURSIVE Ack(_, _)
Ack(m, n) == IF m = 0 THEN n + 1 ELSE IF n = 0 THEN Ack(m - 1, 1) ELSE Ack(m - 1, Ack(m, n - 1))`;

  it('is not mixed up by a recursion, nor by one within an argument', () => {
    expect(evaluate('<<Ack(2, 3), Ack(3, 3), Ack(1, 5)>>', { before: ackermann })).toBe('<<9, 61, 7>>');
  });

  it('depends on each variable that is read, also behind a definition, a prime or an ENABLED', () => {
    const spec = `EXTENDS Naturals
VARIABLES x, y
Init == x = 0 /\\ y = 0
Up == x < 3 /\\ x' = x + 1 /\\ UNCHANGED y
Next == Up \\/ (y < 3 /\\ y' = y + 1 /\\ UNCHANGED x)
Sum == x + y
Below(n) == \\A i \\in 7 .. n : Sum # i
Reach(n) == IF n > 9 THEN {i \\in 1 .. 6 : i <= Sum} ELSE {}
Reached == \\A n \\in 9 .. 11 : Reach(n) = IF n = 9 THEN {} ELSE 1 .. Sum
Lazy(a) == IF x = 9 THEN a ELSE \\E i \\in {x} : i = x
Harmless == Lazy(CHOOSE i \\in {} : TRUE)
AtRest == \\E i \\in {0} : ~ENABLED Up
Spec == Init /\\ [][Next]_<<x, y>>
Bounded == Below(9) /\\ (AtRest <=> x = 3)
Grows == [][\\E i \\in {1} : Sum' = Sum + i]_<<x, y>>`;
    const program = programOf(
      { M: spec },
      'SPECIFICATION Spec\nINVARIANTS Bounded Reached Harmless\nPROPERTY Grows\nCHECK_DEADLOCK FALSE',
    );
    expect(check(program, closedWorld)).toMatchObject({ result: 'ok', distinct: 16, generated: 25 });
    const broken = programOf(
      { M: spec.replace('7 .. n', '6 .. n') },
      'SPECIFICATION Spec\nINVARIANT Bounded\nCHECK_DEADLOCK FALSE',
    );
    expect(check(broken, closedWorld)).toMatchObject({ result: 'invariant', depth: 7 });
  });
});
