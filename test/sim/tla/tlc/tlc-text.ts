/** Values, states and traces as TLC prints them, and random ones. The text is what the code under test must read back. */
import * as fc from 'fast-check';
import { type Trace, backToState, stuttering } from '../../../../sim/tla/tlc/trace.ts';
import { type TlaState, type TlaValue, functionValue, setValue } from '../../../../sim/tla/tlc/value.ts';

export const values: fc.Arbitrary<TlaValue> = fc.letrec<{ any: TlaValue }>((tie) => {
  const any = tie('any');
  return {
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.boolean(),
      fc.maxSafeInteger(),
      fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n }).map((big) => ({ '#bigint': String(big) })),
      fc.string({ maxLength: 6 }),
      fc.constantFrom('m1', 's2', 'Server', 'x_1').map((name) => ({ '#mv': name })),
      fc.array(any, { maxLength: 3 }).map(setValue),
      fc.array(any, { maxLength: 3 }).map((elements): TlaValue => ({ '#tup': elements })),
      fc.array(fc.tuple(any, any), { maxLength: 3 }).map(functionValue),
      fc.array(fc.tuple(fc.constantFrom('a', 'b1', 'type'), any), { maxLength: 3 }).map(functionValue),
    ),
  };
}).any;

export const states: fc.Arbitrary<TlaState> = fc
  .array(fc.tuple(fc.constantFrom('x', 'y', 'msgs', 'pc_1'), values), { minLength: 1, maxLength: 4 })
  .map((variables) => Object.fromEntries(variables));

/** Every state has the variables of the first. */
export const traces: fc.Arbitrary<Trace> = fc
  .tuple(
    fc.array(fc.tuple(values, values), { minLength: 1, maxLength: 4 }),
    fc.constantFrom('ends', 'stutters', 'loops'),
  )
  .map(([pairs, end]) => {
    const steps = pairs.map(([x, y], i) => ({
      no: i + 1,
      name: i === 0 ? 'Initial predicate' : `Act${i}`,
      location: i === 0 ? null : `line ${i}, col 3 to line ${i}, col 9 of module M`,
      state: { x, y },
    }));
    const { state } = steps.at(-1) as { state: TlaState };
    if (end === 'stutters') return [...steps, { no: steps.length + 1, name: stuttering, location: null, state }];
    if (end === 'ends' || steps.length < 2) return steps;
    return [...steps, { no: 1, name: backToState, location: null, state: {} }];
  });

export function valueText(value: TlaValue): string {
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  const [tag, content] = Object.entries(value)[0] as [string, unknown];
  const list = (): string => (content as readonly TlaValue[]).map(valueText).join(', ');
  switch (tag) {
    case '#bigint':
    case '#mv':
      return content as string;
    case '#set':
      return `{${list()}}`;
    case '#tup':
      return `<<${list()}>>`;
    case '#map':
      return functionText(content as readonly (readonly [TlaValue, TlaValue])[]);
    default: {
      const fields = Object.entries(value) as readonly (readonly [string, TlaValue])[];
      if (!fields.every(([name]) => /^[A-Za-z]\w*$/.test(name))) return functionText(fields);
      return `[${fields.map(([name, field]) => `${name} |-> ${valueText(field)}`).join(', ')}]`;
    }
  }
}

function functionText(pairs: readonly (readonly [TlaValue, TlaValue])[]): string {
  return `(${pairs.map(([argument, value]) => `${valueText(argument)} :> ${valueText(value)}`).join(' @@\n  ')})`;
}

const escapes: Readonly<Record<string, string>> = { '\n': 'n', '\t': 't', '\f': 'f', '\r': 'r' };

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\\n\t\f\r]/g, (letter) => `\\${escapes[letter] ?? letter}`)}"`;
}

export function stateText(state: TlaState): string {
  return Object.entries(state)
    .map(([name, value]) => `/\\ ${name} = ${valueText(value)}`)
    .join('\n');
}

/** The report around it, as TLC prints it; with `tool` as it does for other tools. */
export function reportText(trace: Trace, tool: boolean): string {
  const steps = trace.map(({ no, name, location, state }) => {
    const head = tool ? `${no}: ` : `State ${no}: `;
    const text = stateText(state);
    if (name === stuttering) return message(tool, 2218, `${head}Stuttering`);
    if (name === backToState) {
      const action = '<Act line 1, col 1 to line 1, col 2 of module M>';
      return message(tool, 2122, tool ? `${no}: Back to state: ${action}` : `Back to state ${no}: ${action}`);
    }
    return message(tool, 2217, `${head}<${name}${location === null ? '' : ` ${location}`}>\n${text}\n`);
  });
  return [
    'TLC2 Version 2.19 of 08 August 2024',
    'Computing initial states...',
    message(tool, 2110, 'Error: Invariant Inv is violated.'),
    'Error: The behavior up to this point is:',
    ...steps,
    '12 states generated, 7 distinct states found, 2 states left on queue.',
    'Finished in 00s at (2024-09-01 12:00:00)',
  ].join('\n');
}

function message(tool: boolean, code: number, text: string): string {
  return tool ? `@!@!@STARTMSG ${code}:4 @!@!@\n${text}\n@!@!@ENDMSG ${code} @!@!@` : text;
}
