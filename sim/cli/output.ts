/**
 * Where a command's words go. Data goes to stdout, talk and progress to stderr. A document (JSON, JUnit) has stdout to itself:
 * everything else moves over to stderr then.
 */
import { Progress } from '../report/progress.ts';
import { type Style, styleFor } from '../report/style.ts';

export type ReporterName = 'text' | 'json' | 'junit' | 'github';

export interface OutputOptions {
  readonly reporters: readonly ReporterName[];
  /** 0, or how often -v was given. */
  readonly verbosity: number;
  readonly quiet: boolean;
}

export class Output {
  readonly reporters: readonly ReporterName[];
  readonly verbosity: number;
  readonly progress: Progress;
  readonly style: Style;
  readonly #lines: NodeJS.WriteStream;

  constructor({ reporters, verbosity, quiet }: OutputOptions) {
    this.reporters = reporters;
    this.verbosity = verbosity;
    const document = reporters.includes('json') || reporters.includes('junit');
    this.#lines = document ? process.stderr : process.stdout;
    this.style = styleFor(this.#lines);
    const moving = process.stderr.isTTY && !isSet(process.env['CI']) && process.env['TERM'] !== 'dumb';
    this.progress = new Progress({ stream: process.stderr, moving, quiet });
  }

  has(reporter: ReporterName): boolean {
    return this.reporters.includes(reporter);
  }

  /** Lines of the text and GitHub reporters. */
  print(lines: readonly string[]): void {
    this.progress.clear();
    for (const line of lines) this.#lines.write(`${line}\n`);
  }

  /** The one document on stdout. */
  document(text: string): void {
    this.progress.clear();
    process.stdout.write(text);
  }
}

/** On GitHub, annotations come by themselves. */
export function defaultReporters(): readonly ReporterName[] {
  return process.env['GITHUB_ACTIONS'] === 'true' ? ['text', 'github'] : ['text'];
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false' && value !== '0';
}
