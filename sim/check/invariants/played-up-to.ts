/** How far each reader has played each stream: a process remembers it, and its successor begins anew. */
export class PlayedUpTo {
  readonly #byNode = new Map<number, Map<number, number>>();

  upTo(node: number, stream: number): number {
    return this.#byNode.get(node)?.get(stream) ?? -1;
  }

  add(node: number, stream: number, positions: readonly number[]): void {
    const streams = this.#byNode.get(node) ?? new Map<number, number>();
    this.#byNode.set(node, streams);
    streams.set(stream, Math.max(this.upTo(node, stream), ...positions));
  }

  forget(node: number): void {
    this.#byNode.delete(node);
  }
}
