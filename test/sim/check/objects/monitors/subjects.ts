/** Every monitor with the object that it judges. */
import { containerTouch } from '../../../../../sim/check/objects/monitors/containers.ts';
import { monitorPriorityQueue } from '../../../../../sim/check/objects/monitors/priority-queue.ts';
import { monitorQueue } from '../../../../../sim/check/objects/monitors/queue.ts';
import { monitorRegister, registerTouch } from '../../../../../sim/check/objects/monitors/register.ts';
import { monitorStack } from '../../../../../sim/check/objects/monitors/stack.ts';
import { type Comparison, compare } from './differential.ts';
import {
  casVocabulary,
  priorityQueueVocabulary,
  queueVocabulary,
  registerVocabulary,
  stackVocabulary,
} from './vocabularies.ts';

export const comparisons: Readonly<Record<string, (seed: number) => Comparison>> = {
  register: (seed) => compare({ vocabulary: registerVocabulary, touch: registerTouch, monitor: monitorRegister }, seed),
  cas: (seed) => compare({ vocabulary: casVocabulary, touch: registerTouch, monitor: monitorRegister }, seed),
  queue: (seed) => compare({ vocabulary: queueVocabulary, touch: containerTouch, monitor: monitorQueue }, seed),
  stack: (seed) => compare({ vocabulary: stackVocabulary, touch: containerTouch, monitor: monitorStack }, seed),
  'priority queue': (seed) =>
    compare({ vocabulary: priorityQueueVocabulary, touch: containerTouch, monitor: monitorPriorityQueue }, seed),
};
