/**
 * Recovery: from what the scan found on flash and the marks of the durable cell to the map of addresses. The rules, per position:
 *
 * - Below the prefix trim mark, and where the tombstone was folded off flash, nothing counts.
 * - A tombstone beats every record: no trimmed position becomes readable again (U-NoResurrect), wherever an old copy lies.
 * - A sound record beats the remains of one, older or newer. A position is decided once, so every copy that its checksum
 *   vouches for is the decided entry, and a copy that the collector left behind rescues one that rotted.
 * - The remains of a record keep the position taken: it answers CORRUPT and never UNWRITTEN (U-NoFalseUnwritten).
 * - Remains that do not even say whose they were make every unknown position suspect, as far up as a record can have been.
 *   The durable position limit, raised in strides before the first write beyond it, says how far that is.
 */
import type { RecordType } from '../log/record.ts';
import type { AddressMap } from './address-map.ts';
import type { PageLog } from './page-log.ts';
import type { DeviceScan, ScannedPage } from './page-scan.ts';

export interface Mounted {
  readonly tombstoneCount: number;
  /** Addresses whose record is destroyed. */
  readonly corruptCount: number;
  /** A destroyed record may have been anybody's. */
  readonly isSuspect: boolean;
}

interface Candidate {
  readonly found: ScannedPage;
  readonly type: RecordType;
  readonly rank: number;
}

/** Fills `addresses`, which knows already what is gone, and declares the pages in it live. */
export function mountPages(scan: DeviceScan, logStart: number, addresses: AddressMap, log: PageLog): Mounted {
  const best = new Map<number, Candidate>();
  let isSuspect = false;
  for (const found of scan.pages) {
    if (found.sequence < logStart) continue;
    if (found.identity === undefined) {
      isSuspect = true;
      continue;
    }
    const { type, position } = found.identity;
    if (type === 'anchor') continue;
    addresses.cover(position);
    if (addresses.isGone(position)) continue;
    const candidate = { found, type, rank: rankOf(type, found.sound) };
    const rival = best.get(position);
    if (rival === undefined || beats(candidate, rival)) best.set(position, candidate);
  }
  let tombstoneCount = 0;
  let corruptCount = 0;
  for (const [position, { found, type, rank }] of best) {
    addresses.put(position, found.page);
    log.adopt(found.page, type, position, found.weak);
    if (type === 'trim') tombstoneCount += 1;
    if (rank === 0) corruptCount += 1;
  }
  return { tombstoneCount, corruptCount, isSuspect };
}

/** A tombstone is all in its descriptor, and counts even when its page is rotten. */
function rankOf(type: RecordType, sound: boolean): number {
  if (type === 'trim') return 2;
  return sound && type !== 'lost' ? 1 : 0;
}

function beats(candidate: Candidate, rival: Candidate): boolean {
  if (candidate.rank !== rival.rank) return candidate.rank > rival.rank;
  return candidate.found.sequence > rival.found.sequence;
}
