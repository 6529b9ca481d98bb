// One older entry, offered for another look, with reasons that can be read. The same entry all day, another the next;
// every entry comes round before one comes again, as long as the journal stays as it is.
// Invariants: never one marked heavy, never one that rests, never a look-back note, never because of its date unless
// the person asked for anniversaries (then none near the date is offered at all: chance would look like one).

import { addDays, dayNumber, dayOf } from '#core/when.ts';
import type { Entry } from './model.ts';
import { looksBackAt, type Reason } from './look-back.ts';
import { nameKey } from './timeline.ts';

export interface AnotherLook {
  readonly entry: Entry;
  /** At least one; the one it was chosen for stands first. */
  readonly reasons: readonly Reason[];
}

export interface LookOptions {
  /** Whether a date may be the reason. */
  readonly anniversaries?: boolean;
  /** False offers nothing. */
  readonly anotherLook?: boolean;
  /** Day each entry was last opened, where that is known. */
  readonly lastRead?: ReadonlyMap<string, string>;
}

/** Days before an entry counts as old. */
export const OLD = 30;
/** Days that an entry is left alone after somebody looked back at it. */
export const LEFT_ALONE = 180;
/** Days to either side of a date that count as its week. */
const NEAR = 3;
/** Days back from today whose topics, people and areas are what one writes about now. */
const LATELY = 7;

/** FNV-1a (Fowler, Noll, Vo), 32 bits: an order that looks like none, the same on every device. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  // The last letters would move the low bits alone; mixed as in MurmurHash3's finish (Austin Appleby).
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
};

/** The month and day of every day near one, as written; a 29 February counts as near where it would stand. */
const monthDaysNear = (today: string): ReadonlySet<string> => {
  const near = new Set<string>();
  for (let off = -NEAR; off <= NEAR; off++) near.add(addDays(today, off).slice(5));
  if (near.has('02-28') && near.has('03-01')) near.add('02-29');
  return near;
};

type Class = 'again' | 'topic' | 'person' | 'area' | 'year-ago' | 'not-looked-at' | 'looked-at-long-ago';
const CLASSES: readonly Class[] = ['again', 'topic', 'not-looked-at', 'person', 'year-ago', 'area', 'looked-at-long-ago'];

/** Tells whether a name is one of what one wrote about lately; each spelling is looked at once. */
type Lately = (name: string) => boolean;
const createLately = (keys: ReadonlySet<string>): Lately => {
  const known = new Map<string, boolean>();
  return (name) => {
    let is = known.get(name);
    if (is === undefined) known.set(name, (is = keys.has(nameKey(name))));
    return is;
  };
};

/** What is known on a day, gathered once over all entries. */
interface Setting {
  readonly today: string;
  readonly now: number;
  readonly looked: ReadonlyMap<string, string>;
  readonly near: ReadonlySet<string>;
  readonly topics: Lately;
  readonly people: Lately;
  readonly areas: Lately;
  readonly anniversaries: boolean;
}

const gather = (entries: readonly Entry[], today: string, anniversaries: boolean): Setting => {
  const looked = new Map<string, string>();
  const [topics, people, areas] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const lately = addDays(today, -LATELY);
  for (const entry of entries) {
    const day = dayOf(entry.when);
    if (entry.links.length > 0) for (const id of looksBackAt(entry)) if ((looked.get(id) ?? '') < day) looked.set(id, day);
    if (day < lately || day > today || entry.heavy) continue;
    for (const name of entry.topics) topics.add(nameKey(name));
    for (const name of entry.people) people.add(nameKey(name));
    for (const name of entry.areas) areas.add(nameKey(name));
  }
  return {
    today,
    now: dayNumber(today),
    looked,
    near: monthDaysNear(today),
    topics: createLately(topics),
    people: createLately(people),
    areas: createLately(areas),
    anniversaries,
  };
};

const among = (names: readonly string[], isLately: Lately): string | undefined => names.find(isLately);

const isNearDate = (entry: Entry, { near }: Setting): boolean => near.has(entry.when.slice(5, 10));

