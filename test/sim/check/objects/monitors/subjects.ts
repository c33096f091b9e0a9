/** Every monitor with the object that it judges. */
import { containerTouch } from '../../../../../sim/check/objects/monitors/containers.ts';
import { monitorQueue } from '../../../../../sim/check/objects/monitors/queue.ts';
import { type Comparison, compare } from './differential.ts';
import { queueVocabulary } from './vocabularies.ts';

export const comparisons: Readonly<Record<string, (seed: number) => Comparison>> = {
  queue: (seed) => compare({ vocabulary: queueVocabulary, touch: containerTouch, monitor: monitorQueue }, seed),
};
