/** Every monitor with the object that it judges. */
import { monitorKeyValue } from '../../../../../sim/check/objects/monitors/key-value.ts';
import { monitorPriorityQueue } from '../../../../../sim/check/objects/monitors/priority-queue.ts';
import { monitorQueue } from '../../../../../sim/check/objects/monitors/queue.ts';
import { monitorRegister } from '../../../../../sim/check/objects/monitors/register.ts';
import { monitorSet } from '../../../../../sim/check/objects/monitors/set.ts';
import { monitorStack } from '../../../../../sim/check/objects/monitors/stack.ts';
import { type Comparison, compare } from './differential.ts';
import {
  casVocabulary,
  keyValueVocabulary,
  priorityQueueVocabulary,
  queueVocabulary,
  registerVocabulary,
  setVocabulary,
  stackVocabulary,
} from './vocabularies.ts';

export const comparisons: Readonly<Record<string, (seed: number) => Comparison>> = {
  register: (seed) => compare({ vocabulary: registerVocabulary, monitor: monitorRegister }, seed),
  cas: (seed) => compare({ vocabulary: casVocabulary, monitor: monitorRegister }, seed),
  'key-value': (seed) => compare({ vocabulary: keyValueVocabulary, monitor: monitorKeyValue }, seed),
  set: (seed) => compare({ vocabulary: setVocabulary, monitor: monitorSet }, seed),
  queue: (seed) => compare({ vocabulary: queueVocabulary, monitor: monitorQueue }, seed),
  stack: (seed) => compare({ vocabulary: stackVocabulary, monitor: monitorStack }, seed),
  'priority queue': (seed) => compare({ vocabulary: priorityQueueVocabulary, monitor: monitorPriorityQueue }, seed),
};
