/** Anchors of faults to single messages, and what can be done to the one that is named. */
import type { NodeId } from '../../src/ports/units.ts';
import type { LinkRule, SendListener, VirtualNetwork } from '../devices/network.ts';
import type { World } from '../systems/world.ts';
import { ALWAYS_PPM, ruleOf } from './link-rule.ts';

/**
 * Calls `act` once: with the `nth` datagram sent, from 1, that `matches`. It is not on its way yet, so that a rule or a
 * hold added by `act` is in force for it. Not once faults have stopped.
 */
export function onNthSent(
  { network, faults }: World,
  nth: number,
  matches: (from: NodeId, to: NodeId, datagram: object) => boolean,
  act: (from: NodeId, to: NodeId, datagram: object) => void,
): void {
  let seen = 0;
  const listener: SendListener = (from, to, _number, datagram) => {
    if (!matches(from, to, datagram)) return;
    seen += 1;
    if (seen < nth) return;
    network.offSent(listener);
    if (!faults.stopped) act(from, to, datagram);
  };
  network.onSent(listener);
}

/** Drops `target`, which is being sent, or delivers a second copy `delayMicros` after the first is sent. */
export function interfereOnce(
  network: VirtualNetwork,
  kind: string,
  target: object,
  effect: LinkRule['effect'],
  delayMicros: number,
): void {
  const rule = ruleOf({
    kind,
    applies: (_from, _to, _number, datagram) => {
      if (datagram !== target) return false;
      network.removeRule(rule);
      return true;
    },
    ratePpm: ALWAYS_PPM,
    effect,
    delayMicrosMin: delayMicros,
    delayMicrosMax: delayMicros,
  });
  network.addRule(rule);
}
