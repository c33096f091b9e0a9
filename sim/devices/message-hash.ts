/** A hash of a message's whole content, byte arrays included: paranoid runs compare it at send and at delivery. */
import { hashString, mix } from '../kernel/mix.ts';

export function contentHash(value: unknown): number {
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? mix(value, 0, 31) : hashString(String(value));
  if (typeof value === 'string') return hashString(value);
  if (value instanceof Uint8Array) {
    let h = value.length;
    for (let i = 0; i < value.length; i += 1) h = Math.imul(h ^ (value[i] as number), 0x01000193);
    return mix(h, value.length, 32);
  }
  if (typeof value !== 'object' || value === null) return hashString(String(value));
  let h = 0;
  const fields = value as Record<string, unknown>;
  for (const name in fields) h = mix(h ^ hashString(name), contentHash(fields[name]), 33);
  return h;
}
