/** Proofs in words. */
import type { NodeId } from '../../../src/ports/units.ts';
import type { Need } from '../../model/obligation.ts';
import type { Excuse, NodeEvent, Statement } from '../../model/proof.ts';
import { nameOf, type Topology } from '../../systems/topology.ts';

/** Each reason once, followed by what nobody can do because of it. */
export function describeProof(excuses: readonly Excuse[], topology: Topology): readonly string[] {
  const excused = new Map<string, string[]>();
  for (const { what, need, because } of excuses) {
    const reason = because.map((statement) => describeStatement(statement, topology)).join('; and ');
    const others = excused.get(reason);
    const owed = `${what}, which needs ${describeNeed(need)}`;
    if (others === undefined) excused.set(reason, [owed]);
    else others.push(owed);
  }
  return [...excused].flatMap(([reason, owed]) => [reason, ...owed.map((each) => `  hence not: ${each}`)]);
}

function describeStatement(statement: Statement, topology: Topology): string {
  const name = (node: number): string => nameOf(topology, node as NodeId);
  const all = (events: readonly NodeEvent[]): string =>
    events
      .map(({ node, step, timeMicros, fault }) => {
        const by = fault === undefined ? '' : `, ${fault}`;
        return `${name(node)} at event ${step} (${timeMicros} us${by})`;
      })
      .join(', ');
  switch (statement.says) {
    case 'chain-lost': {
      const { start, end, epoch, units } = statement;
      const segment = end === null ? `from ${start} on` : `[${start}, ${end})`;
      return `every unit of a chain of the segment ${segment} of epoch ${epoch} has lost its devices: ${all(units)}`;
    }
    case 'majority-lost': {
      const { layoutServers, epoch, lost } = statement;
      return `${lost.length} of the ${layoutServers.length} layout servers of epoch ${epoch} have lost their devices: ${all(lost)}`;
    }
    case 'unit-lost':
      return `a unit of epoch ${statement.epoch} has lost its devices: ${all([statement.unit])}`;
    case 'sequencer-ended':
      return `the sequencer process of epoch ${statement.epoch} has ended: ${all([statement.sequencer])}`;
    case 'epoch-ended':
      return `servers of epoch ${statement.epoch} obey a later one, which has no layout: ${all(statement.by)}`;
    case 'layout-unknown':
      return `${name(statement.client)} knows of epoch ${statement.asksIn} and not of ${statement.epoch}`;
    case 'layout-fixed':
      return 'there are no layout servers, so that the layout never changes';
    case 'no-manager':
      return nobody('manager', 'changes the layout', statement.destroyed, all);
    case 'no-sequencer':
      return nobody('sequencer', 'takes over', statement.destroyed, all);
  }
}

function nobody(role: string, does: string, destroyed: readonly NodeEvent[], all: (e: readonly NodeEvent[]) => string) {
  return destroyed.length === 0
    ? `there is no ${role} that ${does}`
    : `no ${role} that ${does} is left: ${all(destroyed)}`;
}

function describeNeed(need: Need): string {
  switch (need.need) {
    case 'sequencer':
      return 'the sequencer';
    case 'layout-servers':
      return 'a majority of the layout servers';
    case 'open-chains':
      return 'every chain of the open segment';
    case 'chain':
      return `the chain of position ${need.position}`;
    case 'last-unit':
      return `the last unit of position ${need.position}`;
    case 'next-layout':
      return 'another layout';
  }
}
