/**
 * Ctrl-C: the first asks for what is under way to finish, so that partial results can be printed; the second ends the process
 * at once. A termination signal counts as the same wish.
 */
import { exitCodes } from './exit-code.ts';

export class Interrupt {
  #signalled = false;
  readonly #listener: () => void;

  constructor(onFirst: () => void) {
    this.#listener = () => {
      if (this.#signalled) process.exit(exitCodes.interrupted);
      this.#signalled = true;
      onFirst();
    };
    process.on('SIGINT', this.#listener);
    process.on('SIGTERM', this.#listener);
  }

  get signalled(): boolean {
    return this.#signalled;
  }

  dispose(): void {
    process.off('SIGINT', this.#listener);
    process.off('SIGTERM', this.#listener);
  }
}
