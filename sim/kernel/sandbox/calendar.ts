/** The current date where nobody wrote Date: the default argument of Intl.DateTimeFormat, and Temporal.Now. */
import { call, during, type Callable, type VirtualRow } from './entry.ts';
import { sandbox, type SandboxHost } from './host.ts';

type Format = (date?: unknown) => string;

/**
 * `format` is a getter that answers a bound function, the same one at every call for one formatter. Code may keep that
 * function, so outside a run too it is a trampoline.
 */
function replaceFormatGetter(original: Callable): Callable {
  const trampolines = new WeakMap<Format, Format>();
  return function (this: unknown): Format {
    const bound = Reflect.apply(original, this, []) as Format;
    let trampoline = trampolines.get(bound);
    if (trampoline === undefined) {
      trampoline = (date) => bound(dateOrNow(date));
      Object.defineProperties(trampoline, Object.getOwnPropertyDescriptors(bound));
      trampolines.set(bound, trampoline);
    }
    return trampoline;
  };
}

function dateOrNow(date: unknown): unknown {
  return date === undefined && sandbox.host !== null ? sandbox.host.nowMillis() : date;
}

interface Instant {
  toZonedDateTimeISO(zone: unknown): ZonedDateTime;
}

interface ZonedDateTime {
  toPlainDateTime(): unknown;
  toPlainDate(): unknown;
  toPlainTime(): unknown;
}

interface TemporalNamespace {
  readonly Instant: { fromEpochNanoseconds(nanos: bigint): Instant };
  readonly Now: { timeZoneId(): string };
}

/** Node 26 has it. */
const temporal = (globalThis as { readonly Temporal?: TemporalNamespace }).Temporal;

function instant(host: SandboxHost): Instant {
  return temporal!.Instant.fromEpochNanoseconds(BigInt(Math.floor(host.nowMillis() * 1000)) * 1000n);
}

function zoned(host: SandboxHost, zone: unknown): ZonedDateTime {
  return instant(host).toZonedDateTimeISO(zone === undefined ? temporal!.Now.timeZoneId() : zone);
}

const now = (key: string, virtual: (host: SandboxHost, zone: unknown) => unknown): VirtualRow => ({
  name: `Temporal.Now.${key}`,
  owner: temporal?.Now,
  key,
  replace: during((host, [zone]: [unknown?]) => virtual(host, zone)),
});

const formatter = Intl.DateTimeFormat.prototype;

export const calendarRows: readonly VirtualRow[] = [
  {
    name: 'Intl.DateTimeFormat.format',
    owner: formatter,
    key: 'format',
    part: 'getter',
    replace: replaceFormatGetter,
  },
  {
    name: 'Intl.DateTimeFormat.formatToParts',
    owner: formatter,
    key: 'formatToParts',
    replace: during((_host, [date]: [unknown?], original, self) => call(original, self, [dateOrNow(date)])),
  },
  now('instant', instant),
  now('zonedDateTimeISO', zoned),
  now('plainDateTimeISO', (host, zone) => zoned(host, zone).toPlainDateTime()),
  now('plainDateISO', (host, zone) => zoned(host, zone).toPlainDate()),
  now('plainTimeISO', (host, zone) => zoned(host, zone).toPlainTime()),
];
