import type { Answer } from './watcher.ts';

/**
 * Does the unit treat the position as one that is not trimmed? A destroyed record (`corrupt`) is none of both. Behind the head
 * a request that comes with a route also passes a unit that has trimmed the position, so passing says nothing there.
 */
export function treatsAsLive({ call, status, place }: Answer): boolean {
  switch (status) {
    case 'unwritten':
    case 'data':
    case 'junk':
    case 'overwritten':
      return true;
    case 'ok':
    case 'passed':
      return call.content !== undefined && !(call.route !== undefined && place > 0);
    default:
      return false;
  }
}
