/**
 * Holds a proof of unavailability against the recorded trace of its run. It looks up every statement by itself, and asks whether the
 * statements say of a need that it is lost; nothing is taken over from those who made the proof. So a run that blocks for
 * want of a retry can never pass for one that was destroyed.
 */
import { type Chain, chainOf, isDropped, type Layout, unitsOf } from '../../../src/corfu/layout.ts';
import { logPosition } from '../../../src/log/position.ts';
import { majorityOf } from '../../../src/rpc/gather.ts';
import type { ReplyDatagram, RequestDatagram } from '../../../src/rpc/endpoint.ts';
import type { Need } from '../../model/obligation.ts';
import type { Plan } from '../../model/plan.ts';
import type { Excuse, NodeEvent, Statement } from '../../model/proof.ts';
import type { RecordedFact } from '../../model/recorded-fact.ts';
import { firstLayoutOf, topologyOf } from '../../systems/corfu.ts';
import { type Role } from '../../systems/topology.ts';

interface AnyBody {
  readonly kind?: string;
  readonly status?: string;
  readonly epoch?: number;
  readonly sealed?: number;
  readonly layout?: Layout;
}

/** Says what is wrong with the proof that consists of `excuses`; `undefined`: it holds. */
export function proofProblem(
  excuses: readonly Excuse[],
  plan: Plan,
  facts: readonly RecordedFact[],
): string | undefined {
  const trace = new Trace(plan, facts);
  for (const { what, need, because } of excuses) {
    const untrue = because.find((statement) => !trace.shows(statement));
    if (untrue !== undefined) return `the trace does not show that ${untrue.says}, which is to excuse that ${what}`;
    if (!trace.isLost(need, because))
      return `${because.map(({ says }) => says).join(', ')} does not excuse that ${what}`;
  }
  return excuses.length === 0 ? 'it excuses nothing' : undefined;
}

class Trace {
  readonly #plan: Plan;
  readonly #facts: readonly RecordedFact[];
  readonly #layout: Layout;

  constructor(plan: Plan, facts: readonly RecordedFact[]) {
    this.#plan = plan;
    this.#facts = facts;
    this.#layout = this.#newestLayout();
  }

