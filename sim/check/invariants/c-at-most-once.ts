/**
 * C-AtMostOnce: what one append wrote is committed, that is stored on a whole chain, at no more than one position, and
 * acknowledged at no other. Payloads are unique per append, so a value names one, however often it was offered.
 */
import type { Value } from '../../model/history.ts';
import type { Invariant } from './invariant.ts';

interface Commit {
  readonly position: number;
  readonly step: number;
}

export const cAtMostOnce: Invariant = {
  name: 'C-AtMostOnce',
  watch(ledger) {
    const commits = new Map<Value, Commit>();
    return {
      stored(replica, content) {
        const { cell, contentStep, contentEpoch } = replica;
        if (contentStep !== ledger.at.step || content.kind === 'junk') return;
        const chain = cell.chainIn(contentEpoch);
        if (chain.length === 0) return;
        for (const each of chain) if (each.content !== content) return;
        const commit = commits.get(content.value);
        if (commit === undefined) commits.set(content.value, { position: cell.position, step: contentStep });
        else if (commit.position !== cell.position) {
          const message = `value ${content.value} is committed at position ${cell.position} and at position ${commit.position}`;
          ledger.violate('C-AtMostOnce', message, [commit.step], replica.unit.id);
        }
      },
      responded({ op, node, value }, { out, outPos }) {
        if (op !== 'append' || out !== 'ok' || outPos === undefined || value === undefined) return;
        const commit = commits.get(value);
        if (commit === undefined || commit.position === outPos) return;
        const message = `${ledger.nameOf(node)} was told that value ${value} is at position ${outPos}; it is committed at position ${commit.position}`;
        ledger.violate('C-AtMostOnce', message, [commit.step], node);
      },
    };
  },
};
