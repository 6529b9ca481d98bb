// Ways in which a real file goes wrong, or is made to: blind ones (bits, cuts, splices) and ones that know its grammar,
// so that a change gets past the first check and reaches the code behind it.
// Invariant: the same numbers give the same file; every input can be made again from seed, format and index.

/** A number from 0 to below `below`, and helpers on it; repeatable (mulberry32, Tommy Ettinger, public domain). */
export interface Dice {
  (below: number): number;
  pick<T>(list: readonly T[]): T;
}

export const createDice = (seed: number): Dice => {
  let state = seed >>> 0;
  const dice = (below: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
  return Object.assign(dice, { pick: <T>(list: readonly T[]): T => list[dice(list.length)]! });
};

/** Seed of one input. */
export const seedOf = (seed: number, name: string, index: number): number => {
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35);
  for (const c of name) h = Math.imul(h ^ c.charCodeAt(0), 0x01000193);
  return h >>> 0;
};

const NUMBERS = [
  '0',
  '-0',
  '-1',
  '1',
  '255',
  '65536',
  '2147483647',
  '4294967296',
  '9007199254740993',
  '1e400',
  '-1e308',
  '1e-400',
  '0.1',
  'NaN',
  '99999999999999999999999',
  '-62135596800',
  '253402300800000',
];
const DATES = [
  '0000-01-01',
  '9999-12-31T23:59:59Z',
  '2021-02-29',
  '2021-13-45T99:99:99Z',
  '',
  '12/31/2020',
  '31/12/2020 11:59 PM',
  '2020-12-31T23:60:61+99:99',
  '-2020-01-01',
  '20201231',
  'yesterday',
  '1582-10-10',
  '2020-01-01T00:00:00.123456789Z',
];
const STRINGS = [
  '',
  ' ',
  '\0',
  '\ufeff',
  '\u202e',
  '\ud800',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '../../etc/passwd',
  '/etc/passwd',
  'C:\\x',
  'a/b\\c',
  'a'.repeat(3000),
  '🜁'.repeat(200),
  '<script>alert(1)</script>',
  '![](',
  '[[',
  '---\n',
  '```',
  '%s%n',
  '"',
  "'",
  '\r\n',
  '&xxe;',
  ']]>',
  'null',
  'true',
  '٣',
  'ﷺ',
];
const JSON_VALUES: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 1e308,
  () => 2 ** 53,
  () => [],
  () => ({}),
  () => [[[[[[]]]]]],
  () => ({ __proto: { a: 1 } }),
  () => JSON.parse('{"__proto__":{"polluted":true}}'),
  () => 'text',
  () => '',
];

