/**
 * Levels (Specifying Systems, 17.2): every definition gets one, and what has too high a level for its place is an
 * error: a prime on a primed expression, a variable in an ASSUME, a temporal formula within an action, `[]A` for an
 * action A.
 *
 * What an operator makes of its arguments is kept in its signature: which of them count for its own level, and how high
 * each may be, so that `Op(x) == x'` cannot be applied to an action. What a parameter that is itself an operator makes
 * of its arguments is not known; they count, and may be anything.
 */
import type { Argument, Parameter } from '../ir/expression.ts';
import { type Level, highest, isAtMost } from '../ir/level.ts';
import type {
  InstanceStep,
  Module,
  ModuleExpression,
  ModuleInstance,
  ModuleReference,
  Unit,
} from '../ir/module-graph.ts';
import type { Span } from '../ir/span.ts';
import type { SourceText } from '../source/source-text.ts';
import { SpecError } from '../source/spec-error.ts';

/** What an expression depends on. */
interface Weight {
  readonly level: Level;
  /** Parameters that count for it, by id. */
  readonly parameters: ReadonlySet<number>;
  /** Constants of modules that count for it: an instance may substitute something of a higher level. */
  readonly constants: ReadonlySet<string>;
}

interface Signature extends Weight {
  /** Its own parameters, in order. */
  readonly own: readonly Parameter[];
  /** How high the arguments may be. */
  readonly limits: readonly Level[];
}

const none: ReadonlySet<never> = new Set<never>();
const constantWeight: Weight = { level: 'constant', parameters: none, constants: none };

function weightOf(level: Level): Weight {
  return { ...constantWeight, level };
}

function joined(weights: readonly Weight[]): Weight {
  const [first = constantWeight, ...rest] = weights.filter((weight) => weight !== constantWeight);
  return rest.reduce(
    (a, b) => ({
      level: highest(a.level, b.level),
      parameters: b.parameters.size === 0 ? a.parameters : new Set([...a.parameters, ...b.parameters]),
      constants: b.constants.size === 0 ? a.constants : new Set([...a.constants, ...b.constants]),
    }),
    first,
  );
}

const articles: Readonly<Record<Level, string>> = {
  constant: 'a constant',
  state: 'a state function',
  action: 'an action',
  temporal: 'a temporal formula',
};

interface KnownInstance {
  readonly unit: Pick<ModuleInstance, 'parameters' | 'substitutions'>;
  /** Of the substituted names, by what they are called in the instantiated module. */
  readonly weights: ReadonlyMap<string, Weight>;
}

export class LevelChecker {
  readonly #sources: readonly SourceText[];
  readonly #signatures = new Map<string, Signature>();
  readonly #instances = new Map<string, KnownInstance>();
  /** Those of the LETs around, and what is known of parameters while a definition is checked. */
  readonly #locals = new Map<number, Signature>();
  readonly #localInstances = new Map<number, KnownInstance>();
  readonly #limits = new Map<number, Level>();

  constructor(sources: readonly SourceText[]) {
    this.#sources = sources;
  }

  /** The module with the levels of its definitions, after those it depends on. */
  check(module: Module): Module {
    const keyOf = (name: string): string => `${module.name}!${name}`;
    for (const unit of module.units) this.#declare(unit, keyOf);
    // The level of a recursive operator depends on itself; it only rises, so that this ends.
    const recursive = module.units.some((unit) => unit.kind === 'definition' && unit.recursive);
    let before = '';
    for (;;) {
      const units = module.units.map((unit) => this.#checked(unit, keyOf));
      const now = units.map((unit) => (unit.kind === 'definition' ? unit.level : '')).join();
      if (!recursive || now === before) return { ...module, units };
      before = now;
    }
  }

  #declare(unit: Unit, keyOf: (name: string) => string): void {
    if (unit.kind === 'constant') {
      const own = Array.from({ length: unit.arity }, (_, id) => anonymous(-1 - id));
      const weight = { ...constantWeight, constants: new Set([keyOf(unit.name)]) };
      this.#signatures.set(keyOf(unit.name), signatureOf(own, weight));
    } else if (unit.kind === 'variable') {
      this.#signatures.set(keyOf(unit.name), signatureOf([], weightOf('state')));
    } else if (unit.kind === 'intrinsic') {
      const own = unit.parameters.map((arity, id) => ({ ...anonymous(-1 - id), arity }));
      this.#signatures.set(keyOf(unit.name), signatureOf(own, constantWeight, 'action'));
    } else if (unit.kind === 'definition') {
      this.#signatures.set(keyOf(unit.name), signatureOf(unit.parameters, constantWeight));
    }
  }

