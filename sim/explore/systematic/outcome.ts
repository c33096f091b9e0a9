/**
 * What an execution came to, apart from when: what every client was told, and what every unit holds. Two executions that differ in
 * nothing else are counted as one outcome.
 */
import { Ledger } from '../../check/invariants/ledger.ts';
import { hashString } from '../../kernel/mix.ts';
import type { LogHistory } from '../../model/history.ts';
import type { Observer } from '../../model/observer.ts';
import type { RunView, Watcher } from '../../model/property.ts';

export class OutcomeBooks implements Watcher {
  #ledger: Ledger | undefined;

  watch(view: RunView): Observer {
    this.#ledger = view.shared(Ledger);
    return this.#ledger;
  }

  /** A number for the outcome of the run that gave `history`. */
  digest(history: LogHistory): number {
    return hashString([...told(history), ...this.#held()].sort().join('\n'));
  }

  *#held(): Iterable<string> {
    for (const { position, replicas } of this.#ledger?.cells ?? []) {
      for (const { unit, content, mayBeTrimmed } of replicas) {
        yield `unit ${unit.id} has ${mayBeTrimmed ? 'perhaps ' : ''}${content?.name ?? 'nothing'} at ${position}`;
      }
    }
  }
}

function* told(history: LogHistory): Iterable<string> {
  for (const { op, client, out, ...rest } of history) {
    const { pos, arg, outPos, outVal } = rest as Readonly<Record<string, unknown>>;
    yield [client, op, pos, arg, out, outPos, outVal].join(' ');
  }
}
