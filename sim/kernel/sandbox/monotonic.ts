/** Monotonic clocks: performance, process.hrtime and uptime, and the time stamps of DOM events. */
import { PerformanceMark, type MarkOptions, type MeasureOptions } from 'node:perf_hooks';
import { call, during, type Callable, type VirtualRow } from './entry.ts';
import type { SandboxHost } from './host.ts';

const millis = (host: SandboxHost): number => host.monotonicMicros() / 1000;

/**
 * The marks of each run by name. They stay out of the real timeline, which survives a run: the next one would find them.
 */
const marksOfRuns = new WeakMap<SandboxHost, Map<string, number>>();

function marksOf(host: SandboxHost): Map<string, number> {
  let marks = marksOfRuns.get(host);
  if (marks === undefined) marksOfRuns.set(host, (marks = new Map()));
  return marks;
}

/** The types of Node keep this constructor to themselves. */
const Mark = PerformanceMark as unknown as new (name: string, options: MarkOptions) => PerformanceMark;

function mark(host: SandboxHost, [name, options]: [string, MarkOptions?]): PerformanceMark {
  const entry = new Mark(name, { ...options, startTime: options?.startTime ?? millis(host) });
  marksOf(host).set(entry.name, entry.startTime);
  return entry;
}

function clearMarks(host: SandboxHost, [name]: [string?]): void {
  if (name === undefined) marksOf(host).clear();
  else marksOf(host).delete(name);
}

function timeOf(host: SandboxHost, at: string | number): number {
  if (typeof at === 'number') return at;
  const time = marksOf(host).get(at);
  if (time === undefined) throw new DOMException(`The "${at}" performance mark has not been set`, 'SyntaxError');
  return time;
}

type Measured = [name: string, from?: string | MeasureOptions, to?: string];

/** The original computes the entry from numbers. It enters the real timeline on the way, and is taken out again. */
function measure(host: SandboxHost, [name, from, to]: Measured, original: Callable, self: unknown): unknown {
  const asked: MeasureOptions = typeof from === 'object' ? { ...from } : from === undefined ? {} : { start: from };
  if (to !== undefined) asked.end = to;
  if (asked.start !== undefined) asked.start = timeOf(host, asked.start);
  if (asked.end !== undefined) asked.end = timeOf(host, asked.end);
  else if (asked.start === undefined || asked.duration === undefined) asked.end = millis(host);
  const entry = call(original, self, [name, asked]);
  performance.clearMeasures(name);
  return entry;
}

function hrtime(host: SandboxHost, [previous]: [[number, number]?]): [number, number] {
  const micros = host.monotonicMicros();
  const seconds = Math.floor(micros / 1e6) - (previous?.[0] ?? 0);
  const nanos = (micros % 1e6) * 1000 - (previous?.[1] ?? 0);
  return nanos < 0 ? [seconds - 1, nanos + 1e9] : [seconds, nanos];
}

const timeline = Object.getPrototypeOf(performance) as object;

/** `bigint` comes first: the new `hrtime` copies the properties of the old one. */
export const monotonicRows: readonly VirtualRow[] = [
  { name: 'performance.now', owner: timeline, key: 'now', replace: during(millis) },
  {
    name: 'performance.timeOrigin',
    owner: timeline,
    key: 'timeOrigin',
    part: 'getter',
    replace: during((host) => host.nowMillis() - millis(host)),
  },
  { name: 'performance.mark', owner: timeline, key: 'mark', replace: during(mark) },
  { name: 'performance.clearMarks', owner: timeline, key: 'clearMarks', replace: during(clearMarks) },
  { name: 'performance.measure', owner: timeline, key: 'measure', replace: during(measure) },
  {
    name: 'process.hrtime.bigint',
    owner: process.hrtime,
    key: 'bigint',
    replace: during((host) => BigInt(Math.floor(host.monotonicMicros())) * 1000n),
  },
  { name: 'process.hrtime', owner: process, key: 'hrtime', replace: during(hrtime) },
  { name: 'process.uptime', owner: process, key: 'uptime', replace: during((host) => host.monotonicMicros() / 1e6) },
  { name: 'Event.timeStamp', owner: Event.prototype, key: 'timeStamp', part: 'getter', replace: during(millis) },
];
