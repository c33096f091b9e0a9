/**
 * The names that can be used at one place. TLA+ has no shadowing: a name that already means something cannot be bound
 * again (Specifying Systems, 17.5), so a scope is a chain in which every name occurs once.
 */
import { type Entity, isSame } from './entity.ts';

export class Scope {
  readonly #outer: Scope | null;
  readonly #names = new Map<string, Entity>();

  constructor(outer: Scope | null) {
    this.#outer = outer;
  }

  find(name: string): Entity | undefined {
    return this.#names.get(name) ?? this.#outer?.find(name);
  }

  /** Returns what the name already means when that is something else. */
  add(entity: Entity): Entity | undefined {
    const known = this.find(entity.name);
    if (known !== undefined) return isSame(known, entity) ? undefined : known;
    this.#names.set(entity.name, entity);
    return undefined;
  }

  *names(): Iterable<string> {
    yield* this.#names.keys();
    if (this.#outer !== null) yield* this.#outer.names();
  }

  /** Of this scope alone. */
  entities(): Iterable<Entity> {
    return this.#names.values();
  }
}
