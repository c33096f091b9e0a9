/**
 * The requests that clients are still owed an answer to, some time after faults have stopped, and what each of them waits for. Other
 * obligations are listed where they are watched; see {@link Obligation}.
 */
import type { Need, Unmet } from '../../model/obligation.ts';
import type { ClientDriver } from '../../workload/client-driver.ts';
import type { Duty } from '../../workload/duties.ts';
import type { ClusterTruth } from './cluster-truth.ts';
import { ailmentsOf } from './settling.ts';

export function unmetRequests(drivers: readonly ClientDriver[], truth: ClusterTruth): readonly Unmet[] {
  return drivers.flatMap((driver, client) => {
    if (isGone(client, truth)) return [];
    const waitsFor = [`client-${client} asks in epoch ${epochOf(client, truth)}`, ...ailmentsOf(truth)];
    const unmet: Unmet[] = [];
    if (driver.calling) {
      const what = `client-${client} is to get an answer to ${driver.openOperation}`;
      unmet.push({ of: 'request', what, needs: [], client, waitsFor });
    } else if (!driver.closed && !driver.finished) {
      unmet.push({ of: 'request', what: `client-${client} is to go on with its work`, needs: [], client, waitsFor });
    }
    for (const duty of driver.duties) {
      if (duty.duty === 'await-layout') continue;
      const { what, needs } = owed(duty);
      unmet.push({ of: 'request', what: `client-${client} is to ${what}`, needs, client, waitsFor });
    }
    return unmet;
  });
}

function owed(duty: Exclude<Duty, { duty: 'await-layout' }>): {
  readonly what: string;
  readonly needs: readonly Need[];
} {
  switch (duty.duty) {
    case 'append':
      return { what: 'have an append acknowledged', needs: [{ need: 'sequencer' }, { need: 'open-chains' }] };
    case 'checkTail':
      return { what: 'be told the tail', needs: [{ need: 'sequencer' }, { need: 'layout-servers' }] };
    case 'read': {
      const { position } = duty;
      return { what: `read position ${position}, acknowledged before`, needs: [{ need: 'last-unit', position }] };
    }
    case 'fill': {
      const { position } = duty;
      const needs: Need[] = [{ need: 'sequencer' }, { need: 'layout-servers' }, { need: 'chain', position }];
      return { what: `have the hole at position ${position} filled`, needs };
    }
    case 'readStream': {
      const needs: Need[] = [{ need: 'sequencer' }, { need: 'layout-servers' }, { need: 'open-chains' }];
      return { what: `be given what is new in stream ${duty.stream}`, needs };
    }
  }
}

/** Whether the machine of `client` was destroyed, so that nobody is there to whom anything is owed. */
export function isGone(client: number, truth: ClusterTruth): boolean {
  return truth.destructionsOf(truth.nodesOf('client').slice(client, client + 1)).length > 0;
}

function epochOf(client: number, truth: ClusterTruth): number {
  return truth.asksIn(truth.nodesOf('client')[client] ?? -1);
}
