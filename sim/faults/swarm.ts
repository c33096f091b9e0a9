/**
 * Swarm testing: every seed gets a random subset of the fault kinds, with random weights. A run under all kinds at once
 * hides the bugs that need one kind to be absent, since crashes, say, keep long chains of messages from ever forming
 * (Groce et al., "Swarm Testing", ISSTA 2012).
 */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { Generator } from '../kernel/keyed-generator.ts';
import type { CorfuPlan, PlannedFault } from '../model/plan.ts';
import { allRoles, type Topology } from '../systems/topology.ts';
import { type Permits, permitted, withinPromise } from './atlas.ts';
import type { FaultKind } from './fault-kind.ts';
import { requireFaultKind } from './registry.ts';

const WEIGHT_MAX = 8;

/** More nodes of each role than a plan has, and longer than a run lasts. */
const WIDEST_TOPOLOGY: Topology = {
  roles: Array.from({ length: 16 }, () => allRoles).flat(),
};
const HORIZON_MICROS_MAX = 3_600_000_000;

const NO_FAULT: PlannedFault = { kind: 'none' };

/** What the faults of a plan are drawn for. */
export interface FaultDraw {
  readonly allowed: readonly FaultKind[];
  readonly topology: Topology;
  readonly system: CorfuPlan;
  /** The expected length of the run. */
  readonly horizonMicros: number;
  /** How many faults are drawn, before the atlas takes out what would be too much. */
  readonly count: number;
  readonly permits: Permits;
}

/**
 * Draws the faults of one plan: each kind takes part with probability 1/2, at least one does. `generator` is not
 * altered; the same state gives the same faults.
 */
export function drawFaults(draw: FaultDraw, generator: Generator): readonly PlannedFault[] {
  const { topology, horizonMicros } = draw;
  const random = new fc.Random(generator);
  const kinds = subset(
    draw.allowed.filter((kind) => permitted(kind, draw.permits)),
    random,
  );
  if (kinds.length === 0) return [];
  const weighted = kinds.map((kind) => ({
    arbitrary: kind.arbitrary(topology, horizonMicros),
    weight: random.nextInt(1, WEIGHT_MAX),
  }));
  const oneFault = fc.oneof(...weighted);
  const faults = Array.from({ length: draw.count }, () => oneFault.generate(random, undefined).value);
  return withinPromise(faults, draw.system, draw.permits);
}

/**
 * What `faults` can shrink to: fewer, and each one simpler within its kind. Their bounds here are wider than those they
 * were drawn within, since a plan that shrinks keeps its faults while it gets fewer nodes and a shorter run. A fault
 * that was written by hand and lies beyond these bounds too stays as it is, or goes.
 */
export function faultsLike(faults: readonly PlannedFault[]): Arbitrary<PlannedFault[]> {
  const kinds = [...new Set(faults.map((fault) => fault.kind))];
  const within = kinds.map((kind) => requireFaultKind(kind).arbitrary(WIDEST_TOPOLOGY, HORIZON_MICROS_MAX));
  const beyond = faults.filter((fault) => !within.some((arbitrary) => arbitrary.canShrinkWithoutContext(fault)));
  const one: Arbitrary<PlannedFault>[] = [...within, ...beyond.map((fault) => fc.constant(fault))];
  // An empty list of choices is no arbitrary, but the empty list of faults is what a plan without any shrinks to.
  return one.length === 0 ? fc.array(fc.constant(NO_FAULT), { maxLength: 0 }) : fc.array(fc.oneof(...one));
}

function subset(kinds: readonly FaultKind[], random: fc.Random): readonly FaultKind[] {
  const chosen = kinds.filter(() => random.nextInt(0, 1) === 1);
  if (chosen.length > 0 || kinds.length === 0) return chosen;
  return [kinds[random.nextInt(0, kinds.length - 1)] as FaultKind];
}
