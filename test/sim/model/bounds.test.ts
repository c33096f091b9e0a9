import { expect, test } from 'vitest';
import { bounds } from '../../../sim/model/bounds.ts';
import { flashGeometryOf } from '../../../sim/systems/corfu.ts';
import { payloadBytesMax } from '../../../src/log/record.ts';

test('the largest payload is what fits a page', () => {
  const geometry = flashGeometryOf({ flashBlocks: 8, flashPagesPerBlock: 8 } as never);
  expect(bounds.payloadBytes[1]).toBe(payloadBytesMax(geometry));
  const streams = { count: bounds.streamsOfEntry[1], backpointers: bounds.backpointers[1] };
  expect(bounds.payloadBytesBesideStreams[1]).toBe(payloadBytesMax(geometry, streams));
});
