/**
 * Property tests draw the same cases every time, so that a change is what makes one fail. `FAST_CHECK_SEED=N npx vitest run` looks
 * elsewhere.
 */
import * as fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env['FAST_CHECK_SEED'] ?? 1) });
