/**
 * What the page `scenarios/README.md` explains by runs: each story is recognised by what the parts say they did. A story happens when
 * its last sentence is said; where it happened is what its picture is about.
 */
import type { Fact } from '../../sim/model/fact.ts';
import type { CorfuSpecification } from '../../sim/model/scenario.ts';
import type { Property } from '../../sim/model/property.ts';
import type { Subject } from '../../sim/report/space-time/moments-about.ts';

export interface Story {
  readonly name: string;
  readonly scenario: string;
  /** A smaller cluster than the scenario's own tells it better. */
  readonly system?: CorfuSpecification;
  /** Listens to one run; says where the story happened, when it has. */
  readonly listen: () => (fact: Fact) => Subject | undefined;
}

/** Fails at the moment when `story` has happened, so that it can be looked for, and shrunk, like a violation. */
export function happens({ name, listen }: Story): Property {
  return {
    name,
    watch() {
      const tell = listen();
      return {
        observe(fact, _at, report) {
          const subject = tell(fact);
          if (subject !== undefined) report({ property: name, message: JSON.stringify(subject) });
        },
      };
    },
  };
}

/** The claims of all parts, with the few fields that stories look at. */
interface Claim {
  readonly event: string;
  readonly epoch: number;
  readonly position: number;
  readonly writer: number;
  readonly writeNumber: number;
  readonly to: string;
  readonly tail: number;
}

function claimOf(fact: Fact): Claim | undefined {
  return fact.fact === 'claim' ? (fact.claim as unknown as Claim) : undefined;
}

/** The story of one claim. */
function claimed(isIt: (claim: Claim) => boolean): Story['listen'] {
  return () => (fact) => {
    const claim = claimOf(fact);
    return claim !== undefined && isIt(claim) ? { position: claim.position } : undefined;
  };
}

/** One write of a client: where it was put, in which epoch, and by which units. */
interface Written {
  readonly position: number;
  readonly epochs: Map<number, number[]>;
}

/** Appends across epochs: what every unit says of writes, who is granted what, and what is acknowledged. */
class Appends {
  /** By writer and write number. */
  readonly writes = new Map<string, Written[]>();
  readonly junk = new Map<number, number>();
  /** The last epoch in which each position was granted. */
  readonly granted = new Map<number, number>();
  readonly opened = new Map<number, number>();
  epoch = 1;

  /** The position of an append that is acknowledged by this fact, with the epoch in which it was called. */
  hear(fact: Fact): { readonly writer: number; readonly position: number; readonly calledIn: number } | undefined {
    const claim = claimOf(fact);
    if (claim !== undefined) this.#hearClaim(claim, fact.node);
    if (fact.fact === 'invoked') this.opened.set(fact.node, this.epoch);
    if (fact.fact !== 'responded') return undefined;
    const { out, outPos } = fact.detail as { readonly out: string; readonly outPos?: number };
    if (out !== 'ok' || outPos === undefined) return undefined;
    return { writer: fact.node, position: outPos, calledIn: this.opened.get(fact.node) ?? this.epoch };
  }

  #hearClaim(claim: Claim, node: number): void {
    const { event, epoch, position } = claim;
    if (event === 'layout-decided') this.epoch = Math.max(this.epoch, epoch);
    if (event === 'unit-filled') this.junk.set(position, epoch);
    if (event === 'token-granted') this.granted.set(position, epoch);
    if (event !== 'unit-wrote') return;
    const name = `${claim.writer}/${claim.writeNumber}`;
    const places = this.writes.get(name) ?? [];
    this.writes.set(name, places);
    let written = places.find((each) => each.position === position);
    if (written === undefined) places.push((written = { position, epochs: new Map() }));
    written.epochs.set(epoch, [...(written.epochs.get(epoch) ?? []), node]);
  }

  /** The writes that put an entry of `writer` at `position`, and elsewhere before. */
  ofAcknowledged(writer: number, position: number): readonly Written[] {
    for (const [name, places] of this.writes)
      if (name.startsWith(`${writer}/`) && places.some((each) => each.position === position)) return places;
    return [];
  }
}

