// Every record of one's own vault as it shows outside its room, for views: one by its id, those of a kind, and what points to it.
// Read lazily and once for each state of a record; who points where is read from the links alone, once, and then followed by the ids
// that changed. Invariant: nothing of a journal that is locked and not opened is given.

import { useSyncExternalStore } from 'react';
import { keyForRecord } from '#core/journal-keys.ts';
import { linksIn, type LinkReason } from '#core/links.ts';
import { oncePerRecord, type VaultRecord } from '#core/record.ts';
import type { Shown } from '#core/shown.ts';
import { allRecords, recordsOf, type Snapshot } from '#core/snapshot.ts';
import { bookOf } from '#rooms/journal/use-journal.tsx';
import { SHOWN, shownKind, shownOf } from '#rooms/shown.ts';
import { useDesk, type Desk } from '#web/ui/vault.ts';

export interface Pointing {
  readonly from: Shown;
  readonly as: LinkReason;
}

export interface Records {
  /** The record itself, to write to; of a kind that shows. */
  record(id: string): VaultRecord | null;
  shown(id: string): Shown | null;
  /** What points to it, the newest first. */
  pointingTo(id: string): readonly Pointing[];
  /** Those of the kinds, the newest first. */
  of(kinds: readonly string[]): readonly Shown[];
  /** All that shows and is no entry, the newest first. */
  beyondEntries(): readonly Shown[];
}

export const hrefOf = ({ kind, id }: Pick<Shown, 'kind' | 'id'>): string => shownKind(kind)!.href(id);

const BEYOND = SHOWN.map(({ kind }) => kind).filter((kind) => kind !== 'entry');

const shownOnce = oncePerRecord(shownOf);

const newestFirst = (a: Shown, b: Shown): number => (a.when > b.when ? -1 : a.when < b.when ? 1 : a.id > b.id ? -1 : 1);

/** More changes than this at once are read anew. */
const ONE_BY_ONE = 64;

const recordIn = (snapshot: Snapshot, id: string): VaultRecord | null => {
  for (const { kind } of SHOWN) {
    const record = snapshot.kinds.get(kind)?.get(id);
    if (record) return record;
  }
  return null;
};

/** Ids that point to an id, and what each of those pointed to when it was read. */
class Arrows {
  version = -1;
  readonly #to = new Map<string, Set<string>>();
  readonly #from = new Map<string, readonly string[]>();

  #put(record: VaultRecord): void {
    const targets = linksIn(record).map(({ to }) => to);
    if (targets.length === 0) return;
    this.#from.set(record.id, targets);
    for (const to of targets) {
      const those = this.#to.get(to);
      if (those) those.add(record.id);
      else this.#to.set(to, new Set([record.id]));
    }
  }

  #take(id: string): void {
    for (const to of this.#from.get(id) ?? []) this.#to.get(to)?.delete(id);
    this.#from.delete(id);
  }

  follow(snapshot: Snapshot): void {
    if (snapshot.version === this.version) return;
    const { changed } = snapshot;
    if (changed !== null && changed.length <= ONE_BY_ONE && snapshot.version === this.version + 1)
      for (const id of changed) {
        this.#take(id);
        const record = recordIn(snapshot, id);
        if (record) this.#put(record);
      }
    else {
      this.#to.clear();
      this.#from.clear();
      for (const record of allRecords(snapshot)) if (Object.hasOwn(record.fields, 'links')) this.#put(record);
    }
    this.version = snapshot.version;
  }

  to(id: string): ReadonlySet<string> {
    return this.#to.get(id) ?? NOBODY;
  }
}
const NOBODY: ReadonlySet<string> = new Set();

const createRecords = (snapshot: Snapshot, arrows: Arrows, locked: ReadonlySet<string>): Records => {
  const isOpen = (record: VaultRecord): boolean => locked.size === 0 || keyForRecord(record, locked) === '';
  const record = (id: string): VaultRecord | null => {
    const found = recordIn(snapshot, id);
    return found && isOpen(found) ? found : null;
  };
  const shown = (id: string): Shown | null => {
    const found = record(id);
    return found && shownOnce(found);
  };
  // A picker and Find ask anew with each letter; nothing changes while this stands.
  const sorted = new Map<string, readonly Shown[]>();
  const of = (kinds: readonly string[]): readonly Shown[] => {
    const name = kinds.join(' ');
    const known = sorted.get(name);
    if (known) return known;
    const all: Shown[] = [];
    for (const kind of kinds)
      for (const each of recordsOf(snapshot, kind).values()) {
        const one = isOpen(each) ? shownOnce(each) : null;
        if (one) all.push(one);
      }
    sorted.set(name, all.sort(newestFirst));
    return all;
  };
  return {
    record,
    shown,
    of,
    beyondEntries: () => of(BEYOND),
    pointingTo(id) {
      arrows.follow(snapshot);
      return [...arrows.to(id)]
        .flatMap((from) => shown(from) ?? [])
        .toSorted(newestFirst)
        .flatMap((from) => from.links.flatMap(({ to, as }) => (to === id ? [{ from, as }] : [])));
    },
  };
};

interface Followed {
  readonly arrows: Arrows;
  of: Snapshot | null;
  locked: ReadonlySet<string> | null;
  records: Records | null;
}

const followed = new WeakMap<Desk, Followed>();

/** As they are now, outside of a component. */
export const recordsNow = (desk: Desk): Records => {
  let one = followed.get(desk);
  if (!one) followed.set(desk, (one = { arrows: new Arrows(), of: null, locked: null, records: null }));
  const { snapshot } = desk.state();
  const { locked } = bookOf(desk);
  if (!one.records || one.of !== snapshot || one.locked !== locked) {
    // Followed with each change once somebody asked, so that no step is missed.
    if (one.arrows.version >= 0) one.arrows.follow(snapshot);
    one.of = snapshot;
    one.locked = locked;
    one.records = createRecords(snapshot, one.arrows, locked);
  }
  return one.records;
};

/** The view is drawn anew when any record changes. */
export const useRecords = (): Records => {
  const desk = useDesk();
  return useSyncExternalStore(desk.subscribe, () => recordsNow(desk));
};
