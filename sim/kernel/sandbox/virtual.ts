/** All virtual entries. Missing ones (Temporal before Node 26, say) fall away. */
import { calendarRows } from './calendar.ts';
import { dateRows } from './date.ts';
import { entropyRows } from './entropy.ts';
import type { SandboxEntry, VirtualRow } from './entry.ts';
import { monotonicRows } from './monotonic.ts';
import { timerPromiseRows } from './timer-promises.ts';
import { timerRows } from './timers.ts';
import { usageRows } from './usage.ts';

const rows: readonly VirtualRow[] = [
  dateRows,
  calendarRows,
  monotonicRows,
  usageRows,
  entropyRows,
  timerRows,
  timerPromiseRows,
].flat();

export const virtualEntries: readonly SandboxEntry[] = rows.flatMap(({ name, owner, key, part = 'value', replace }) =>
  owner !== undefined && key in owner ? [{ name, kind: 'virtual' as const, owner, key, part, replace }] : [],
);
