/**
 * Reads pages and tells what became of them. A read can fail once and succeed when repeated, and a device may return another
 * page than the one asked for or one from before the last erase; so whatever looks wrong is read again before it
 * is believed.
 */
import type { FlashPort, PageRead } from '../ports/flash.ts';
import { type LogRecord, RECORD_HEADER_BYTES, decodeHeader, decodeRecord } from '../log/record.ts';
import { type Completion, type PageDescriptor, completionOf, decodeOwn, decodeRepeated } from './page-descriptor.ts';

/** How often a page is read before its content is given up. */
export const READ_ATTEMPTS = 3;

/** The page's identity, for what that is still known. */
export type PageIdentity = Pick<PageDescriptor, 'position' | 'type'>;

/**
 * - `sound`: descriptor and record agree and their checksums hold. `weak`: all the same it should be moved soon.
 * - `rotten`: it was programmed completely and cannot be read any more.
 * - `void`: power was lost during the program, or the program or an erase failed; nothing was ever acknowledged in it.
 * - `erased`: never programmed.
 */
export type PageFinding =
  | { readonly state: 'sound'; readonly weak: boolean; readonly descriptor: PageDescriptor; readonly read: PageRead }
  | { readonly state: 'rotten'; readonly identity: PageIdentity | undefined; readonly read: PageRead }
  | { readonly state: 'void'; readonly torn: boolean }
  | { readonly state: 'erased' };

const erasedPage: PageFinding = { state: 'erased' };

/**
 * What is at `page`, of which nothing is known beforehand? One sound reading is enough. Short of that the reading counts that
 * takes most for granted: that there was a record, and whose, since to ignore it could lose an acknowledged one. The device
 * may have returned a torn page in place of a good one.
 */
export async function findPage(flash: FlashPort, page: number): Promise<PageFinding> {
  let best: PageFinding | undefined;
  let last: PageRead | undefined;
  for (let attempt = 1; attempt <= READ_ATTEMPTS; attempt += 1) {
    const read = await flash.read(page);
    last = read;
    const finding = classify(flash, page, read);
    if (finding === 'another page') continue;
    if (finding.state === 'sound' || finding.state === 'erased') return finding;
    if (best === undefined || saysMore(finding, best)) best = finding;
  }
  return best ?? { state: 'rotten', identity: undefined, read: last as PageRead };
}

function saysMore(finding: PageFinding, than: PageFinding): boolean {
  if (finding.state !== 'rotten') return false;
  return than.state !== 'rotten' || (than.identity === undefined && finding.identity !== undefined);
}

function classify(flash: FlashPort, page: number, read: PageRead): PageFinding | 'another page' {
  if (read.status === 'erased') return erasedPage;
  const { bytes, offset } = read;
  const spare = offset + flash.geometry.pageBytes;
  const completion = completionOf(bytes, spare);
  const record = decodeRecord(bytes, offset, spare);
  const isIncomplete = completion === 'torn' || completion === 'noise';
  if (isIncomplete && typeof record === 'string') return { state: 'void', torn: completion === 'torn' };
  const descriptor = decodeOwn(bytes, spare) ?? decodeRepeated(bytes, spare, offset + RECORD_HEADER_BYTES, spare);
  if (descriptor !== undefined && descriptor.page !== page) return 'another page';
  if (descriptor !== undefined && typeof record !== 'string' && agree(record, descriptor)) {
    return { state: 'sound', weak: isWeak(read, completion), descriptor, read };
  }
  if (isIncomplete) return { state: 'void', torn: completion === 'torn' };
  return { state: 'rotten', identity: descriptor ?? identityInHeader(read, spare), read };
}

function agree(record: LogRecord, descriptor: PageDescriptor): boolean {
  return record.position === descriptor.position && record.type === descriptor.type;
}

/** A page that power loss nearly left unfinished, or that the ECC has given up, is sound today and may not be tomorrow. */
function isWeak(read: PageRead, completion: Completion): boolean {
  return completion !== 'complete' || read.status === 'uncorrectable';
}

function identityInHeader(read: PageRead, spare: number): PageIdentity | undefined {
  const header = decodeHeader(read.bytes, read.offset, spare);
  return header === 'corrupt' ? undefined : header;
}
