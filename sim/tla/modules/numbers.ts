/**
 * Naturals, Integers and Reals. Of the reals only the integers among them exist: `/` and `Infinity` are refused when they are evaluated.
 */
import type { StandardModule } from './standard-module.ts';

const infix = [0, 0];

export const naturals: StandardModule = {
  name: 'Naturals',
  intrinsics: {
    Nat: [],
    '+': infix,
    '-': infix,
    '*': infix,
    '^': infix,
    '<': infix,
    '>': infix,
    '\\leq': infix,
    '\\geq': infix,
    '%': infix,
    '\\div': infix,
    '..': infix,
  },
  text: null,
};

export const integers: StandardModule = {
  name: 'Integers',
  intrinsics: { Int: [], '-.': [0] },
  text: null,
  extends: ['Naturals'],
};

export const reals: StandardModule = {
  name: 'Reals',
  intrinsics: { Real: [], '/': infix, Infinity: [] },
  text: null,
  extends: ['Integers'],
};
