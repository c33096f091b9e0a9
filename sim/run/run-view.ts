import type { LogHistory } from '../model/history.ts';
import type { Observer } from '../model/observer.ts';
import type { Plan } from '../model/plan.ts';
import type { RunView } from '../model/property.ts';

/** What watchers may look at in a run of `plan`. */
export function runViewOf(plan: Plan, history: () => LogHistory): RunView {
  const books = new Map<unknown, Observer>();
  return {
    plan,
    history,
    shared<Books extends Observer>(kind: new (plan: Plan) => Books): Books {
      const opened = (books.get(kind) as Books | undefined) ?? new kind(plan);
      books.set(kind, opened);
      return opened;
    },
  };
}
