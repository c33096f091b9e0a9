/**
 * The scan of the whole device at a start: which blocks are in use and how far, and what each programmed page holds. Nothing
 * else remembers where records are. Three things must not be confused here, since each means something else for the
 * address: a page that power loss tore (nobody was told of it), one that rotted (somebody may have been), and a page
 * that the device returned in place of another.
 */
import type { FlashPort } from '../ports/flash.ts';
import { type PageFinding, type PageIdentity, READ_ATTEMPTS, findPage } from './page-check.ts';
import { type PageDescriptor, decodePrevious } from './page-descriptor.ts';

export interface ScannedBlock {
  readonly block: number;
  /** Pages programmed, in whatever state, counted from the first. */
  readonly used: number;
  /** The sequence of page 0 of the block, NaN if no page of it is sound. */
  readonly firstSequence: number;
  readonly erases: number;
}

export interface ScannedPage {
  readonly page: number;
  /** NaN if unknown. */
  readonly sequence: number;
  /** `undefined`: all three copies of the descriptor are gone. */
  readonly identity: PageIdentity | undefined;
  readonly sound: boolean;
  /** Sound, but to be moved before it is too late. */
  readonly weak: boolean;
}

export interface DeviceScan {
  /** The good blocks, in their order. */
  readonly blocks: readonly ScannedBlock[];
  /** The programmed pages that are sound or rotten. */
  readonly pages: readonly ScannedPage[];
  readonly tornPages: readonly number[];
  /** The page appended last, as far as it can be known: the next one will name it. */
  readonly last: PageDescriptor | undefined;
}

export async function scanDevice(flash: FlashPort): Promise<DeviceScan> {
  const { blocks: blockCount, pagesPerBlock } = flash.geometry;
  const blocks: ScannedBlock[] = [];
  const findings = new Map<number, PageFinding>();
  for (let block = 0; block < blockCount; block += 1) {
    if (flash.factoryBadBlocks.includes(block)) continue;
    blocks.push(await scanBlock(flash, block, findings));
  }
  const named = namesGivenBySuccessors(flash, findings);
  const pages: ScannedPage[] = [];
  const tornPages: number[] = [];
  let last: PageDescriptor | undefined;
  const firstSequences = new Map(blocks.map(({ block, firstSequence }) => [block, firstSequence]));
  for (const [page, finding] of findings) {
    if (finding.state === 'void' && finding.torn) tornPages.push(page);
    if (finding.state !== 'sound' && finding.state !== 'rotten') continue;
    const first = firstSequences.get(Math.floor(page / pagesPerBlock)) ?? Number.NaN;
    const sequence = first + (page % pagesPerBlock);
    if (finding.state === 'sound') {
      const { descriptor, weak } = finding;
      pages.push({ page, sequence, identity: descriptor, sound: true, weak });
      if (last === undefined || descriptor.sequence > last.sequence) last = descriptor;
    } else {
      const name = named.get(page);
      const identity = finding.identity ?? (name?.sequence === sequence ? name : undefined);
      pages.push({ page, sequence, identity, sound: false, weak: false });
    }
  }
  return { blocks, pages, tornPages, last };
}

async function scanBlock(flash: FlashPort, block: number, findings: Map<number, PageFinding>): Promise<ScannedBlock> {
  const { pagesPerBlock } = flash.geometry;
  const start = block * pagesPerBlock;
  let used = 0;
  for (; used < pagesPerBlock; used += 1) {
    const finding = await findPage(flash, start + used);
    if (finding.state === 'erased') break;
    findings.set(start + used, finding);
  }
  let { firstSequence, soundCount } = sequenceOf(findings, start, used);
  // The generation of a block is what most of its pages say. A single page has no neighbour to confirm it: ask it again.
  if (soundCount === 1) {
    for (let index = 0; index < used; index += 1) await findAgain(flash, start + index, findings);
    ({ firstSequence, soundCount } = sequenceOf(findings, start, used));
  }
  let erases = 0;
  for (let index = 0; index < used; index += 1) {
    const finding = await findCurrent(flash, start + index, firstSequence + index, findings);
    if (finding.state === 'sound') erases = finding.descriptor.erases;
  }
  return { block, used, firstSequence, erases };
}

/** A page from before the last erase has a lower sequence than the present ones: the highest is the truth. */
function sequenceOf(
  findings: ReadonlyMap<number, PageFinding>,
  start: number,
  used: number,
): { firstSequence: number; soundCount: number } {
  let firstSequence = Number.NaN;
  let soundCount = 0;
  for (let index = 0; index < used; index += 1) {
    const finding = findings.get(start + index);
    if (finding?.state !== 'sound') continue;
    soundCount += 1;
    const first = finding.descriptor.sequence - index;
    if (!(first <= firstSequence)) firstSequence = first;
  }
  return { firstSequence, soundCount };
}

async function findAgain(flash: FlashPort, page: number, findings: Map<number, PageFinding>): Promise<void> {
  const before = findings.get(page);
  if (before?.state !== 'sound') return;
  const now = await findPage(flash, page);
  if (now.state === 'sound' && now.descriptor.sequence > before.descriptor.sequence) findings.set(page, now);
}

/** The page of the block's present generation; what stays from an older one after rereading counts as rotten. */
async function findCurrent(
  flash: FlashPort,
  page: number,
  sequence: number,
  findings: Map<number, PageFinding>,
): Promise<PageFinding> {
  let finding = findings.get(page) as PageFinding;
  for (let attempt = 1; finding.state === 'sound' && finding.descriptor.sequence !== sequence; attempt += 1) {
    finding =
      attempt < READ_ATTEMPTS
        ? await findPage(flash, page)
        : { state: 'rotten', identity: undefined, read: finding.read };
  }
  findings.set(page, finding);
  return finding;
}

/** What pages say about those appended before them, by page; the latest statement about a page counts. */
function namesGivenBySuccessors(
  flash: FlashPort,
  findings: ReadonlyMap<number, PageFinding>,
): ReadonlyMap<number, PageDescriptor> {
  const named = new Map<number, PageDescriptor>();
  if (!needsNames(findings)) return named;
  for (const finding of findings.values()) {
    if (finding.state !== 'sound' && finding.state !== 'rotten') continue;
    const { bytes, offset } = finding.read;
    const previous = decodePrevious(bytes, offset + flash.geometry.pageBytes);
    if (previous === undefined) continue;
    const known = named.get(previous.page);
    if (known === undefined || known.sequence < previous.sequence) named.set(previous.page, previous);
  }
  return named;
}

function needsNames(findings: ReadonlyMap<number, PageFinding>): boolean {
  for (const finding of findings.values()) {
    if (finding.state === 'rotten' && finding.identity === undefined) return true;
  }
  return false;
}
