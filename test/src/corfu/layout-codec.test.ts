import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeLayout, encodeLayout, layoutBytes } from '../../../src/corfu/layout-codec.ts';
import type { Layout } from '../../../src/corfu/layout.ts';
import { epoch, logPosition } from '../../../src/log/position.ts';
import { nodeId } from '../../../src/ports/units.ts';

const node = fc.integer({ min: 0, max: 65535 }).map(nodeId);
const position = fc.integer({ min: 0, max: 2 ** 48 - 2 }).map(logPosition);
const segment = fc.record({
  start: position,
  end: fc.option(position),
  stripes: fc.array(fc.array(node, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
});
const layouts: fc.Arbitrary<Layout> = fc.record(
  {
    epoch: fc.integer({ min: 0, max: 2 ** 48 - 1 }).map(epoch),
    layoutServers: fc.array(node, { maxLength: 5 }),
    sequencer: node,
    sequencerIncarnation: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
    segments: fc.array(segment, { maxLength: 6 }),
    backpointers: fc.integer({ min: 1, max: 16 }),
  },
  { requiredKeys: ['epoch', 'layoutServers', 'sequencer', 'sequencerIncarnation', 'segments'] },
);

test('a layout comes back from its bytes, wherever they stand, and takes as many as foreseen', () => {
  fc.assert(
    fc.property(layouts, fc.integer({ min: 0, max: 40 }), (layout, at) => {
      const bytes = new Uint8Array(at + layoutBytes(layout));
      expect(encodeLayout(bytes, at, layout)).toBe(bytes.length);
      expect(decodeLayout(bytes, at)).toEqual({ layout, end: bytes.length });
    }),
  );
});
