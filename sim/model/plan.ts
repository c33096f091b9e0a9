/**
 * A plan: everything random decided up front. Plain data, JSON, shrinkable and editable. The same plan gives the same run,
 * byte for byte; the generators may change without touching plans that were saved.
 */

/** Parameters are flat numbers and strings, all with the unit in their name. Nodes are named by role and index. */
export interface PlannedFault {
  readonly kind: string;
  readonly [parameter: string]: number | string;
}
