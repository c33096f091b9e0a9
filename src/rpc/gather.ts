/**
 * Asks several nodes at once and stops waiting when enough have answered. The slow ones are not called off: their answers
 * come too late and are dropped.
 */

/** How many of `count` make a majority: any two majorities have a member in common. */
export function majorityOf(count: number): number {
  return (count >> 1) + 1;
}

/**
 * The answers so far, by index, as soon as `enough` says so or all are there; `undefined` for who has not answered. Calls must
 * settle by themselves, as those with a timeout do.
 */
export function gather<Reply>(
  calls: readonly Promise<Reply>[],
  enough: (replies: readonly (Reply | undefined)[]) => boolean,
): Promise<readonly (Reply | undefined)[]> {
  const replies: (Reply | undefined)[] = calls.map(() => undefined);
  let missing = calls.length;
  if (missing === 0) return Promise.resolve(replies);
  return new Promise((resolve) => {
    for (const [index, call] of calls.entries()) {
      void call.then((reply) => {
        replies[index] = reply;
        missing -= 1;
        if (missing === 0 || enough(replies)) resolve([...replies]);
      });
    }
  });
}
