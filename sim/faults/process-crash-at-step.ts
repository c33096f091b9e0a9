/**
 * Kills whoever takes a step of a reconfiguration, at the instant when its n-th message of that step leaves: a manager anywhere
 * from the reading of the layout to the start of the sequencer, with what it told some servers still to be told to the others, or a
 * layout server that has just voted. The message itself goes its way.
 *
 * Bounds: one process, once, down for at most half of the run. Heals: by the restart, and by whoever takes over what was begun.
 * Noticed by the servers that are left sealed, or asked to vote and told nothing.
 */
import * as fc from 'fast-check';
import type { ReplyDatagram, RequestDatagram } from '../../src/rpc/endpoint.ts';
import type { PlannedFault } from '../model/plan.ts';
import { onNthSent } from './anchor.ts';
import type { FaultKind } from './fault-kind.ts';
import { faultOf, nthField, span } from './parameters.ts';

/** In the order in which they are taken; `copy` is the rebuilder's. */
const steps = [
  'read-layout',
  'seal',
  'wipe',
  'prepare',
  'promise',
  'accept',
  'vote',
  'announce',
  'start-sequencer',
  'copy',
] as const;

type Step = (typeof steps)[number];

interface CrashAtStep extends PlannedFault {
  readonly kind: 'process.crash-at-step';
  readonly step: Step;
  /** Which message of the step, from 1, whoever sends it. */
  readonly nthSent: number;
  readonly downMicros: number;
}

/** The requests of managers that make a step, by kind, and the replies of layout servers, by status. */
const stepsByMessage: ReadonlyMap<string, Step> = new Map([
  ['layout/get', 'read-layout'],
  ['layout/seal', 'seal'],
  ['sequencer/seal', 'seal'],
  ['unit/seal', 'seal'],
  ['unit/reset', 'wipe'],
  ['layout/prepare', 'prepare'],
  ['promised', 'promise'],
  ['layout/accept', 'accept'],
  ['accepted', 'vote'],
  ['layout/commit', 'announce'],
  ['sequencer/bootstrap', 'start-sequencer'],
  ['unit/known', 'copy'],
]);

export const processCrashAtStep: FaultKind<CrashAtStep> = {
  kind: 'process.crash-at-step',
  place: 'process',
  faultClass: 'in-place',
  damagesCopies: false,
  needs: 'manager',
  summary: 'kills a manager or a layout server at a step of a reconfiguration',
  heals: 'by the restart, after downMicros; anybody may go on with what was begun',
  noticedBy: 'crashed and started facts; an epoch that is sealed and not followed by another',
  arbitrary: (_topology, horizonMicros) =>
    faultOf<CrashAtStep>('process.crash-at-step', {
      step: fc.constantFrom(...steps),
      nthSent: nthField(horizonMicros, MESSAGE_EVERY_MICROS),
      downMicros: fc.integer({ min: 1, max: span(horizonMicros) }),
    }),
  install: (fault, world) => {
    const { kernel, topology } = world;
    const takesStep = (from: number, _to: number, datagram: object): boolean =>
      topology.roles[from] !== 'client' && stepsByMessage.get(messageOf(datagram)) === fault.step;
    onNthSent(world, fault.nthSent, takesStep, (from) => {
      const detail = `${fault.step}, message ${fault.nthSent}, down for ${fault.downMicros} us`;
      kernel.tell({ fact: 'fault', node: from, kind: fault.kind, detail });
      world.node(from).crash(fault.downMicros);
    });
  },
};

/** A guess, as {@link nthField} says. */
const MESSAGE_EVERY_MICROS = 10_000;

/** The kind of a request, or the status of a reply. */
function messageOf(datagram: object): string {
  const { is, body } = datagram as RequestDatagram | ReplyDatagram;
  const { kind = '', status = '' } = body as { readonly kind?: string; readonly status?: string };
  return is === 'request' ? kind : status;
}
