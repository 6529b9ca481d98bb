// JSON from elsewhere, read safely: the depth is bounded before anything recurses, a fault is named by line and
// column, and a list of entries is cut into its elements one by one, so that a file that breaks off still gives
// what came before, and only one entry is in memory as objects.
// Invariants: never throws; linear in the length of the text; `__proto__` is a key like any other.

import type { Json } from '#core/record.ts';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';
import { MOST } from './port.ts';

/** Where a value ends, or why and where it is not one. `end` is known too for a value that is only too deep. */
interface Scan {
  readonly end: number;
  readonly fault: 'json-broken' | 'json-too-deep' | null;
  /** Where the fault is. */
  readonly at: number;
  /** How far was read. */
  readonly reached: number;
}

/** Nesting past which even skipping stops: a file of nothing but brackets. */
const HOPELESS = 1_000_000;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

const pastSpace = (text: string, from: number): number => {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at))) at += 1;
  return at;
};

/** The index after a string that opens at `from`; minus the index of the fault minus one when it is no string. */
const pastString = (text: string, from: number): number => {
  let at = from + 1;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20) return -at - 1;
    if (code !== 0x5c) continue;
    at += 1;
    const escape = text[at];
    if (escape === 'u') {
      for (let i = 1; i <= 4; i += 1) if (!/^[0-9a-fA-F]$/.test(text[at + i] ?? '')) return -(at + i) - 1;
      at += 4;
    } else if (escape === undefined || !'"\\/bfnrt'.includes(escape)) return -at - 1;
  }
  return -at - 1;
};

const pastPlain = (text: string, from: number): number => {
  for (const word of ['true', 'false', 'null']) if (text.startsWith(word, from)) return from + word.length;
  NUMBER.lastIndex = from;
  return NUMBER.test(text) ? NUMBER.lastIndex : -from - 1;
};

/** Walks over one JSON value from its first sign, checking all of it, without recursion. */
const scanValue = (text: string, from: number, depth: number): Scan => {
  const open: boolean[] = []; // true for an object
  let tooDeepAt = -1;
  let at = from;
  const broken = (where: number): Scan => ({
    end: -1,
    fault: tooDeepAt >= 0 ? 'json-too-deep' : 'json-broken',
    at: tooDeepAt >= 0 ? tooDeepAt : Math.min(where, text.length),
    reached: Math.min(where, text.length),
  });
  let wantsKey = false;
  for (;;) {
    at = pastSpace(text, at);
    const sign = text[at];
    let closed = false;
    if (wantsKey) {
      if (sign !== '"') return broken(at);
      const end = pastString(text, at);
      if (end < 0) return broken(-end - 1);
      at = pastSpace(text, end);
      if (text[at] !== ':') return broken(at);
      at += 1;
      wantsKey = false;
      continue;
    }
    if (sign === '{' || sign === '[') {
      open.push(sign === '{');
      if (open.length > depth && tooDeepAt < 0) tooDeepAt = at;
      if (open.length > HOPELESS) return broken(at);
      at = pastSpace(text, at + 1);
      if (text[at] === (sign === '{' ? '}' : ']')) {
        open.pop();
        at += 1;
        closed = true;
      } else {
        wantsKey = sign === '{';
        continue;
      }
    }
    if (!closed) {
      const end = sign === '"' ? pastString(text, at) : pastPlain(text, at);
      if (end < 0) return broken(-end - 1);
      at = end;
    }
    for (;;) {
      if (open.length === 0) return { end: at, fault: tooDeepAt < 0 ? null : 'json-too-deep', at: tooDeepAt, reached: at };
      at = pastSpace(text, at);
      const inObject = open[open.length - 1]!;
      if (text[at] === ',') {
        at += 1;
        wantsKey = inObject;
        break;
      }
      if (text[at] !== (inObject ? '}' : ']')) return broken(at);
      open.pop();
      at += 1;
    }
  }
};

const placeIn = (text: string, at: number): { line: number; column: number } => {
  let line = 1;
  let start = 0;
  for (let next = text.indexOf('\n'); next !== -1 && next < at; next = text.indexOf('\n', next + 1)) {
    line += 1;
    start = next + 1;
  }
  return { line, column: at - start + 1 };
};

const faultOf = (text: string, scan: Scan): Refusal => ({ code: scan.fault ?? 'json-broken', with: placeIn(text, scan.at) });

/** Parses checked text; the parser of the platform cannot fail on it but for memory. */
const parseChecked = (text: string): Json => JSON.parse(text) as Json;

/** One whole JSON text. Refusals: `json-broken`, `json-too-deep`, each with `{line, column}`. */
export const parseJson = (text: string, depth: number = MOST.depth): Result<Json> => {
  const scan = scanValue(text, 0, depth);
  if (scan.fault) return refuse(faultOf(text, scan));
  const rest = pastSpace(text, scan.end);
  if (rest < text.length) return refuse({ code: 'json-broken', with: placeIn(text, rest) });
  return ok(parseChecked(text));
};

/**
 * Where the list of entries opens: the value of `key` in the object that the text is, or the text itself when it is
 * a list. Refusals: `json-broken`, `json-too-deep` (with `{line, column}`), `list-missing` (with `{key}`).
 */
