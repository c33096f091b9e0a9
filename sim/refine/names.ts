/** What the property and its violations are called, for those who know runs only by their results. */
export const specsProperty = 'refines.specs';

/** Of a run that departs from a spec. */
export function departureFrom(module: string): string {
  return `spec.${module}`;
}
