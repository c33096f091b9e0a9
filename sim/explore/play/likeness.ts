/** Whether the stack is in the state that the spec says, as `sim/refine` sees the stack: position by position. */
import type { ChainLogRefinement } from '../../refine/chain-log.ts';
import { sameValue, setValue, type TlaState, type TlaValue } from '../../tla/tlc/value.ts';
import { applied, elementsOf, numberOf, pairsOf, valueAt } from '../../tla/tlc/value-parts.ts';

export interface Difference {
  readonly what: string;
  readonly spec: TlaValue;
  readonly stack: TlaValue;
}

/** What each value is called in the slice of a position: its owner's, or another's. */
type Rename = (value: TlaValue) => TlaValue;

/** The first difference; undefined if there is none. */
export function differenceBetween(
  spec: TlaState,
  stack: ChainLogRefinement,
  { chainLength, positionCount }: { readonly chainLength: number; readonly positionCount: number },
): Difference | undefined {
  for (let p = 0; p < positionCount; p += 1) {
    const slice = stack.stateOf(p);
    const owner = valueAt(spec, 'owner', p);
    const rename: Rename = (value) => (typeof value === 'string' ? value : sameValue(value, owner) ? 'own' : 'other');
    const compared: Difference[] = [];
    const compare = (what: string, inSpec: TlaValue, inStack: TlaValue): void => {
      compared.push({ what: `${what} of position ${p}`, spec: inSpec, stack: inStack });
    };
    for (let hop = 1; hop <= chainLength; hop += 1) {
      const unit = { '#tup': [0, hop] };
      const isMarked = p < numberOf(valueAt(spec, 'prefix', unit));
      compare(`trim mark at unit ${hop}`, isMarked, numberOf(valueAt(slice, 'prefix', unit)) > 0);
      if (isMarked) continue;
      for (const variable of ['known', 'durable']) {
        const content = rename(applied(valueAt(spec, variable, unit), p));
        compare(`${variable} at unit ${hop}`, content, applied(valueAt(slice, variable, unit), 0));
      }
    }
    compare('token', numberOf(spec['tail']!) > p, numberOf(slice['tail']!) > 0);
    compare('decided', rename(valueAt(spec, 'decided', p)), valueAt(slice, 'decided', 0));
    compare('seen', setValue(elementsOf(valueAt(spec, 'seen', p)).map(rename)), valueAt(slice, 'seen', 0));
    compare('status of the owner', concluded(statusOf(spec, owner, p)), concluded(valueAt(slice, 'status', 'own')));
    const different = compared.find(({ spec: one, stack: other }) => !sameValue(one, other));
    if (different !== undefined) return different;
  }
  return undefined;
}

/** Who has gone elsewhere has lost here. */
function statusOf(spec: TlaState, owner: TlaValue, p: number): TlaValue {
  if (owner === 'NOBODY') return 'idle';
  return valueAt(spec, 'at', owner) === p ? valueAt(spec, 'status', owner) : 'again';
}

/** That a writer has begun is known of it when its entry turns up. */
function concluded(status: TlaValue): TlaValue {
  return status === 'idle' || status === 'writing' ? 'open' : status;
}

export function describeState(state: TlaState, shown: readonly string[]): readonly string[] {
  return shown.map((name) => `${name} = ${textOf(state[name]!)}`);
}

/** Short, for people: `#` and quotes left out. */
export function textOf(value: TlaValue): string {
  if (typeof value !== 'object') return String(value);
  if ('#mv' in value) return value['#mv'] as string;
  if ('#set' in value) return `{${elementsOf(value).map(textOf).join(', ')}}`;
  if ('#tup' in value) return `<<${(value['#tup'] as readonly TlaValue[]).map(textOf).join(', ')}>>`;
  return `[${pairsOf(value)
    .map(([argument, result]) => `${textOf(argument)}: ${textOf(result)}`)
    .join(', ')}]`;
}