export const findJsonList = (text: string, key: string, depth: number = MOST.depth): Result<number> => {
  let at = pastSpace(text, 0);
  if (text[at] === '[') return ok(at);
  const broken = (where: number): Result<number> => refuse({ code: 'json-broken', with: placeIn(text, Math.min(where, text.length)) });
  if (text[at] !== '{') return broken(at);
  at = pastSpace(text, at + 1);
  while (text[at] === '"') {
    const end = pastString(text, at);
    if (end < 0) return broken(-end - 1);
    const name = parseChecked(text.slice(at, end));
    at = pastSpace(text, end);
    if (text[at] !== ':') return broken(at);
    at = pastSpace(text, at + 1);
    if (name === key && text[at] === '[') return ok(at);
    const value = scanValue(text, at, depth);
    if (value.end < 0) return refuse(faultOf(text, value));
    at = pastSpace(text, value.end);
    if (text[at] !== ',') break;
    at = pastSpace(text, at + 1);
  }
  return text[at] === '}' ? refuse({ code: 'list-missing', with: { key } }) : broken(at);
};

export interface JsonElement {
  /** Position in the list, from 1. */
  readonly number: number;
  /** Line that it begins in, from 1. */
  readonly line: number;
  readonly value: Result<Json>;
}

/**
 * The elements of the list that opens at `from`, one by one. A broken element is given as its refusal; reading goes on
 * at the next `}, {` that opens an element which `known` recognises, or ends there.
 */
export const jsonElements = function* (text: string, from: number, known: (value: Json) => boolean = () => true, depth: number = MOST.depth): Generator<JsonElement> {
  let { line } = placeIn(text, from);
  let lineStart = text.lastIndexOf('\n', from) + 1;
  let counted = from;
  let number = 0;
  const lineAt = (at: number): number => {
    for (let next = text.indexOf('\n', counted); next !== -1 && next < at; next = text.indexOf('\n', next + 1)) {
      line += 1;
      lineStart = next + 1;
    }
    counted = Math.max(counted, at);
    return line;
  };
  const fault = (code: string, where: number): Refusal => ({ code, with: { line: lineAt(where), column: where - lineStart + 1 } });
  let at = pastSpace(text, from + 1);
  if (text[at] === ']') return;
  for (;;) {
    number += 1;
    const begun = lineAt(at);
    const scan = scanValue(text, at, depth);
    if (scan.fault) {
      yield { number, line: begun, value: refuse(fault(scan.fault, scan.at)) };
      if (scan.end < 0) {
        const next = resume(text, scan.reached, known, depth);
        if (next < 0) return;
        at = next;
        continue;
      }
    } else yield { number, line: begun, value: ok(parseChecked(text.slice(at, scan.end))) };
    at = pastSpace(text, scan.end);
    if (text[at] === ']') return;
    if (text[at] !== ',') {
      number += 1;
      yield { number, line: lineAt(at), value: refuse(fault('json-broken', at)) };
      const next = resume(text, at, known, depth);
      if (next < 0) return;
      at = next;
      continue;
    }
    at = pastSpace(text, at + 1);
  }
};

/** The next `{` after `}` and a comma that opens a whole element of the kind looked for; every sign is walked over once. */
const resume = (text: string, from: number, known: (value: Json) => boolean, depth: number): number => {
  const seam = /\}[ \t\r\n]{0,80},[ \t\r\n]{0,80}(?=\{)/g;
  seam.lastIndex = from;
  for (let match = seam.exec(text); match; match = seam.exec(text)) {
    const start = seam.lastIndex;
    const scan = scanValue(text, start, depth);
    if (!scan.fault && known(parseChecked(text.slice(start, scan.end)))) return start;
    seam.lastIndex = Math.max(start, scan.end < 0 ? scan.reached : scan.end - 1);
  }
  return -1;
};

// What a value from elsewhere holds under a name of its own; inherited names (`constructor`) hold nothing.

export const isJsonObject = (value: Json | undefined): value is { readonly [key: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value);

export const valueAt = (value: Json | undefined, key: string): Json | undefined => (isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined);

/** A text, well-formed (lone surrogates replaced), or ''. */
export const textAt = (value: Json | undefined, key: string): string => {
  const found = valueAt(value, key);
  return typeof found === 'string' ? found.toWellFormed() : '';
};

export const numberAt = (value: Json | undefined, key: string): number | null => {
  const found = valueAt(value, key);
  return typeof found === 'number' && Number.isFinite(found) ? found : null;
};

export const listAt = (value: Json | undefined, key: string): readonly Json[] => {
  const found = valueAt(value, key);
  return Array.isArray(found) ? (found as readonly Json[]) : [];
};

export const yesAt = (value: Json | undefined, key: string): boolean => valueAt(value, key) === true;

/** The texts in a list; what is no text is left out. */
export const textsAt = (value: Json | undefined, key: string): string[] =>
  listAt(value, key)
    .filter((item) => typeof item === 'string')
    .map((item) => item.toWellFormed());
