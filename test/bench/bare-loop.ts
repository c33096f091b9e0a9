/**
 * The yardstick: a binary heap of 32 small objects with integer delays, popped and pushed back, with no handler at all. Every rate
 * of the simulator is stated as a share of this one's, measured in the same process, so that numbers of different
 * machines can be compared.
 */
interface Item {
  time: number;
  id: number;
}

export function bareLoop(pops: number): void {
  const heap: Item[] = [];
  const push = (item: Item): void => {
    let place = heap.length;
    heap.push(item);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent] as Item;
      if (above.time <= item.time) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = item;
  };
  const pop = (): Item => {
    const first = heap[0] as Item;
    const item = heap.pop() as Item;
    const size = heap.length;
    if (size === 0) return first;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && (heap[child + 1] as Item).time < (heap[child] as Item).time) child += 1;
      if ((heap[child] as Item).time >= item.time) break;
      heap[place] = heap[child] as Item;
      place = child;
    }
    heap[place] = item;
    return first;
  };
  let random = 12345;
  for (let id = 0; id < 32; id += 1) push({ time: id, id });
  for (let i = 0; i < pops; i += 1) {
    const item = pop();
    random = (Math.imul(random, 1103515245) + 12345) >>> 0;
    push({ time: item.time + 1 + (random % 1000), id: item.id });
  }
}
