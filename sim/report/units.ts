/** Numbers as people read them. */

/** Microseconds as `1.204 ms`. */
export function milliseconds(micros: number): string {
  return `${(micros / 1000).toFixed(3)} ms`;
}

/** 1234567 as `1.23 M`, 12345 as `12.3 k`; numbers below 10,000 as they are. */
export function compact(count: number): string {
  if (count < 10_000) return String(count);
  if (count < 1_000_000) return `${(count / 1000).toPrecision(3)} k`;
  return `${(count / 1_000_000).toPrecision(3)} M`;
}

/** Microseconds as seconds, minutes or hours: `820 ms`, `3.2 s`, `14 min`, `2.5 h`. */
export function duration(micros: number): string {
  const seconds = micros / 1_000_000;
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  if (seconds < 7200) return `${(seconds / 60).toFixed(1)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

/** `1 seed`, `2 seeds`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
