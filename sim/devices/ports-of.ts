/**
 * Builds the ports of one incarnation from the kernel and the devices of its node. Everything here asks first whether the
 * incarnation is alive: from the instant of a crash no call has any effect, also from code that still runs.
 */
import type { ClockPort, Timer } from '../../src/ports/clock.ts';
import type { DiskPort } from '../../src/ports/disk.ts';
import type { FlashPort } from '../../src/ports/flash.ts';
import type { NetworkPort } from '../../src/ports/network.ts';
import type { NodePorts } from '../../src/ports/node-ports.ts';
import type { DomainEvent } from '../../src/ports/trace.ts';
import { micros } from '../../src/ports/units.ts';
import type { Incarnation } from '../kernel/incarnation.ts';
import type { Action, Entrant, EventKind, Kernel, KernelEvent } from '../kernel/kernel.ts';
import { below, happens, hashString, mix } from '../kernel/mix.ts';

export interface Devices {
  readonly network: NetworkPort;
  readonly flash: FlashPort;
  readonly disk: DiskPort;
}

/** How many sites of `buggify` a run enables, and how often an enabled one fires. */
const SITES_ENABLED_PPM = 250_000;
const SITE_FIRES_PPM = 50_000;

export function portsOf(kernel: Kernel, seed: number, incarnation: Incarnation, devices: Devices): NodePorts {
  const life = mix(seed, incarnation.node, incarnation.number);
  let draws = 0;
  const draw = (purpose: number): number => {
    draws += 1;
    return mix(life, draws, purpose);
  };
  return {
    self: incarnation.node,
    clock: clockOf(kernel, incarnation),
    random: { below: (bound) => below(draw(51), bound) },
    ...devices,
    process: {
      incarnation: incarnation.number,
      exit: (reason) => {
        if (incarnation.alive) {
          kernel.tell({ fact: 'claim', node: incarnation.node, claim: exitClaim(reason) });
          kernel.exit(incarnation);
        }
        return new Promise(() => undefined);
      },
    },
    trace: {
      emit: (claim) => {
        if (incarnation.alive) kernel.tell({ fact: 'claim', node: incarnation.node, claim });
      },
    },
    buggify: (site) => {
      const siteSeed = hashString(site);
      return happens(mix(seed, siteSeed, 52), SITES_ENABLED_PPM) && happens(draw(siteSeed), SITE_FIRES_PPM);
    },
  };
}

function exitClaim(reason: string): DomainEvent {
  return { event: 'process-exited', reason };
}

const noTimer: Timer = { cancel: () => undefined };

class NodeTimer implements Timer, Action, Entrant {
  readonly kernel: Kernel;
  readonly owner: Incarnation;
  readonly run: () => void;
  readonly event: KernelEvent;

  constructor(kernel: Kernel, kind: EventKind, owner: Incarnation, delayMicros: number, run: () => void) {
    this.kernel = kernel;
    this.owner = owner;
    this.run = run;
    this.event = kernel.scheduleAction(delayMicros, kind, owner, this);
  }

  fire(): void {
    this.kernel.admit(this.owner, this);
  }

  enter(): void {
    const { run } = this;
    run();
  }

  cancel(): void {
    this.kernel.cancel(this.event);
  }
}

function clockOf(kernel: Kernel, incarnation: Incarnation): ClockPort {
  const { clock } = incarnation;
  const startedAt = clock.monotonic(kernel.timeMicros);
  return {
    now: () => micros(clock.local(kernel.timeMicros)),
    monotonic: () => micros(clock.monotonic(kernel.timeMicros) - startedAt),
    after: (delay, fire) => {
      const delayMicros = clock.trueDuration(checked(delay));
      if (!incarnation.alive) return noTimer;
      return new NodeTimer(kernel, 'timeout', incarnation, delayMicros, fire);
    },
    sleep: (delay) =>
      new Promise((resolve) => {
        const delayMicros = clock.trueDuration(checked(delay));
        if (incarnation.alive) void new NodeTimer(kernel, 'timer', incarnation, delayMicros, resolve);
      }),
  };
}

/** Virtual time moves forward only, in whole microseconds. */
function checked(delay: number): number {
  if (!Number.isSafeInteger(delay) || delay < 0)
    throw new RangeError(`a delay of ${delay} us: it must be an integer >= 0`);
  return delay;
}
