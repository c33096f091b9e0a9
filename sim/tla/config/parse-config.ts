/**
 * The .cfg file: sections that begin with a keyword, in any order and number. What may go wrong: an unknown keyword, a
 * section without what it needs, a second INIT; each is said with its place.
 */
import type { Span } from '../ir/span.ts';
import { suggestion } from '../source/nearest-name.ts';
import type { SourceText } from '../source/source-text.ts';
import { SpecError } from '../source/spec-error.ts';
import { type Assignment, type Config, type ConfigName, type ConfigValue, emptyConfig } from './config.ts';

/** `index` is that of the file among the sources. Throws a `SpecError`. */
export function parseConfig(source: SourceText, index: number): Config {
  return new ConfigParser(source, index).parse();
}

type Single = 'specification' | 'init' | 'next' | 'view' | 'alias' | 'postcondition';
type Several = 'invariants' | 'properties' | 'constraints' | 'actionConstraints' | 'symmetry';

const singles: Readonly<Record<string, Single>> = {
  SPECIFICATION: 'specification',
  INIT: 'init',
  NEXT: 'next',
  VIEW: 'view',
  ALIAS: 'alias',
  POSTCONDITION: 'postcondition',
};

const severals: Readonly<Record<string, Several>> = {
  INVARIANT: 'invariants',
  INVARIANTS: 'invariants',
  PROPERTY: 'properties',
  PROPERTIES: 'properties',
  CONSTRAINT: 'constraints',
  CONSTRAINTS: 'constraints',
  ACTION_CONSTRAINT: 'actionConstraints',
  ACTION_CONSTRAINTS: 'actionConstraints',
  SYMMETRY: 'symmetry',
};

const constantSections: readonly string[] = ['CONSTANT', 'CONSTANTS'];
const deadlockSection = 'CHECK_DEADLOCK';
const keywords = [...Object.keys(singles), ...Object.keys(severals), ...constantSections, deadlockSection];

interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'symbol' | 'end';
  readonly text: string;
  readonly span: Span;
}

