/** The fault kinds as scenarios name them: `faults.network.drop`, `faults.process.crash`, or `faults.survivable`. */
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
import type { FaultKind } from './fault-kind.ts';
import { faultKinds } from './registry.ts';

/** Names the kinds of one place, and forgets what parameters each has: scenarios only name them. */
function group<Name extends string>(kinds: Record<Name, FaultKind>): Readonly<Record<Name, FaultKind>> {
  return kinds;
}

export const faults = {
  network: group({
    drop: networkDrop,
    delay: networkDelay,
    reorder: networkReorder,
    duplicate: networkDuplicate,
    corrupt: networkCorrupt,
    slowLink: networkSlowLink,
    clog: networkClog,
    partition: networkPartition,
    oneWay: networkOneWay,
    isolate: networkIsolate,
    splitByRole: networkSplitByRole,
    reset: networkReset,
  }),
  process: group({
    crash: processCrash,
    crashAtPersistence: processCrashAtPersistence,
    crashAtStep: processCrashAtStep,
    pause: processPause,
    slow: processSlow,
    shutDown: processShutDown,
    loseDevices: processLoseDevices,
    destroy: processDestroy,
  }),
  flash: group({
    tornPage: flashTornPage,
    tornErase: flashTornErase,
    bitErrors: flashBitErrors,
    uncorrectableRead: flashUncorrectableRead,
    rot: flashRot,
    staleRead: flashStaleRead,
    programFailure: flashProgramFailure,
    eraseFailure: flashEraseFailure,
    wearOut: flashWearOut,
    factoryBadBlocks: flashFactoryBadBlocks,
    slow: flashSlow,
  }),
  disk: group({
    unsyncedLost: diskUnsyncedLost,
    appliedUnacknowledged: diskAppliedUnacknowledged,
    fsyncFailure: diskFsyncFailure,
    fsyncLie: diskFsyncLie,
    misdirectedWrite: diskMisdirectedWrite,
    misdirectedRead: diskMisdirectedRead,
    latentError: diskLatentError,
    bitRot: diskBitRot,
    full: diskFull,
    slow: diskSlow,
  }),
  clock: group({
    offset: clockOffset,
    drift: clockDrift,
    jumpForward: clockJumpForward,
    jumpBack: clockJumpBack,
  }),
  protocol: group({
    pauseBetweenHops: protocolPauseBetweenHops,
    holdWrite: protocolHoldWrite,
    ackLostAtTail: protocolAckLostAtTail,
    lateDuplicate: protocolLateDuplicate,
    holdAcrossSeal: protocolHoldAcrossSeal,
  }),
  /** Every kind that any log survives with the nodes it has. */
  survivable: faultKinds.filter(({ faultClass, needs }) => faultClass === 'in-place' && needs === undefined),
} as const;
