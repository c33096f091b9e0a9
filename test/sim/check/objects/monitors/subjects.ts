/** Every monitor with the object that it judges. */
import { containerTouch } from '../../../../../sim/check/objects/monitors/containers.ts';
import { type Touch } from '../../../../../sim/check/objects/monitors/forget.ts';
import type { KeyValueOperation } from '../../../../../sim/check/objects/models/key-value.ts';
import { Written, keyValueTouch, monitorKeyValue } from '../../../../../sim/check/objects/monitors/key-value.ts';
import { monitorPriorityQueue } from '../../../../../sim/check/objects/monitors/priority-queue.ts';
import { monitorQueue } from '../../../../../sim/check/objects/monitors/queue.ts';
import { monitorRegister, registerTouch } from '../../../../../sim/check/objects/monitors/register.ts';
import { monitorSet, setTouch } from '../../../../../sim/check/objects/monitors/set.ts';
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

const keyValueTouchOf = (history: readonly KeyValueOperation[]): Touch<KeyValueOperation> =>
  keyValueTouch(Written.in(history, '')!);

export const comparisons: Readonly<Record<string, (seed: number) => Comparison>> = {
  register: (seed) =>
    compare({ vocabulary: registerVocabulary, touchOf: () => registerTouch, monitor: monitorRegister }, seed),
  cas: (seed) => compare({ vocabulary: casVocabulary, touchOf: () => registerTouch, monitor: monitorRegister }, seed),
  'key-value': (seed) =>
    compare({ vocabulary: keyValueVocabulary, touchOf: keyValueTouchOf, monitor: monitorKeyValue }, seed),
  set: (seed) => compare({ vocabulary: setVocabulary, touchOf: () => setTouch, monitor: monitorSet }, seed),
  queue: (seed) => compare({ vocabulary: queueVocabulary, touchOf: () => containerTouch, monitor: monitorQueue }, seed),
  stack: (seed) => compare({ vocabulary: stackVocabulary, touchOf: () => containerTouch, monitor: monitorStack }, seed),
  'priority queue': (seed) =>
    compare(
      { vocabulary: priorityQueueVocabulary, touchOf: () => containerTouch, monitor: monitorPriorityQueue },
      seed,
    ),
};
