/**
 * Talk while a command works, on stderr: on a terminal one line that is drawn again and again, elsewhere (a pipe, a CI log)
 * lines that stay, few enough for a log. `say` never mixes with the moving line.
 */
const redrawMillis = 100;
const logMillis = 10_000;

export interface ProgressOptions {
  readonly stream: NodeJS.WriteStream;
  /** Whether lines may be drawn over. */
  readonly moving: boolean;
  readonly quiet: boolean;
}

export class Progress {
  readonly #options: ProgressOptions;
  #shown = '';
  #drawnAt: number;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#drawnAt = options.moving ? -Infinity : performance.now();
  }

  /** Shows `text` as the moving line, or adds it to a log, if it is time for that. */
  update(text: () => string): void {
    const { stream, moving, quiet } = this.#options;
    if (quiet) return;
    const now = performance.now();
    if (now - this.#drawnAt < (moving ? redrawMillis : logMillis)) return;
    this.#drawnAt = now;
    if (!moving) {
      stream.write(`${text()}\n`);
      return;
    }
    const width = stream.columns > 0 ? stream.columns : 80;
    this.#shown = text().slice(0, width - 1);
    stream.write(`\r\u001b[K${this.#shown}`);
  }

  /** Takes the moving line away, before something else is printed. */
  clear(): void {
    if (this.#shown === '') return;
    this.#shown = '';
    this.#options.stream.write('\r\u001b[K');
  }

  /** A line that stays; not when quiet. */
  say(text: string): void {
    if (this.#options.quiet) return;
    this.clear();
    this.#options.stream.write(`${text}\n`);
  }
}
