/**
 * Rare but legal behaviour, asked for by the code that knows where it hurts (FoundationDB's BUGGIFY). Always false
 * outside a simulation. `site` names the place; a run enables a site or not, then fires it now and then.
 */
export interface BuggifyPort {
  (site: string): boolean;
}