  shows(statement: Statement): boolean {
    if ('epoch' in statement && statement.epoch !== this.#layout.epoch) return false;
    switch (statement.says) {
      case 'chain-lost':
        return statement.units.every((unit) => this.#lostItsDevices(unit)) && this.#chainOf(statement) !== undefined;
      case 'majority-lost': {
        const { layoutServers } = this.#layout;
        const lost = statement.lost.filter(({ node }) => layoutServers.some((server) => server === node));
        const left = layoutServers.length - new Set(lost.map(({ node }) => node)).size;
        return left < majorityOf(layoutServers.length) && lost.every((server) => this.#lostItsDevices(server));
      }
      case 'unit-lost':
        return this.#lostItsDevices(statement.unit);
      case 'sequencer-ended':
        return this.#sequencerEnded(statement.sequencer);
      case 'epoch-ended':
        return statement.by.length > 0 && statement.by.every((server) => this.#leftEpoch(server));
      case 'layout-unknown':
        return statement.asksIn < this.#layout.epoch && statement.asksIn === this.#lastEpochAskedBy(statement.client);
      case 'layout-fixed':
        return this.#plan.system.layoutServers === 0;
      case 'no-manager':
        return this.#areDestroyed('manager', statement.destroyed);
      case 'no-sequencer':
        return this.#areDestroyed('sequencer', statement.destroyed);
    }
  }

  /** Whether `because`, being true, leaves nobody who could provide `need`. */
  isLost(need: Need, because: readonly Statement[]): boolean {
    if (because.some((statement) => this.#destroys(statement, need))) return true;
    const ended = because.some(({ says }) => says === 'sequencer-ended');
    // A layout names a sequencer process that lives.
    const noSequencer = ended && because.some(({ says }) => says === 'no-sequencer');
    const none = noSequencer || because.some((statement) => this.#endsLayouts(statement));
    if (need.need === 'next-layout') return none;
    // A client that has not heard of the newest layout learns of it from a majority only.
    if (because.some(({ says }) => says === 'layout-unknown') && because.some(({ says }) => says === 'majority-lost'))
      return true;
    if (ended && need.need === 'sequencer') return none;
    return none && because.some((statement) => this.#disables(statement, need));
  }

  /** What `need` consists of is gone. */
  #destroys(statement: Statement, need: Need): boolean {
    if (statement.says === 'majority-lost') return need.need === 'layout-servers';
    if (statement.says !== 'chain-lost') return false;
    if (need.need === 'open-chains') return statement.end === null;
    return 'position' in need && sameUnits(this.#chainAt(need.position), statement.units);
  }

  /** What `need` consists of does not serve the newest epoch. */
  #disables(statement: Statement, need: Need): boolean {
    const servers = this.#serversOf(need);
    if (statement.says === 'unit-lost') return servers.some((server) => server === statement.unit.node);
    if (statement.says !== 'epoch-ended') return false;
    const left = statement.by.filter(({ node }) => servers.some((server) => server === node));
    if (need.need !== 'layout-servers') return left.length > 0;
    const gone = servers.filter((node) => left.some((each) => each.node === node) || this.#hasLostDevices(node));
    return servers.length - gone.length < majorityOf(servers.length);
  }

  #endsLayouts({ says }: Statement): boolean {
    return says === 'layout-fixed' || says === 'majority-lost' || says === 'chain-lost' || says === 'no-manager';
  }

  #serversOf(need: Need): Chain {
    const { segments, sequencer, layoutServers } = this.#layout;
    switch (need.need) {
      case 'sequencer':
        return [sequencer];
      case 'layout-servers':
        return layoutServers;
      case 'open-chains':
        return segments.at(-1)?.stripes.flat() ?? [];
      case 'chain':
        return this.#chainAt(need.position);
      case 'last-unit':
        return this.#chainAt(need.position).slice(-1);
      case 'next-layout':
        return unitsOf(this.#layout);
    }
  }

  #chainAt(position: number): Chain {
    const at = logPosition(position);
    return isDropped(this.#layout, at) ? [] : chainOf(this.#layout, at);
  }

  #chainOf({ start, end, units }: Extract<Statement, { says: 'chain-lost' }>): Chain | undefined {
    const segment = this.#layout.segments.find((each) => each.start === start && each.end === end);
    return segment?.stripes.find((chain) => sameUnits(chain, units));
  }

  #newestLayout(): Layout {
    let newest = firstLayoutOf(this.#plan.system);
    for (const { fact } of this.#facts) {
      if (fact.fact !== 'sent') continue;
      const { kind, layout } = bodyOf(fact.datagram);
      if (kind === 'layout/commit' && layout !== undefined && layout.epoch > newest.epoch) newest = layout;
    }
    return newest;
  }

  /** It lost its devices in that event, and has not been wiped since, as units are before they are taken in. */
  #lostItsDevices({ node, step, fault }: NodeEvent): boolean {
    const struck = ({ step: at, fact }: RecordedFact): boolean =>
      at === step && fact.fact === 'fault' && fact.node === node && fact.kind === fault;
    if (fault !== undefined && !this.#facts.some(struck)) return false;
    const place = this.#facts.findIndex((each) => each.step === step && isAbout(each, 'device-lost', node));
    return place >= 0 && !this.#wasWiped(node, place);
  }

  #hasLostDevices(node: number): boolean {
    const place = this.#facts.findLastIndex((each) => isAbout(each, 'device-lost', node));
    return place >= 0 && !this.#wasWiped(node, place);
  }

  #wasWiped(node: number, since: number): boolean {
    const resets = new Set<string>();
    return this.#facts.slice(since).some(({ fact }) => {
      // Lost before the first process: what it held was nothing, and its successor was prepared.
      if (fact.fact === 'started' && fact.node === node && fact.incarnation === 1) return true;
      if (fact.fact === 'delivered' && fact.to === node && bodyOf(fact.datagram).kind === 'unit/reset')
        resets.add(callOf(fact.datagram, (fact.datagram as RequestDatagram).caller));
      if (fact.fact !== 'sent' || fact.from !== node || bodyOf(fact.datagram).status !== 'ok') return false;
      return resets.has(callOf(fact.datagram, fact.to));
    });
  }

  #sequencerEnded({ node, step }: NodeEvent): boolean {
    const { sequencer, sequencerIncarnation } = this.#layout;
    return (
      node === sequencer &&
      this.#facts.some(
        ({ step: at, fact }) =>
          at === step && fact.fact === 'crashed' && fact.node === node && fact.incarnation === sequencerIncarnation,
      )
    );
  }

  #leftEpoch({ node, step }: NodeEvent): boolean {
    return this.#facts.some(({ step: at, fact }) => {
      if (at !== step || fact.fact !== 'sent' || fact.from !== node) return false;
      const { epoch, sealed } = bodyOf(fact.datagram);
      return (fact.datagram as ReplyDatagram).is === 'reply' && (sealed ?? epoch ?? 0) > this.#layout.epoch;
    });
  }

  #lastEpochAskedBy(client: number): number {
    const asked = this.#facts.findLast(
      ({ fact }) => fact.fact === 'sent' && fact.from === client && bodyOf(fact.datagram).epoch !== undefined,
    );
    return asked?.fact.fact === 'sent' ? (bodyOf(asked.fact.datagram).epoch ?? 0) : 0;
  }

  #areDestroyed(role: Role, destroyed: readonly NodeEvent[]): boolean {
    const { roles } = topologyOf(this.#plan);
    const nodes = roles.flatMap((each, node) => (each === role ? [node] : []));
    return nodes.every((node) =>
      destroyed.some(
        (each) =>
          each.node === node && this.#facts.some((fact) => fact.step === each.step && isAbout(fact, 'destroyed', node)),
      ),
    );
  }
}

function isAbout({ fact }: RecordedFact, what: RecordedFact['fact']['fact'], node: number): boolean {
  return fact.fact === what && fact.node === node;
}

function bodyOf(datagram: object): AnyBody {
  return (datagram as RequestDatagram).body;
}

function callOf(datagram: object, caller: number): string {
  const { call, incarnation } = datagram as ReplyDatagram;
  return `${caller}/${incarnation}/${call}`;
}

function sameUnits(chain: Chain, units: readonly NodeEvent[]): boolean {
  return chain.length > 0 && chain.length === units.length && chain.every((unit, hop) => unit === units[hop]?.node);
}
