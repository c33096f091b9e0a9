/**
 * `x \in S` without S: what is written as `SUBSET T`, `[D -> R]`, `{y \in T : P}` and so on is asked part by part, so that a type
 * invariant costs no more than the state is large. Constant sets are computed once and asked as they are.
 */
import { kinds } from '../values/arena.ts';
import { contains, enumerate, isFinite } from '../values/symbolic.ts';
import type { Compiling, Context, Expr, Membership } from './context.ts';
import { bind, binding } from './loops.ts';

export function compileMembership(compiling: Compiling, set: Expr, context: Context): Membership {
  const { machine } = compiling;
  const { values } = machine;
  const member = (part: Expr): Membership => compiling.membership(part, context);
  switch (set.kind) {
    case 'builtin': {
      const [first, second] = set.arguments;
      switch (set.operator) {
        case 'SUBSET': {
          const base = member(first!);
          return (element) => {
            if (!values.isSet(element)) return false;
            return everyWord(element, 0, values.wordsOf(element), base);
          };
        }
        case '\\cup': {
          const [one, other] = [member(first!), member(second!)];
          return (element) => one(element) || other(element);
        }
        case '\\cap': {
          const [one, other] = [member(first!), member(second!)];
          return (element) => one(element) && other(element);
        }
        case '\\': {
          const [one, other] = [member(first!), member(second!)];
          return (element) => one(element) && !other(element);
        }
        case '\\X': {
          const factors = set.arguments.map(member);
          return (element) => {
            if (!values.is(element, kinds.tuple) || values.wordsOf(element) !== factors.length) return false;
            return factors.every((factor, i) => factor(values.word(element, i)));
          };
        }
        case 'UNION': {
          const sets = compiling.value(first!, context);
          return (element) => {
            const all = enumerate(values, sets());
            const count = values.wordsOf(all);
            for (let i = 0; i < count; i++) if (contains(values, values.word(all, i), element)) return true;
            return false;
          };
        }
        default:
          return plain();
      }
    }
    case 'functionSet': {
      const domain = compiling.value(set.domain, context);
      const range = member(set.range);
      return (element) => {
        if (!values.isFunction(element)) return false;
        const keys = domain();
        if (!isFinite(values, keys)) return false;
        const listed = enumerate(values, keys);
        const words = values.wordsOf(element);
        if (values.kindOf(element) === kinds.tuple) {
          if (values.wordsOf(listed) !== words) return false;
          for (let i = 0; i < words; i++) if (values.word(listed, i) !== (i + 1) * 2) return false;
          return everyWord(element, 0, words, range);
        }
        const count = words >> 1;
        if (values.wordsOf(listed) !== count) return false;
        for (let i = 0; i < count; i++) if (values.word(listed, i) !== values.word(element, i)) return false;
        return everyWord(element, count, words, range);
      };
    }
    case 'recordSet': {
      const fields = set.fields
        .map(({ name, set: range }) => ({ name: values.string(name), range: member(range) }))
        .sort((a, b) => a.name - b.name);
      return (element) => {
        if (!values.is(element, kinds.fn) || values.wordsOf(element) !== 2 * fields.length) return false;
        if (!fields.every(({ name }, i) => values.word(element, i) === name)) return false;
        return fields.every(({ range }, i) => range(values.word(element, fields.length + i)));
      };
    }
    case 'filter': {
      const { bound, condition } = set;
      const base = member(bound.set);
      const { slots, context: inner } = bind(compiling, bound.binders, context);
      const take = binding(machine, slots, bound.tuple);
      const holds = compiling.test(condition, inner);
      return (element) => {
        if (!base(element)) return false;
        take(element);
        return holds();
      };
    }
    case 'set': {
      const elements = set.elements.map((element) => compiling.listedValue(element, context));
      return (element) => elements.some((other) => other() === element);
    }
    case 'if': {
      const condition = compiling.test(set.condition, context);
      const [then, otherwise] = [member(set.consequence), member(set.alternative)];
      return (element) => (condition() ? then(element) : otherwise(element));
    }
    case 'label':
      return member(set.body);
    default:
      return plain();
  }

  function plain(): Membership {
    const value = compiling.value(set, context);
    return (element) => contains(values, value(), element);
  }

  function everyWord(element: number, from: number, end: number, member_: Membership): boolean {
    for (let i = from; i < end; i++) if (!member_(values.word(element, i))) return false;
    return true;
  }
}
