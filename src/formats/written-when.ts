// Instants as foreign files write them, put on the writer's own clock: milliseconds since 1970, or ISO 8601 with or without
// an offset. Invariant: what comes out is a `When` that Kith takes (years 1 to 9998) or null; nothing throws.

import { isWhen, parseWhen, type WhenAndZone } from '#core/when.ts';
import type { ReadOptions } from './port.ts';

/** Milliseconds since 1970 as an ISO instant in UTC, or null outside the years 1 to 9998. */
export const msToInstant = (ms: unknown): string | null => {
  if (typeof ms !== 'number' || !Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return null;
  const text = new Date(ms).toISOString();
  return parseWhen(text).ok ? text : null;
};

/** ISO 8601 with an offset as an instant in UTC (`…Z`), or null. */
export const textToInstant = (text: string): string | null => {
  if (text === '') return null;
  const parsed = parseWhen(text);
  if (!parsed.ok || parsed.value.zone === '') return null;
  const { when, zone } = parsed.value;
  return msToInstant(Date.parse(`${when.length === 16 ? `${when}:00` : when}${zone}`));
};

/** An instant on the clock of `zone` (IANA name), or of the person where none is known. */
export const instantToLocal = (instant: string | null, zone: string | null, options: ReadOptions): WhenAndZone | null => {
  if (instant === null) return null;
  const local = options.toLocal(instant, zone) ?? (zone === null ? null : options.toLocal(instant, null));
  return local !== null && isWhen(local.when) ? local : null;
};

/**
 * Any ISO 8601 text: with an offset other than Z it is the writer's own clock already; with Z it is put on one;
 * without, it is taken as written.
 */
export const textToLocal = (text: string, zone: string | null, options: ReadOptions): WhenAndZone | null => {
  const parsed = parseWhen(text);
  if (!parsed.ok) return null;
  if (parsed.value.zone !== 'Z') return parsed.value;
  return instantToLocal(textToInstant(text), zone, options) ?? parsed.value;
};