  #checked(unit: Unit, keyOf: (name: string) => string): Unit {
    this.#locals.clear();
    this.#localInstances.clear();
    this.#limits.clear();
    switch (unit.kind) {
      case 'definition': {
        const signature = this.#signature(unit.parameters, unit.body);
        this.#signatures.set(keyOf(unit.name), signature);
        return { ...unit, level: signature.level };
      }
      case 'instance':
        this.#instances.set(keyOf(unit.name), this.#instance(unit));
        return unit;
      case 'assumption':
        this.#atMost(unit.body, 'constant', 'in an ASSUME');
        return unit;
      case 'theorem':
        if (unit.statement !== null) this.#weigh(unit.statement);
        return unit;
      case 'module':
        return { ...unit, module: this.check(unit.module) };
      default:
        return unit;
    }
  }

  /** Of a definition, after its body. The limits of parameters around it stay noted. */
  #signature(own: readonly Parameter[], body: ModuleExpression): Signature {
    for (const parameter of own) this.#bindParameter(parameter);
    const weight = this.#weigh(body);
    return { ...weight, own, limits: own.map(({ id }) => this.#limits.get(id) ?? 'temporal') };
  }

  #bindParameter(parameter: Parameter): void {
    const own = Array.from({ length: parameter.arity }, (_, id) => anonymous(-1 - id));
    this.#locals.set(parameter.id, signatureOf(own, { ...constantWeight, parameters: new Set([parameter.id]) }));
  }

  #instance(unit: Pick<ModuleInstance, 'parameters' | 'substitutions' | 'module'>): KnownInstance {
    for (const parameter of unit.parameters) this.#bindParameter(parameter);
    const weights = new Map<string, Weight>();
    for (const { name, value } of unit.substitutions) {
      const weight = this.#weigh(value);
      if (!isAtMost(weight.level, 'state')) {
        throw this.#error(
          `${articles[weight.level]} cannot be substituted for "${name}" of ${unit.module}`,
          value.span,
        );
      }
      weights.set(name, weight);
    }
    return { unit, weights };
  }

  #weigh(node: Argument<ModuleReference>): Weight {
    switch (node.kind) {
      case 'integer':
      case 'string':
      case 'boolean':
      case 'modelValue':
      case 'oldValue':
      case 'unsupported':
      case 'builtinOperator':
        return constantWeight;
      case 'operator':
        return withoutOwn(this.#signatureBehind(node.operator));
      case 'lambda':
        return withoutOwn(this.#signature(node.parameters, node.body));
      case 'apply':
        return this.#apply(node.operator, node.arguments);
      case 'builtin':
        return this.#builtin(node);
      case 'if': {
        const condition = this.#atMost(node.condition, 'action', 'as the condition of an IF');
        return joined([condition, this.#weigh(node.consequence), this.#weigh(node.alternative)]);
      }
      case 'case': {
        const other = node.other === null ? [] : [this.#weigh(node.other)];
        const arms = node.arms.flatMap(({ guard, value }) => {
          return [this.#atMost(guard, 'action', 'as a guard of a CASE'), this.#weigh(value)];
        });
        return joined([...arms, ...other]);
      }
      case 'quantification':
        return joined([...node.bounds.map(({ set }) => this.#bounding(set)), this.#weigh(node.body)]);
      case 'unboundedQuantification': {
        const body = this.#weigh(node.body);
        return node.quantifier.length === 2 ? body : { ...body, level: 'temporal' };
      }
      case 'choose': {
        const set = node.set === null ? constantWeight : this.#bounding(node.set);
        return joined([set, this.#atMost(node.body, 'action', 'in a CHOOSE')]);
      }
      case 'map':
      case 'function': {
        const what = node.kind === 'map' ? 'in a set' : 'in a function';
        return joined([...node.bounds.map(({ set }) => this.#bounding(set)), this.#atMost(node.body, 'action', what)]);
      }
      case 'filter':
        return joined([this.#bounding(node.bound.set), this.#atMost(node.condition, 'action', 'in a set')]);
      case 'set':
        return this.#values(node.elements, 'in a set');
      case 'tuple':
        return this.#values(node.elements, 'in a tuple');
      case 'functionApplication':
        return this.#values([node.function, ...node.arguments], 'in the application of a function');
      case 'functionSet':
        return this.#values([node.domain, node.range], 'in a set of functions');
      case 'record':
        return this.#values(
          node.fields.map(({ value }) => value),
          'in a record',
        );
      case 'recordSet':
        return this.#values(
          node.fields.map(({ set }) => set),
          'in a set of records',
        );
      case 'field':
        return this.#values([node.record], 'as a record');
      case 'except': {
        const parts = node.updates.flatMap(({ path, value }) => [
          ...path.flatMap((step) => (step.kind === 'index' ? step.arguments : [])),
          value,
        ]);
        return this.#values([node.function, ...parts], 'in an EXCEPT');
      }
      case 'box':
      case 'angle': {
        const action = this.#atMost(node.action, 'action', 'where an action is expected');
        const subscript = this.#atMost(node.subscript, 'state', 'as the subscript of an action');
        return { ...joined([action, subscript]), level: 'action' };
      }
      case 'enabled':
        return { ...this.#atMost(node.action, 'action', 'after ENABLED'), level: 'state' };
      case 'weakFairness':
      case 'strongFairness': {
        const action = this.#atMost(node.action, 'action', 'in a fairness condition');
        const subscript = this.#atMost(node.subscript, 'state', 'as the subscript of a fairness condition');
        return { ...joined([action, subscript]), level: 'temporal' };
      }
      case 'let': {
        for (const { id, parameters } of node.definitions)
          this.#locals.set(id, signatureOf(parameters, constantWeight));
        for (const { id, parameters, body } of node.definitions)
          this.#locals.set(id, this.#signature(parameters, body));
        // What a recursive one was taken for at first, it may not be.
        for (const { id, parameters, body, recursive } of node.definitions) {
          if (recursive) this.#locals.set(id, this.#signature(parameters, body));
        }
        return this.#weigh(node.body);
      }
      case 'letInstance':
        this.#localInstances.set(node.instance.id, this.#instance(node.instance));
        return this.#weigh(node.body);
      case 'label':
        return this.#weigh(node.body);
    }
  }

  #builtin(node: ModuleExpression & { kind: 'builtin' }): Weight {
    const { operator, arguments: operands, span } = node;
    const [first] = operands;
    switch (operator) {
      case "'":
        return { ...this.#values(operands, 'before a prime', 'state'), level: 'action' };
      case 'UNCHANGED':
        return { ...this.#values(operands, 'after UNCHANGED', 'state'), level: 'action' };
      case '\\cdot':
        return { ...this.#values(operands, 'beside \\cdot'), level: 'action' };
      case '[]':
      case '<>': {
        const weight = joined(operands.map((each) => this.#weigh(each)));
        const [form, shape] = operator === '[]' ? (['box', '[A]_v'] as const) : (['angle', '<<A>>_v'] as const);
        if (weight.level === 'action' && first?.kind !== form) {
          throw this.#error(
            `an action stands after ${operator}, where it needs the form ${shape}`,
            first?.span ?? span,
          );
        }
        return { ...weight, level: 'temporal' };
      }
      case '~>':
      case '-+->':
        for (const each of operands) {
          if (this.#weigh(each).level === 'action') throw this.#error(`an action stands beside ${operator}`, each.span);
        }
        return { ...joined(operands.map((each) => this.#weigh(each))), level: 'temporal' };
      case '~':
      case '/\\':
      case '\\/':
      case '=>':
      case '<=>':
        return joined(operands.map((each) => this.#weigh(each)));
      default:
        return this.#values(operands, `beside ${operator}`);
    }
  }

  #apply(reference: ModuleReference, given: readonly Argument<ModuleReference>[]): Weight {
    const signature = this.#signatureBehind(reference);
    const name = reference.name;
    const counting = given.flatMap((argument, i) => {
      const limit = signature.limits[i] ?? 'temporal';
      const weight =
        limit === 'temporal' ? this.#weigh(argument) : this.#atMost(argument, limit, `as an argument of "${name}"`);
      const parameter = signature.own[i];
      return parameter === undefined || signature.parameters.has(parameter.id) ? [weight] : [];
    });
    return joined([withoutOwn(signature), ...counting]);
  }

  #signatureBehind(reference: ModuleReference): Signature {
    if (reference.to === 'local') return this.#locals.get(reference.id) ?? signatureOf([], constantWeight);
    const signature = this.#signatures.get(`${reference.module}!${reference.name}`) ?? signatureOf([], constantWeight);
    return reference.to === 'global' ? signature : { ...signature, ...this.#seenThrough(reference.path, signature) };
  }

  /** The substitutions of the instances on the way, the innermost first, make of constants what they are. */
  #seenThrough(path: readonly InstanceStep[], seen: Weight): Weight {
    let weight = seen;
    for (const step of path.toReversed()) {
      const { instance, arguments: given } = step;
      const known =
        instance.to === 'local'
          ? this.#localInstances.get(instance.id)
          : this.#instances.get(`${instance.module}!${instance.name}`);
      if (known === undefined) continue;
      const substituted = [...weight.constants].map((key) => known.weights.get(key.slice(key.lastIndexOf('!') + 1)));
      const open = [...weight.constants].filter((key) => !known.weights.has(key.slice(key.lastIndexOf('!') + 1)));
      const through = joined(substituted.filter((each) => each !== undefined));
      const counting = known.unit.parameters.flatMap(({ id }, i) => {
        const argument = given[i];
        return through.parameters.has(id) && argument !== undefined ? [this.#weigh(argument)] : [];
      });
      const substitutes = withoutOwn({ ...through, own: known.unit.parameters });
      weight = joined([{ ...weight, constants: new Set(open) }, substitutes, ...counting]);
    }
    return weight;
  }

  #bounding(set: ModuleExpression): Weight {
    return this.#atMost(set, 'action', 'as the set of a bound');
  }

  #values(nodes: readonly ModuleExpression[], where: string, limit: Level = 'action'): Weight {
    return joined(nodes.map((node) => this.#atMost(node, limit, where)));
  }

  /** An operator argument has no level that its place could limit. */
  #atMost(node: Argument<ModuleReference>, limit: Level, where: string): Weight {
    const weight = this.#weigh(node);
    if (!isAtMost(weight.level, limit)) {
      const most = limit === 'action' ? '' : `, where only ${articles[limit]} may`;
      throw this.#error(`${articles[weight.level]} stands ${where}${most}`, node.span);
    }
    for (const id of weight.parameters) {
      const known = this.#limits.get(id);
      if (known === undefined || isAtMost(limit, known)) this.#limits.set(id, limit);
    }
    return weight;
  }

  #error(problem: string, span: Span): SpecError {
    return new SpecError(problem, this.#sources[span[0]] as SourceText, span);
  }
}

/** What an operator depends on whatever it is applied to. */
function withoutOwn({ level, parameters, constants, own }: Weight & Pick<Signature, 'own'>): Weight {
  if (own.length === 0) return { level, parameters, constants };
  return { level, parameters: new Set([...parameters].filter((id) => own.every((each) => each.id !== id))), constants };
}

function anonymous(id: number): Parameter {
  return { name: '', id, arity: 0, span: [0, 1, 1, 1, 1] };
}

/** Every parameter counts. */
function signatureOf(own: readonly Parameter[], weight: Weight, limit: Level = 'temporal'): Signature {
  const parameters = new Set([...weight.parameters, ...own.map(({ id }) => id)]);
  return { ...weight, parameters, own, limits: own.map(() => limit) };
}