/** Numbers, dates, quoted strings and lines of a text, each a grammar of its own that most formats share. */
const mutateText = (text: string, dice: Dice): string => {
  const place = dice(text.length + 1);
  const replaceOne = (pattern: RegExp, by: string): string => {
    const near = text.slice(place).search(pattern);
    const at = near >= 0 ? place + near : text.search(pattern);
    return at < 0 ? text : text.slice(0, at) + text.slice(at).replace(pattern, () => by);
  };
  const lines = (): string[] => text.split('\n');
  switch (dice(16)) {
    case 0:
      return replaceOne(/-?\d+(?:\.\d+)?/, dice.pick(NUMBERS));
    case 1:
      return replaceOne(/\d{4}-\d{2}-\d{2}[T ]?[\d:.]*Z?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}/, dice.pick(DATES));
    case 2:
      return replaceOne(/"[^"\n]{0,200}"/, JSON.stringify(dice.pick(STRINGS)));
    case 3:
      return replaceOne(/[[\]{}<>",:;=()|]/, dice.pick(['', '"', '[', '{', '}', ']', '<', '>', ',', '\\', ':', '\n', '""', '\t', ';']));
    case 4:
      return text.slice(0, place) + dice.pick(STRINGS) + text.slice(place);
    case 5:
      return text.slice(0, place);
    case 6: {
      const list = lines();
      const at = dice(list.length);
      list.splice(at, 0, ...list.slice(at, at + 1 + dice(4)));
      return list.join('\n');
    }
    case 7: {
      const list = lines();
      list.splice(dice(list.length), 1 + dice(3));
      return list.join('\n');
    }
    case 8: {
      const list = lines();
      const [a, b] = [dice(list.length), dice(list.length)];
      [list[a], list[b]] = [list[b]!, list[a]!];
      return list.join('\n');
    }
    case 9:
      return text.replaceAll('\n', dice.pick(['\r\n', '\r', '\n\n', '\u2028', ' ']));
    case 10: {
      const [open, close] = dice.pick([
        ['[', ']'],
        ['{"a":', '}'],
        ['<div>', '</div>'],
        ['> ', ''],
        ['(', ')'],
        ['- ', ''],
        ['**', '**'],
        ['<b>', ''],
      ] as const);
      const depth = dice.pick([50, 300, 3000]);
      return text.slice(0, place) + open.repeat(depth) + close.repeat(depth) + text.slice(place);
    }
    case 11:
      return replaceOne(
        /<[a-z:][^<>]*>/i,
        dice.pick([
          '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>&b;',
          '<!ENTITY x SYSTEM "file:///etc/passwd">',
          '<![CDATA[',
          '<!--',
          '</entry>',
          '<a b=\'c" d>',
          '<?xml version="1.1" encoding="utf-16"?>',
          '<x:y xmlns:x="urn:z">',
          '<img src="data:,',
          '&#0;&#xD800;&#99999999;',
        ]),
      );
    case 12:
      return replaceOne(/^[\w "'-]{1,40}:/m, dice.pick(['date:', 'date: [', '- ', '? ', '&a *a:', 'tags: {{', '!!js/function x:', 'date: !!binary', '<<: *a\n', '"', "'", '---']));
    case 13:
      return replaceOne(/,[^,\n]*(?=,)/, dice.pick([',"', ',""', ',"a""b"', ',a"b', ',\t', ',,,,,,', ',"\n"']));
    case 14: {
      const from = dice(text.length + 1);
      const piece = text.slice(from, from + dice(400));
      return text.slice(0, place) + piece.repeat(1 + dice(20)) + text.slice(place);
    }
    default:
      return replaceOne(/[\p{L}]{2,}/u, dice.pick(STRINGS));
  }
};

/** Changes one value somewhere in a JSON document and keeps it JSON. */
const mutateJson = (text: string, dice: Dice): string => {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return mutateText(text, dice);
  }
  let at: unknown = root;
  let parent: Record<string, unknown> | null = null;
  let key = '';
  for (let depth = 0; depth < 2 + dice(6); depth++) {
    if (typeof at !== 'object' || at === null) break;
    const keys = Object.keys(at);
    if (keys.length === 0) break;
    parent = at as Record<string, unknown>;
    key = dice.pick(keys);
    at = parent[key];
  }
  if (!parent) return mutateText(text, dice);
  switch (dice(7)) {
    case 0:
      delete parent[key];
      break;
    case 1:
      parent[key] = dice.pick(JSON_VALUES)();
      break;
    case 2:
      parent[key] = dice.pick(STRINGS);
      break;
    case 3:
      parent[key] = dice.pick(DATES);
      break;
    case 4:
      parent[key] = [at, at];
      break;
    case 5:
      Object.defineProperty(parent, dice.pick(STRINGS), { value: at, enumerable: true, configurable: true, writable: true });
      break;
    default:
      if (typeof at === 'string') parent[key] = mutateText(at, dice);
      else if (Array.isArray(at)) at.push(...at.slice(0, 3));
      else parent[key] = { [key]: at };
  }
  return dice(8) === 0 ? mutateText(JSON.stringify(root), dice) : JSON.stringify(root);
};

/** The text in another encoding, or with a mark that says another. */
const encode = (text: string, dice: Dice): Buffer => {
  switch (dice(24)) {
    case 0:
      return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    case 1:
      return Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]);
    case 2:
      return Buffer.from(text, 'latin1');
    case 3:
      return Buffer.from(`\ufeff${text}`);
    case 4:
      return Buffer.from(text, 'utf16le');
    default:
      return Buffer.from(text);
  }
};

/** Bits, bytes, cuts, doubled and moved blocks; knows nothing of what it changes but zip signatures. */
export const mutateBytes = (given: Uint8Array, other: Uint8Array, dice: Dice): Buffer => {
  let bytes = Buffer.from(given);
  const times = 1 + dice(4);
  for (let i = 0; i < times && bytes.length > 0; i++) {
    const at = dice(bytes.length);
    const length = 1 + dice(Math.min(bytes.length - at, dice.pick([4, 64, 2048])));
    switch (dice(9)) {
      case 0:
      case 1:
        bytes[at] = bytes[at]! ^ (1 << dice(8));
        break;
      case 2:
        bytes[at] = dice.pick([0, 1, 0x7f, 0x80, 0xff, 0x22, 0x0a]);
        break;
      case 3:
        bytes = bytes.subarray(0, at);
        break;
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
        break;
      case 5:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at)]);
        break;
      case 6: {
        const from = dice(other.length + 1);
        bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(from, from + length), bytes.subarray(at + length)]);
        break;
      }
      case 7:
        if (at + 4 <= bytes.length) bytes.writeUInt32LE(dice.pick([0, 1, 0xffff, 0x7fffffff, 0xffffffff, bytes.length]), at);
        break;
      default: {
        // A number in a record of a zip: sizes, offsets, counts, flags.
        const sign = bytes.indexOf('PK', at, 'latin1');
        if (sign >= 0 && sign + 46 < bytes.length) bytes.writeUInt16LE(dice.pick([0, 1, 8, 9, 99, 0x800, 0xffff, dice(65536)]), sign + 4 + 2 * dice(21));
      }
    }
  }
  return bytes;
};

/** One to three changes that fit what the file is, by its name. */
export const mutateFile = (name: string, bytes: Uint8Array, other: Uint8Array, dice: Dice): Buffer => {
  if (!/\.(?:jsonl?|xml|html?|csv|md|txt|ya?ml|leap2a|jrnl|ics|enml)$|^[^.]*$/i.test(name) || dice(5) === 0) return mutateBytes(bytes, other, dice);
  let text = Buffer.from(bytes).toString('utf8');
  if (/\.jsonl$/i.test(name)) {
    const lines = text.split('\n');
    const at = dice(lines.length);
    lines[at] = mutateJson(lines[at]!, dice);
    return encode(lines.join('\n'), dice);
  }
  const json = /^\s*[[{]/.test(text);
  for (let i = 1 + dice(3); i > 0 && text.length < 400_000; i--) text = json ? mutateJson(text, dice) : mutateText(text, dice);
  return encode(text, dice);
};