class ConfigParser {
  readonly #source: SourceText;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(source: SourceText, index: number) {
    this.#source = source;
    this.#tokens = tokensOf(source, index);
  }

  parse(): Config {
    let config: Config = emptyConfig;
    while (this.#next.kind !== 'end') config = this.#section(config);
    const conflict = config.specification !== null ? (config.init ?? config.next) : null;
    if (conflict !== null) throw this.#error('SPECIFICATION already says what INIT and NEXT would', conflict.span);
    return config;
  }

  get #next(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #take(): Token {
    const token = this.#next;
    if (token.kind !== 'end') this.#at += 1;
    return token;
  }

  #section(config: Config): Config {
    const keyword = this.#take();
    const single = singles[keyword.text];
    if (single !== undefined) {
      if (config[single] !== null) throw this.#error(`${keyword.text} is given twice`, keyword.span);
      return { ...config, [single]: this.#name(keyword.text) };
    }
    const several = severals[keyword.text];
    if (several !== undefined) return { ...config, [several]: [...config[several], ...this.#names(keyword)] };
    if (constantSections.includes(keyword.text)) {
      return { ...config, constants: [...config.constants, ...this.#assignments()] };
    }
    if (keyword.text === deadlockSection) return { ...config, checkDeadlock: this.#truth() };
    throw this.#error(`unknown keyword "${keyword.text}"${suggestion(keyword.text, keywords)}`, keyword.span);
  }

  #name(after: string): ConfigName {
    const token = this.#take();
    if (token.kind !== 'name' || keywords.includes(token.text)) throw this.#expected(`a name after ${after}`, token);
    return { name: token.text, span: token.span };
  }

  /** Names up to the next section; one at least. */
  #names(keyword: Token): readonly ConfigName[] {
    const names = [this.#name(keyword.text)];
    for (;;) {
      if (this.#next.text === ',') this.#take();
      if (this.#next.kind !== 'name' || keywords.includes(this.#next.text)) return names;
      if (suggestion(this.#next.text, keywords) !== '' && /^[A-Z_]+$/.test(this.#next.text)) return names;
      names.push(this.#name(keyword.text));
    }
  }

  #assignments(): readonly Assignment[] {
    const found: Assignment[] = [];
    for (;;) {
      if (this.#next.text === ',') this.#take();
      const isName = this.#next.kind === 'name' && !keywords.includes(this.#next.text);
      if (!isName && this.#next.kind !== 'symbol') return found;
      const name = this.#take();
      const sign = this.#take();
      if (sign.text !== '=' && sign.text !== '<-') throw this.#expected(`"=" or "<-" after "${name.text}"`, sign);
      const module = this.#module();
      const to =
        sign.text === '='
          ? ({ kind: 'value', value: this.#value() } as const)
          : ({ kind: 'operator', ...this.#name('"<-"') } as const);
      found.push({ name: name.text, span: name.span, to, module });
    }
  }

  /** `[M]` after the sign. */
  #module(): string | null {
    if (this.#next.text !== '[') return null;
    this.#take();
    const { name } = this.#name('"["');
    const close = this.#take();
    if (close.text !== ']') throw this.#expected(`"]" after "${name}"`, close);
    return name;
  }

  #value(): ConfigValue {
    const token = this.#take();
    const { text, span } = token;
    if (token.kind === 'number' || (text === '-' && this.#next.kind === 'number')) {
      const digits = text === '-' ? `-${this.#take().text}` : text;
      const value = Number(digits);
      return { kind: 'integer', value: Number.isSafeInteger(value) ? value : { '#bigint': digits }, span };
    }
    if (token.kind === 'string') return { kind: 'string', value: text.slice(1, -1), span };
    if (text === 'TRUE' || text === 'FALSE') return { kind: 'boolean', value: text === 'TRUE', span };
    if (text === '{') return this.#set(span);
    if (token.kind === 'name' && !keywords.includes(text)) return { kind: 'modelValue', name: text, span };
    throw this.#expected('a number, a string, TRUE, FALSE, a model value or a set of them', token);
  }

  #set(span: Span): ConfigValue {
    const elements: ConfigValue[] = [];
    while (this.#next.text !== '}') {
      elements.push(this.#value());
      if (this.#next.text === ',') this.#take();
      else if (this.#next.text !== '}') throw this.#expected('"," or "}"', this.#next);
    }
    const [, , , line, column] = this.#take().span;
    return { kind: 'set', elements, span: [span[0], span[1], span[2], line, column] };
  }

  #truth(): boolean {
    const token = this.#take();
    if (token.text !== 'TRUE' && token.text !== 'FALSE')
      throw this.#expected(`TRUE or FALSE after ${deadlockSection}`, token);
    return token.text === 'TRUE';
  }

  #expected(what: string, { kind, text, span }: Token): SpecError {
    const found = kind === 'end' ? 'the file ends here' : `unexpected "${text}"`;
    return this.#error(`${found}; expected ${what}`, span);
  }

  #error(problem: string, span: Span): SpecError {
    return new SpecError(problem, this.#source, span);
  }
}

const tokenPattern = new RegExp(
  [
    String.raw`(?<space>\s+|\\\*[^\n]*|\(\*[^]*?\*\))`,
    String.raw`(?<name>[A-Za-z_]\w*|\d+[A-Za-z_]\w*)`,
    String.raw`(?<number>\d+)`,
    String.raw`(?<string>"[^"\n]*")`,
    // Also operators, which can be replaced.
    String.raw`(?<symbol><-|[={},[\]]|\\[A-Za-z]+|[^\s\w"{},[\]]+)`,
  ].join('|'),
  'y',
);

function tokensOf(source: SourceText, index: number): readonly Token[] {
  const tokens: Token[] = [];
  const { text } = source;
  let [line, lineStart, at] = [1, 0, 0];
  while (at < text.length) {
    tokenPattern.lastIndex = at;
    const groups = tokenPattern.exec(text)?.groups;
    const column = at - lineStart + 1;
    if (groups === undefined)
      throw new SpecError('a string that does not end', source, [index, line, column, line, column]);
    const [kind, found] = Object.entries(groups).find(([, part]) => part !== undefined) as [
      Token['kind'] | 'space',
      string,
    ];
    if (kind !== 'space') tokens.push({ kind, text: found, span: [index, line, column, line, column + found.length] });
    const lines = found.split('\n');
    if (lines.length > 1) {
      line += lines.length - 1;
      lineStart = at + found.length - (lines.at(-1) as string).length;
    }
    at += found.length;
  }
  const column = at - lineStart + 1;
  tokens.push({ kind: 'end', text: '', span: [index, line, column, line, column] });
  return tokens;
}
