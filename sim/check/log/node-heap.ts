/**
 * A four-ary min-heap of (time, node) in typed arrays; each node is pushed at most once. Equal times pop in any fixed
 * order.
 */
export class NodeHeap {
  size = 0;
  private readonly times: Float64Array;
  private readonly nodes: Int32Array;

  constructor(capacity: number) {
    this.times = new Float64Array(capacity);
    this.nodes = new Int32Array(capacity);
  }

  push(time: number, node: number): void {
    const { times, nodes } = this;
    let slot = this.size++;
    while (slot > 0) {
      const parent = (slot - 1) >> 2;
      if (times[parent]! <= time) break;
      times[slot] = times[parent]!;
      nodes[slot] = nodes[parent]!;
      slot = parent;
    }
    times[slot] = time;
    nodes[slot] = node;
  }

  /** Removes a node with the least time. The heap must not be empty. */
  pop(): number {
    const { times, nodes } = this;
    const top = nodes[0]!;
    const size = --this.size;
    const time = times[size]!;
    const node = nodes[size]!;
    let slot = 0;
    for (;;) {
      const first = slot * 4 + 1;
      if (first >= size) break;
      const end = first + 4 < size ? first + 4 : size;
      let least = first;
      for (let child = first + 1; child < end; child++) if (times[child]! < times[least]!) least = child;
      if (times[least]! >= time) break;
      times[slot] = times[least]!;
      nodes[slot] = nodes[least]!;
      slot = least;
    }
    times[slot] = time;
    nodes[slot] = node;
    return top;
  }
}
