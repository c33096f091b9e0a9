import { defineConfig } from 'vitest/config';

export default defineConfig({
  // One process must never hold two copies of the package: tests and the scenarios they load share the sources.
  resolve: { conditions: ['corfuzz-source', 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: ['corfuzz-source', 'node', 'import', 'default'] } },
  test: { include: ['test/**/*.test.ts'], setupFiles: ['test/support/setup.ts'], pool: 'forks', testTimeout: 120_000 },
});
