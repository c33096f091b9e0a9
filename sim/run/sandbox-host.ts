/** What sandboxed globals answer during a run: the virtual clock of the node whose code is running, and the run's randomness. */
import type { Kernel, KernelEvent } from '../kernel/kernel.ts';
import { mix } from '../kernel/mix.ts';
import type { SandboxHost } from '../kernel/sandbox/host.ts';

/** Virtual time 0 as a wall clock shows it: 2025-01-01T00:00:00Z. */
const EPOCH_MILLIS = 1_735_689_600_000;
const RANDOM = 71;

export function sandboxHostOf(kernel: Kernel, seed: number): SandboxHost {
  const timers = new Map<number, KernelEvent>();
  let timerCount = 0;
  let draws = 0;

  function arm(id: number, delayMicros: number, fire: () => void, repeat: boolean): void {
    const owner = kernel.current;
    if (owner?.alive === false) return;
    const event = kernel.schedule(Math.max(1, Math.round(delayMicros)), 'timer', owner, () => {
      timers.delete(id);
      if (repeat) arm(id, delayMicros, fire, repeat);
      if (owner !== null) kernel.enter(owner, fire);
    });
    timers.set(id, event);
  }

  return {
    nowMillis: () => EPOCH_MILLIS + (kernel.current?.clock.local(kernel.timeMicros) ?? kernel.timeMicros) / 1000,
    monotonicMicros: () => kernel.timeMicros,
    random: () => {
      draws += 1;
      return mix(seed, draws, RANDOM);
    },
    setTimer: (delayMicros, fire, repeat) => {
      timerCount += 1;
      arm(timerCount, delayMicros, fire, repeat);
      return timerCount;
    },
    clearTimer: (id) => {
      const event = timers.get(id);
      if (event !== undefined) kernel.cancel(event);
      timers.delete(id);
    },
    refuse: (api, instead) => {
      const node = kernel.current?.node;
      const message = `${api} is not available in a run: use ${instead}`;
      kernel.violate({ property: 'H-Sandbox', message, ...(node === undefined ? {} : { node }) });
      throw new Error(message);
    },
  };
}
