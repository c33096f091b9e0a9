/**
 * Every invariant of units, chains, sequencer and layouts, fed from one ledger. Where several are broken by one event, the first of
 * this list is what a report leads with: the most specific, then the rest.
 */
import type { Property } from '../../model/property.ts';
import { cAckRead } from './c-ack-read.ts';
import { cAtMostOnce } from './c-at-most-once.ts';
import { cFillAdopts } from './c-fill-adopts.ts';
import { cJunkNotAck } from './c-junk-not-ack.ts';
import { cNoLostAck } from './c-no-lost-ack.ts';
import { cPrefixOfChain } from './c-prefix-of-chain.ts';
import { cReadStable } from './c-read-stable.ts';
import { cSingleValue } from './c-single-value.ts';
import { eNoReadPastExpiry } from './e-no-read-past-expiry.ts';
import { eWaitOutBeforeInstall } from './e-wait-out-before-install.ts';
import type { Invariant } from './invariant.ts';
import { Ledger } from './ledger.ts';
import { oOrderedExactlyOnceApply } from './o-ordered-exactly-once-apply.ts';
import { sBackpointerSound } from './s-backpointer-sound.ts';
import { sStreamComplete } from './s-stream-complete.ts';
import { sTailAboveAcked } from './s-tail-above-acked.ts';
import { sTokenUnique } from './s-token-unique.ts';
import { uAckDurable } from './u-ack-durable.ts';
import { uChecksumGate } from './u-checksum-gate.ts';
import { uHwmCovers } from './u-hwm-covers.ts';
import { uNoFalseUnwritten } from './u-no-false-unwritten.ts';
import { uNoResurrect } from './u-no-resurrect.ts';
import { uNoStaleEpochEffect } from './u-no-stale-epoch-effect.ts';
import { uSealDurable } from './u-seal-durable.ts';
import { uSealMonotone } from './u-seal-monotone.ts';
import { uTrimMonotone } from './u-trim-monotone.ts';
import { uWriteOnce } from './u-write-once.ts';
import { yAckedInSurvivors } from './y-acked-in-survivors.ts';
import { yOneLayoutPerEpoch } from './y-one-layout-per-epoch.ts';
import { yRetainedSealed } from './y-retained-sealed.ts';
import { ySealBeforeInstall } from './y-seal-before-install.ts';
import { ySegmentsPartition } from './y-segments-partition.ts';

const all: readonly Invariant[] = [
  uNoResurrect,
  uTrimMonotone,
  uNoStaleEpochEffect,
  uChecksumGate,
  uNoFalseUnwritten,
  uWriteOnce,
  uAckDurable,
  uSealMonotone,
  uSealDurable,
  uHwmCovers,
  cAtMostOnce,
  cSingleValue,
  cPrefixOfChain,
  cFillAdopts,
  cJunkNotAck,
  cReadStable,
  cAckRead,
  cNoLostAck,
  sTokenUnique,
  sTailAboveAcked,
  sBackpointerSound,
  sStreamComplete,
  oOrderedExactlyOnceApply,
  yOneLayoutPerEpoch,
  ySegmentsPartition,
  ySealBeforeInstall,
  yRetainedSealed,
  yAckedInSurvivors,
  eWaitOutBeforeInstall,
  eNoReadPastExpiry,
];

export const invariantNames: readonly string[] = all.map(({ name }) => name);

/** Makes every invariant listen to `ledger`. */
export function attachInvariants(ledger: Ledger): void {
  for (const invariant of all) ledger.attach(invariant.watch(ledger));
}

/** All of them as one property with one observer; each violation carries the name of its invariant. */
export const invariants: Property = {
  name: 'invariants',
  watch(view) {
    const ledger = view.shared(Ledger);
    attachInvariants(ledger);
    return ledger;
  },
};
