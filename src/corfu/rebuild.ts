/**
 * Rebuild: fills a unit that took the place of a lost one with what its chain holds below the point where it came in. It copies in
 * the background, while the log goes on, until nothing is missing; then the last look is taken under a seal, and the unit
 * joins the chains of the closed segments.
 *
 * What may go wrong. A position that only the head holds must be completed before it is copied, or the copy would hold what its
 * chain may still lose. Trims must be copied too, and the last of them under the seal: a trimmed position without its tombstone
 * would come to life again on the copy (U-NoResurrect). What is written after the last look but before the seal would be missing;
 * that is why there is one under the seal, and if it finds something, the unit does not join yet.
 */
import { type Epoch, type LogPosition, logPosition } from '../log/position.ts';
import type { NodeId } from '../ports/units.ts';
import type { RpcEndpoint } from '../rpc/endpoint.ts';
import type { ChainClient } from './chain-client.ts';
import { copyRequest } from './chain-client.ts';
import { joinChains, type Share, sharesOf, unchanged } from './layout-changes.ts';
import type { LayoutSource } from './layout-source.ts';
import type { Layout } from './layout.ts';
import type { Patience } from './patience.ts';
import type { Reconfigured, Reconfigurer } from './reconfiguration.ts';
import type { KnownReply, KnownReport, UnitReply, UnitRequest } from './unit-messages.ts';

/** Positions asked about at a time. */
const CHUNK = 256;

/** What one unit holds and the other lacks, of a stretch of positions. */
interface Difference {
  readonly written: readonly LogPosition[];
  readonly trimmed: readonly LogPosition[];
  readonly upTo: LogPosition;
}

export class Rebuilder {
  protected readonly rpc: RpcEndpoint;
  protected readonly chains: ChainClient;
  protected readonly layouts: LayoutSource;
  protected readonly patience: Patience;
  readonly #reconfigurer: Reconfigurer;

  constructor(
    rpc: RpcEndpoint,
    chains: ChainClient,
    layouts: LayoutSource,
    reconfigurer: Reconfigurer,
    patience: Patience,
  ) {
    this.rpc = rpc;
    this.chains = chains;
    this.layouts = layouts;
    this.patience = patience;
    this.#reconfigurer = reconfigurer;
  }

  /** Copies everything to `unit` and lets it join; `unknown` when our patience did not suffice, and nothing is lost by that. */
  async rebuild(unit: NodeId): Promise<Reconfigured> {
    for (let attempt = 0; attempt < this.patience.attemptsMax; attempt += 1) {
      await this.layouts.refresh();
      if (!(await this.copy(this.layouts.current(), unit))) continue;
      const joined = await this.#reconfigurer.reconfigure({
        isNeeded: (layout) => sharesOf(layout, unit).length > 0,
        sequencers: [],
        spares: [],
        change: async (before, report) => {
          const complete = await this.isComplete(before, report.epoch, unit);
          return (complete ? joinChains(unit) : unchanged)(before, report);
        },
      });
      if (joined.status !== 'unknown') return joined;
    }
    return { status: 'unknown' };
  }

  /** Copies what is missing now. False: somebody did not answer, or knows of a newer layout. */
  async copy(layout: Layout, unit: NodeId): Promise<boolean> {
    for (const share of sharesOf(layout, unit)) {
      for (let from = share.start; from < share.end; from = logPosition(from + CHUNK)) {
        const missing = await this.difference(layout.epoch, share, unit, from);
        if (missing === undefined || !(await this.copyTrims(layout.epoch, unit, missing))) return false;
        for (const position of missing.written) {
          if (!(await this.copyPosition(layout, unit, position))) return false;
        }
      }
    }
    return true;
  }

  /** The last look, under the seal: from now on nothing of the epoch before is written or trimmed any more. */
  protected async isComplete(before: Layout, epoch: Epoch, unit: NodeId): Promise<boolean> {
    for (const share of sharesOf(before, unit)) {
      for (let from = share.start; from < share.end; from = logPosition(from + CHUNK)) {
        const missing = await this.difference(epoch, share, unit, from);
        if (missing === undefined || missing.written.length > 0) return false;
        if (!(await this.copyTrims(epoch, unit, missing))) return false;
      }
    }
    return true;
  }

  /**
   * What the head holds and `unit` does not, in a chunk of a share. The head has what anybody in its chain has. Where it cannot
   * tell what it held, every position of the chunk counts as written: whoever copies it finds out.
   */
  protected async difference(
    epoch: Epoch,
    share: Share,
    unit: NodeId,
    from: LogPosition,
  ): Promise<Difference | undefined> {
    const to = logPosition(Math.min(from + CHUNK, share.end));
    const request = { kind: 'unit/known', epoch, from, to } as const;
    const { timeout } = this.patience;
    const [source, target] = await Promise.all([
      this.rpc.call<KnownReply>(share.chain[0] as NodeId, request, timeout),
      this.rpc.call<KnownReply>(unit, request, timeout),
    ]);
    if (source === 'timeout' || target === 'timeout' || target.status !== 'ok') return undefined;
    if (source.status !== 'ok' && source.status !== 'corrupt') return undefined;
    const known = source.status === 'ok' ? source : everything(source.epoch, source.incarnation, from, to);
    return differenceOf(known, target, share);
  }

  /** Trimmed is a value like any other, and goes before data: a position may be trimmed here and still written there. */
  protected async copyTrims(epoch: Epoch, unit: NodeId, { trimmed, upTo }: Difference): Promise<boolean> {
    if (upTo > 0 && !(await this.#done(unit, { kind: 'unit/prefix-trim', epoch, upTo }))) return false;
    for (const position of trimmed) {
      if (!(await this.#done(unit, { kind: 'unit/trim', epoch, position }))) return false;
    }
    return true;
  }

  /** Completes the position on its own chain, then copies what it holds, with the identity of who wrote it. */
  protected async copyPosition(layout: Layout, unit: NodeId, position: LogPosition): Promise<boolean> {
    const decided = await this.chains.recover(layout, position);
    if (decided.status === 'unwritten') return true;
    if (decided.status === 'unknown') return false;
    return this.#done(unit, copyRequest(layout, position, decided));
  }

  async #done(unit: NodeId, request: UnitRequest): Promise<boolean> {
    const reply = await this.rpc.call<UnitReply>(unit, request, this.patience.timeout);
    // What is there already came from the same chain, and so is the same.
    return (
      reply !== 'timeout' && (reply.status === 'ok' || reply.status === 'overwritten' || reply.status === 'trimmed')
    );
  }
}

function everything(epoch: number, incarnation: number, from: LogPosition, to: LogPosition): KnownReport {
  const written = Array.from({ length: to - from }, (_unused, offset) => from + offset);
  return { status: 'ok', epoch, incarnation, written, trimmed: [], upTo: logPosition(0) };
}

function differenceOf(source: KnownReport, target: KnownReport, { first, every }: Share): Difference {
  const has = new Set([...target.written, ...target.trimmed]);
  const gone = new Set(target.trimmed);
  const isOfChain = (position: number): boolean => position >= first && (position - first) % every === 0;
  const lacks = (position: number, held: ReadonlySet<number>): boolean =>
    isOfChain(position) && position >= target.upTo && !held.has(position);
  return {
    written: source.written.filter((position) => position >= source.upTo && lacks(position, has)).map(logPosition),
    trimmed: source.trimmed.filter((position) => lacks(position, gone)).map(logPosition),
    upTo: source.upTo > target.upTo ? source.upTo : logPosition(0),
  };
}
