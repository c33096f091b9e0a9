/**
 * The public entry for those who have a history and no simulation: recorded operations of any system in, a verdict with its proof out.
 *
 *     import { checkHistory, register } from 'corfuzz/check';
 */
export { checkHistory } from './check-history.ts';
export type { CheckOptions } from './check-history.ts';
export type { Completed, Failed, History, Indeterminate, Operation } from './operation.ts';
export type { CausalLink, HistoryVerdict } from './verdict.ts';

export { anything, illegal } from './objects/model.ts';
export type { AnyOperation, Applied, Container, Feature, Foresight, Model } from './objects/model.ts';
export { verifyContradiction, verifyWitness } from './objects/verify.ts';

export { counter } from './objects/models/counter.ts';
export type { CounterOperation } from './objects/operations/counter.ts';
export { keyValue } from './objects/models/key-value.ts';
export type { KeyValueOperation } from './objects/operations/key-value.ts';
export { list } from './objects/models/list.ts';
export type { ListOperation } from './objects/operations/list.ts';
export { map } from './objects/models/map.ts';
export type { MapOperation } from './objects/operations/map.ts';
export { priorityQueue } from './objects/models/priority-queue.ts';
export type { PriorityQueueOperation } from './objects/operations/priority-queue.ts';
export { queue } from './objects/models/queue.ts';
export type { QueueOperation } from './objects/operations/queue.ts';
export { register } from './objects/models/register.ts';
export type { RegisterOperation } from './objects/operations/register.ts';
export { set } from './objects/models/set.ts';
export type { SetOperation } from './objects/operations/set.ts';
export { stack } from './objects/models/stack.ts';
export type { StackOperation } from './objects/operations/stack.ts';
export type { Value } from './objects/operations/value.ts';

export { checkLog } from './log/check-log.ts';
export type { LogVerdict } from './log/verdict.ts';
export type { LogHistory, LogOperation } from '../model/history.ts';
