/** Every kind of fault, in the order in which `corfuzz list` prints them. */
import { clockDrift } from './clock-drift.ts';
import { clockJumpBack } from './clock-jump-back.ts';
import { clockJumpForward } from './clock-jump-forward.ts';
import { clockOffset } from './clock-offset.ts';
import { diskAppliedUnacknowledged } from './disk-applied-unacknowledged.ts';
import { diskBitRot } from './disk-bit-rot.ts';
import { diskFsyncFailure } from './disk-fsync-failure.ts';
import { diskFsyncLie } from './disk-fsync-lie.ts';
import { diskFull } from './disk-full.ts';
import { diskLatentError } from './disk-latent-error.ts';
import { diskMisdirectedRead } from './disk-misdirected-read.ts';
import { diskMisdirectedWrite } from './disk-misdirected-write.ts';
import { diskSlow } from './disk-slow.ts';
import { diskUnsyncedLost } from './disk-unsynced-lost.ts';
import type { FaultKind } from './fault-kind.ts';
import { flashBitErrors } from './flash-bit-errors.ts';
import { flashEraseFailure } from './flash-erase-failure.ts';
import { flashFactoryBadBlocks } from './flash-factory-bad-blocks.ts';
import { flashProgramFailure } from './flash-program-failure.ts';
import { flashRot } from './flash-rot.ts';
import { flashSlow } from './flash-slow.ts';
import { flashStaleRead } from './flash-stale-read.ts';
import { flashTornErase } from './flash-torn-erase.ts';
import { flashTornPage } from './flash-torn-page.ts';
import { flashUncorrectableRead } from './flash-uncorrectable-read.ts';
import { flashWearOut } from './flash-wear-out.ts';
import { networkClog } from './network-clog.ts';
import { networkCorrupt } from './network-corrupt.ts';
import { networkDelay } from './network-delay.ts';
import { networkDrop } from './network-drop.ts';
import { networkDuplicate } from './network-duplicate.ts';
import { networkIsolate } from './network-isolate.ts';
import { networkOneWay } from './network-one-way.ts';
import { networkPartition } from './network-partition.ts';
import { networkReorder } from './network-reorder.ts';
import { networkReset } from './network-reset.ts';
import { networkSlowLink } from './network-slow-link.ts';
import { networkSplitByRole } from './network-split-by-role.ts';
import { processCrashAtPersistence } from './process-crash-at-persistence.ts';
import { processCrashAtStep } from './process-crash-at-step.ts';
import { processCrash } from './process-crash.ts';
import { processDestroy } from './process-destroy.ts';
import { processLoseDevices } from './process-lose-devices.ts';
import { processPause } from './process-pause.ts';
import { processShutDown } from './process-shut-down.ts';
import { processSlow } from './process-slow.ts';
import { protocolAckLostAtTail } from './protocol-ack-lost-at-tail.ts';
import { protocolHoldAcrossSeal } from './protocol-hold-across-seal.ts';
import { protocolHoldWrite } from './protocol-hold-write.ts';
import { protocolLateDuplicate } from './protocol-late-duplicate.ts';
import { protocolPauseBetweenHops } from './protocol-pause-between-hops.ts';

export const faultKinds: readonly FaultKind[] = [
  networkDrop,
  networkDelay,
  networkReorder,
  networkDuplicate,
  networkCorrupt,
  networkSlowLink,
  networkClog,
  networkPartition,
  networkOneWay,
  networkIsolate,
  networkSplitByRole,
  networkReset,
  processCrash,
  processCrashAtPersistence,
  processCrashAtStep,
  processPause,
  processSlow,
  processShutDown,
  processLoseDevices,
  processDestroy,
  flashTornPage,
  flashTornErase,
  flashBitErrors,
  flashUncorrectableRead,
  flashRot,
  flashStaleRead,
  flashProgramFailure,
  flashEraseFailure,
  flashWearOut,
  flashFactoryBadBlocks,
  flashSlow,
  diskUnsyncedLost,
  diskAppliedUnacknowledged,
  diskFsyncFailure,
  diskFsyncLie,
  diskMisdirectedWrite,
  diskMisdirectedRead,
  diskLatentError,
  diskBitRot,
  diskFull,
  diskSlow,
  clockOffset,
  clockDrift,
  clockJumpForward,
  clockJumpBack,
  protocolPauseBetweenHops,
  protocolHoldWrite,
  protocolAckLostAtTail,
  protocolLateDuplicate,
  protocolHoldAcrossSeal,
];

const byName: ReadonlyMap<string, FaultKind> = new Map(faultKinds.map((each) => [each.kind, each]));

/** The kind spelled `name`, if there is one. */
export function faultKindNamed(name: string): FaultKind | undefined {
  return byName.get(name);
}

/** The kind spelled `name`, in a plan or scenario that has been validated. @throws RangeError for any other name. */
export function requireFaultKind(name: string): FaultKind {
  const kind = byName.get(name);
  if (kind === undefined) throw new RangeError(`there is no fault kind "${name}"`);
  return kind;
}