/** The reasons there are for an entry, by class. */
const reasonsFor = (entry: Entry, setting: Setting): Map<Class, Reason> => {
  const out = new Map<Class, Reason>();
  if (entry.again) out.set('again', { code: 'marked-again' });
  const topic = among(entry.topics, setting.topics);
  if (topic !== undefined) out.set('topic', { code: 'topic-this-week', with: { topic } });
  const person = among(entry.people, setting.people);
  if (person !== undefined) out.set('person', { code: 'person-this-week', with: { person } });
  const area = among(entry.areas, setting.areas);
  if (area !== undefined) out.set('area', { code: 'area-this-week', with: { area } });
  const year = Number(setting.today.slice(0, 4));
  if (setting.anniversaries && isNearDate(entry, setting))
    out.set('year-ago', year - Number(entry.when.slice(0, 4)) === 1 ? { code: 'a-year-ago' } : { code: 'this-week-in', with: { year: entry.when.slice(0, 4) } });
  const looked = setting.looked.get(entry.id);
  if (looked === undefined) out.set('not-looked-at', { code: 'not-looked-at' });
  else out.set('looked-at-long-ago', { code: 'looked-at-long-ago', with: { day: looked } });
  return out;
};

/**
 * The older entry to offer on a day `YYYY-MM-DD`, or null: the same wherever the same entries lie open. `entries` without those of
 * locked journals; `dismissed` are ids not to offer. Ids of entries are random, so that no two journals turn alike.
 */
export const anotherLook = (
  entries: readonly Entry[],
  today: string,
  dismissed: ReadonlySet<string> = new Set(),
  { anniversaries = false, anotherLook: offered = true, lastRead }: LookOptions = {},
): AnotherLook | null => {
  if (!offered) return null;
  const setting = gather(entries, today, anniversaries);
  const [old, alone, lately] = [addDays(today, -OLD), addDays(today, -LEFT_ALONE), addDays(today, -LATELY)];
  const may = (entry: Entry): boolean => {
    const day = dayOf(entry.when);
    if (entry.heavy || entry.form === 'look-back' || day > old || entry.restUntil > today || dismissed.has(entry.id)) return false;
    if (entry.text.length < 20 && entry.text.trim() === '') return false;
    if ((setting.looked.get(entry.id) ?? '') > alone || (lastRead?.get(entry.id) ?? '') > lately) return false;
    return anniversaries || !isNearDate(entry, setting);
  };
  // One pass that only tells classes; reasons are made for the chosen one alone.
  const pools = new Map<Class, Entry[]>();
  const put = (name: Class, entry: Entry): void => {
    const pool = pools.get(name);
    if (pool) pool.push(entry);
    else pools.set(name, [entry]);
  };
  for (const entry of entries) if (may(entry)) put(classOf(entry, setting), entry);
  const classes = CLASSES.filter((name) => pools.has(name));
  if (classes.length === 0) return null;
  const turn = setting.now + 3_000_000;
  const name = classes[turn % classes.length]!;
  const pool = pools.get(name)!;
  const entry = inTurn(pool, Math.floor(turn / classes.length));
  const reasons = reasonsFor(entry, setting);
  const first = reasons.get(name)!;
  const read = lastRead?.get(entry.id);
  const others = [...reasons.values()].filter((reason) => reason !== first);
  return { entry, reasons: [first, ...others, ...(read !== undefined ? [{ code: 'not-read-since', with: { day: read } }] : [])] };
};

// Each entry is in the pool of one class, the first that fits, so that a shared topic does not make it come twice as often.
const classOf = (entry: Entry, setting: Setting): Class => {
  if (entry.again) return 'again';
  if (setting.anniversaries && isNearDate(entry, setting)) return 'year-ago';
  if (among(entry.topics, setting.topics) !== undefined) return 'topic';
  if (among(entry.people, setting.people) !== undefined) return 'person';
  if (setting.looked.has(entry.id)) return 'looked-at-long-ago';
  return among(entry.areas, setting.areas) !== undefined ? 'area' : 'not-looked-at';
};

/** The entry whose turn it is: a fixed order by hash, gone through from end to end. */
const inTurn = (pool: readonly Entry[], turn: number): Entry => {
  const keys = Float64Array.from(pool, (entry, at) => hash(entry.id) * 2_097_152 + at).sort();
  return pool[keys[turn % pool.length]! % 2_097_152]!;
};
