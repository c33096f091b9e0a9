/** Rules of the network that are in force during a window. */
import type { LinkRule } from '../devices/network.ts';
import { hashString } from '../kernel/mix.ts';
import type { World } from '../systems/world.ts';
import { during } from './during.ts';
import type { Window } from './parameters.ts';

/** What happens to all datagrams. */
export const ALWAYS_PPM = 1_000_000;

/** A rule keyed by its kind: whether it hits a message does not depend on which other faults the plan has. */
export function ruleOf(rule: Omit<LinkRule, 'seed'>): LinkRule {
  return { ...rule, seed: hashString(rule.kind) };
}

export function ruleDuring(world: World, window: Window, unkeyed: Omit<LinkRule, 'seed'>): void {
  const rule = ruleOf(unkeyed);
  during(
    world,
    window,
    () => world.network.addRule(rule),
    () => world.network.removeRule(rule),
  );
}

/** Nothing that `crosses` arrives. */
export function cutDuring(world: World, window: Window, kind: string, crosses: LinkRule['applies']): void {
  const noDelay = { delayMicrosMin: 0, delayMicrosMax: 0 };
  ruleDuring(world, window, { kind, applies: crosses, ratePpm: ALWAYS_PPM, effect: 'drop', ...noDelay });
}
