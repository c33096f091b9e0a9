import { createRequire } from 'node:module';

/** The version of corfuzz, from its own package.json, which lies elsewhere relative to the sources than to what is built. */
export function version(): string {
  const require = createRequire(import.meta.url);
  return (require('corfuzz/package.json') as { readonly version: string }).version;
}