/** Where an acknowledged append leaves a story behind, `undefined` for most. */
function acknowledged(
  whereOf: (places: readonly Written[], position: number, calledIn: number, appends: Appends) => Subject | undefined,
): Story['listen'] {
  return () => {
    const appends = new Appends();
    return (fact) => {
      const append = appends.hear(fact);
      if (append === undefined || append.calledIn === appends.epoch) return undefined;
      const { writer, position, calledIn } = append;
      return whereOf(appends.ofAcknowledged(writer, position), position, calledIn, appends);
    };
  };
}

export const stories: readonly Story[] = [
  { name: 'owner-first', scenario: 'race-owner-first', listen: claimed(({ event }) => event === 'value-adopted') },
  {
    name: 'junk-first',
    scenario: 'race-junk-first',
    listen: claimed(({ event, to }) => event === 'write-lost' && to === 'junk'),
  },
  {
    name: 'trim-first',
    scenario: 'race-trim-overtakes-writer',
    listen: claimed(({ event }) => event === 'append-unknown'),
  },
  {
    // The head has the entry before the seal, a unit behind it does not; the client completes it in the new epoch.
    name: 'caught-behind-the-head',
    scenario: 'sequencer-failover',
    system: { chainLength: 2, layoutServers: 1, managers: 1 },
    listen: acknowledged((places, position, calledIn) => {
      const place = places.find((each) => each.position === position);
      const later = [...(place?.epochs.keys() ?? [])].some((epoch) => epoch > calledIn);
      return place !== undefined && later && place.epochs.has(calledIn) ? { position, epoch: calledIn + 1 } : undefined;
    }),
  },
  {
    // The head that had the entry is given up, and the position is filled: the client goes elsewhere.
    name: 'head-given-up',
    scenario: 'unit-loss-and-rebuild',
    system: { chainLength: 2, layoutServers: 1, managers: 1 },
    listen: acknowledged((places, position, calledIn, { junk }) => {
      const left = places.find((each) => each.position !== position && (junk.get(each.position) ?? 0) > calledIn);
      return left === undefined ? undefined : { position: left.position, epoch: calledIn + 1 };
    }),
  },
  {
    // The entry is nowhere that counts, and its position will be handed out again.
    name: 'granted-again',
    scenario: 'unit-loss-and-rebuild',
    system: { chainLength: 2, layoutServers: 1, managers: 1 },
    listen: acknowledged((places, position, calledIn, { granted }) => {
      const left = places.find((each) => each.position !== position && (granted.get(each.position) ?? 0) > calledIn);
      return left === undefined ? undefined : { position: left.position, epoch: calledIn + 1 };
    }),
  },
  {
    // Every unit has the entry; only the acknowledgement is late.
    name: 'acknowledged-after-the-seal',
    scenario: 'sequencer-failover',
    system: { chainLength: 2, layoutServers: 1, managers: 1 },
    listen: acknowledged((places, position, calledIn) => {
      const place = places.find((each) => each.position === position);
      return place?.epochs.size === 1 && place.epochs.has(calledIn) ? { position, epoch: calledIn + 1 } : undefined;
    }),
  },
  {
    // Both learn the same layout, though only one of them proposed it.
    name: 'two-reconfigurers',
    scenario: 'duelling-reconfigurers',
    system: { layoutServers: 1, managers: 2, sequencers: 2 },
    listen: () => {
      const outbid = new Set<number>();
      const deciders = new Map<number, Set<number>>();
      return (fact) => {
        const claim = claimOf(fact);
        if (claim?.event === 'ballot-outranked') outbid.add(claim.epoch);
        if (claim?.event !== 'layout-decided') return undefined;
        const decided = deciders.get(claim.epoch) ?? new Set();
        deciders.set(claim.epoch, decided.add(fact.node));
        return outbid.has(claim.epoch) && decided.size > 1 ? { epoch: claim.epoch } : undefined;
      };
    },
  },
];
