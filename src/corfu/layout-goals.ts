/**
 * What the operator wants of the layout, beyond that nothing in it be gone. Goals and not deeds: each says how the layout is to be,
 * so that any manager may work on it, any number of times, and whoever dies over it leaves it to the next. When the layout is so,
 * there is nothing to do. All managers are told the same, say by a file that is rolled out to them.
 */
import type { NodeId } from '../ports/units.ts';

export interface LayoutGoals {
  /** Units of each open chain. One that has lost a unit for want of a spare gets another as soon as there is one. */
  readonly chainLength: number;
  /** Stripes of the open segment, at least. */
  readonly stripes: number;
  /** Whether segments in which everything was trimmed are to go. */
  readonly dropsTrimmed: boolean;
  /** Layout servers that are to vote no more. */
  readonly retiredLayoutServers: readonly NodeId[];
}
