/**
 * Keyed randomness: a stateless mix of (seed, number, purpose), so that the decision for one message, page or operation never
 * depends on how many were drawn before it. Removing one moves no other, and a plan can override exactly one.
 *
 * The mixer is two rounds of multiply and xorshift on 32 bits (the finaliser of MurmurHash3 with the constants of
 * "lowbias32"). It is tested for uniformity and for independence between neighbouring seeds, numbers and purposes.
 */
export function mix(seed: number, number: number, purpose: number): number {
  let h = seed ^ Math.imul(number + 0x7f4a7c15, 0x9e3779b1) ^ Math.imul(purpose + 1, 0x85ebca6b);
  h ^= h >>> 16;
  h = Math.imul(h, 0x7feb352d);
  h ^= h >>> 15;
  h = Math.imul(h, 0x846ca68b);
  h ^= h >>> 16;
  h = Math.imul(h + 0x9e3779b1, 0x21f0aaad);
  h ^= h >>> 15;
  h = Math.imul(h, 0x735a2d97);
  h ^= h >>> 15;
  return h >>> 0;
}

/** A uniform integer in [0, bound): multiply and shift, exact in doubles for any bound up to 2^21. */
export function below(draw: number, bound: number): number {
  return Math.floor((draw * bound) / 0x1_0000_0000);
}

/** True for `partsPerMillion` of all draws. */
export function happens(draw: number, partsPerMillion: number): boolean {
  return draw * 1_000_000 < partsPerMillion * 0x1_0000_0000;
}

/** 32 bits of a string's content, for seeds of labelled streams. FNV-1a, then mixed. */
export function hashString(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h, text.length, 0);
}

/** Folds a seed of up to 53 bits and a label to the 32-bit seed of one device, link or stream. */
export function seedOf(seed: number, label: string): number {
  return mix(mix(seed >>> 0, Math.floor(seed / 0x1_0000_0000), 1), hashString(label), 2);
}
