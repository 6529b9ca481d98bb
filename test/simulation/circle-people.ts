// What people do in a simulated circle, through the rooms' own models: notes, needs and their answers, sharing on terms, remarks, taking
// back, letters, the circle's name. What was written, and what was allowed with it, is noted as it lands in the device's store.

import { allowsFrom, wasEverGiven, type Allows, type Item } from './circle-words.ts';
import type { Person } from './circle.ts';
import type { Shared, SimDevice } from './device.ts';
import type { Dice } from './dice.ts';
import { sawBefore, type History, type Write } from './history.ts';
import type { Change } from '#core/change.ts';
import { newId } from '#core/ids.ts';
import type { VaultRecord } from '#core/record.ts';
import type { Result } from '#core/result.ts';
import { emptySnapshot, withRecords, type Snapshot } from '#core/snapshot.ts';
import { addDays } from '#core/when.ts';
import { nameCircle, writeNote } from '#rooms/circles/model.ts';
import { writeLetter } from '#rooms/circles/letters.ts';
import { needsOf } from '#rooms/needs/model.ts';
import { answerNeed, endNeed, voiceNeed } from '#rooms/needs/write.ts';
import { cameLater, changeTerms, openTo, remark, share, sharingIn, shownTo, takeBack, type Shown, type Words } from '#rooms/sharing/model.ts';

export interface People {
  act(device: SimDevice, own: Dice): void;
  readonly items: ReadonlyMap<string, Item>;
  /** Ids of letters of which their writer was told that they are kept. */
  readonly keptLetters: ReadonlyMap<string, string>;
  readonly today: string;
  /** What somebody saw that they were never given, while things were still on their way. */
  readonly wrong: readonly string[];
}

interface Parts {
  readonly dice: Dice;
  readonly persons: readonly Person[];
  readonly shared: Shared;
  readonly history: History;
  readonly count: (what: string) => void;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
  readonly isIn: (device: SimDevice) => boolean;
}

const WORDS = 'morning rain walked slowly home again thinking of what she said and how little of it was about me'.split(' ');

export const recordsIn = async (device: SimDevice): Promise<VaultRecord[]> => {
  const all: VaultRecord[] = [];
  for await (const { records } of device.running!.vault.all()) all.push(...records);
  return all;
};

/** Every word that somebody is shown, wherever it stands. */
export const marksIn = (shown: Shown, items: ReadonlyMap<string, Item>): ReadonlySet<string> => {
  const text = JSON.stringify(shown);
  return new Set([...items.values()].flatMap(({ id, mark }) => (text.includes(mark) ? [id] : [])));
};

export const createPeople = ({ persons, shared, history, count, now, random, isIn }: Parts): People => {
  const items = new Map<string, Item>();
  const keptLetters = new Map<string, string>();
  const wrong: string[] = [];
  const notes = new Map<string, string[]>();
  const busy = new Map<SimDevice, number>();
  let [turns, marks] = [0, 0];
  const today = new Date(now()).toISOString().slice(0, 10);
  const days = Array.from({ length: 6 }, (_, n) => addDays(today, n));
  const personOf = new Map(persons.flatMap((person) => person.devices.map((device) => [device, person] as const)));

  const textFor = (own: Dice, mark: string): string => `${mark} ${Array.from({ length: own.chance(0.02) ? 1000 : 3 + own.below(12) }, () => own.pick(WORDS)).join(' ')}`;

  const write = async (device: SimDevice, changes: Result<Change | readonly Change[]>, what: string, text: string | null, landed: () => void = () => undefined): Promise<void> => {
    if (!changes.ok) return count(`${what}: ${changes.error.code}`);
    const all = [changes.value].flat();
    const [change] = all;
    if (!change || all.length !== 1) return;
    const one: Omit<Write, 'sawTexts' | 'sawMood' | 'performed'> = { device: device.name, id: change.id, text, mood: null, drop: change.drop ?? false, empty: false };
    const begun = history.begin(one);
    device.gate = (before) => sawBefore(begun, before);
    device.written = (is) => {
      begun.performed = is;
      if (is) landed();
    };
    const done = await device.running!.vault.commit([change], device.wall());
    if (!done.ok) return count(`refused ${done.error.code}`);
    count(what);
    device.running?.sync.wrote();
  };

  const snapshotOf = async (device: SimDevice): Promise<Snapshot> => withRecords(emptySnapshot(), await recordsIn(device));

  const doOne = async (device: SimDevice, own: Dice): Promise<void> => {
    const person = personOf.get(device)!;
    const me = person.own.id;
    const state = device.running!.ring.state()!;
    const members = [...state.members.keys()];
    const instant = new Date(device.wall()).toISOString();
    const id = newId((length) => own.bytes(length));
    const mark = `m${device.name}x${++marks}.`;
    const text = textFor(own, mark);
    const hand = { account: me, id, at: instant, today };
    const isFirst = device === person.devices[0];
    let at = own.next();
    const isMember = state.members.has(me);
    const mine = notes.get(me) ?? [];
    if (at < 0.3) {
      const change = writeNote(me, id, text, instant);
      return write(device, change, 'note', text, () => notes.set(me, [...mine, `${me}-${id}`]));
    }
    if (at < 0.45 && mine.length > 0) {
      const known = own.pick(mine.slice(-20));
      if ((await device.store.rowsById([shared.rowIdOf(known)])).length === 0) return;
      return write(device, { ok: true, value: { id: known, kind: 'note', v: 1, write: { text } } }, 'note again', text);
    }
    if (at < 0.57) return write(device, voiceNeed(me, id, { text, until: own.pick(['', ...days]) }, { instant, today }), 'need', text);
    if (at < 0.59) return write(device, { ok: true, value: nameCircle(`Circle ${mark}`) }, 'circle named', null);
    const snapshot = await snapshotOf(device);
    if (!device.running) return;
    if (at < 0.67) {
      const need = own.pick(needsOf(snapshot).filter(({ by, end }) => by !== me && !end));
      return need && write(device, answerNeed(snapshot, need, me, id, { text }, { instant, today }), 'need answered', text);
    }
    if (at < 0.72) {
      const need = own.pick(needsOf(snapshot).filter(({ by, end }) => by === me && !end));
      return need && write(device, endNeed(need, me, own.pick(['met', 'withdrawn']), [own.pick(members)], instant), 'need ended', null);
    }
    // Words with terms, and letters, are one device's, so that what was done with them has one order.
    if (!isFirst || !isMember) return;
    const sharing = sharingIn(snapshot);
    look(device, shownTo(sharing, { account: me, isIn: true }, today));
    const allows = allowsFrom(own, days);
    const to = members.filter((each) => each !== me);
    if (at >= 0.72 && sharing.shared.length === 0) at = 0.72;
    if (at < 0.8) return write(device, share(text, allows, members, hand), 'shared', text, () => said(`${me}-${id}`, me, null, mark, allows, to));
    if (at < 0.87) {
      const on = own.pick(sharing.shared.filter((each) => each.by !== me && shownTo(sharing, { account: me, isIn: true }, today).shared.some((one) => one.id === each.id)));
      if (!on) return;
      const change = remark(on, text, allows, members, hand);
      const readers = change.ok ? ((change.value[0]!.add?.['readers'] ?? []) as readonly string[]) : [];
      for (const each of readers) if (!wasEverGiven(items.get(on.id)!, each)) wrong.push(`a remark on ${on.id} is given to ${each}, who was never given that`);
      return write(device, change, 'remarked', text, () => said(`${me}-${id}`, me, items.get(on.id)!, mark, allows, readers));
    }
    const own1 = own.pick([...sharing.shared, ...sharing.shared.flatMap(({ remarks }) => remarks)].filter(({ by }) => by === me) as readonly Words[]);
    if (at < 0.9) return own1 && write(device, changeTerms(own1, allows, today), 'terms changed', null, () => void items.get(own1.id)!.turns.push({ is: 'allows', allows }));
    if (at < 0.92) {
      const one = own.pick(sharing.shared.filter(({ by }) => by === me));
      const later = one ? cameLater(one, members) : [];
      if (one && later.length > 0)
        await write(device, { ok: true, value: openTo(one, later) }, 'let in', null, () => void items.get(one.id)!.turns.push({ is: 'lets-in', who: later }));
      return;
    }
    if (at < 0.95) return own1 && write(device, { ok: true, value: takeBack(own1) }, 'taken back', null, () => void items.get(own1.id)!.turns.push({ is: 'taken-back' }));
    const changes = to.length > 0 ? writeLetter(me, id, instant, { circle: shared.vault, to: own.pick(to), about: vaultWide, what: 'answer', text }) : null;
    if (!changes?.ok) return;
    const kept = await person.letters.vault.commit(changes.value, device.wall());
    if (!kept.ok) return;
    count('letter written');
    keptLetters.set(`${me}-${id}`, text);
    person.letters.run();
  };
  const vaultWide = newId(random);

  const said = (id: string, by: string, on: Item | null, mark: string, allows: Allows, readers: readonly string[]): void => {
    items.set(id, {
      id,
      by,
      on,
      mark,
      turns: [
        { is: 'lets-in', who: readers },
        { is: 'allows', allows },
      ],
    });
  };

  /** Whatever has arrived and what has not: nobody sees what they were never given. */
  const look = (device: SimDevice, shown: Shown): void => {
    const { own } = personOf.get(device)!;
    const seen = marksIn(shown, items);
    for (const id of seen) if (!wasEverGiven(items.get(id)!, own.id)) wrong.push(`device ${device.name} was shown ${id}, which was never given to them`);
    if (seen.size > 0) count('looked meanwhile');
  };

  return {
    items,
    keptLetters,
    today,
    wrong,
    act(device, own) {
      if (!isIn(device) || !device.running?.ring.state()) return count('asleep');
      if (busy.has(device)) return count('still at it');
      const turn = ++turns;
      busy.set(device, turn);
      const over = (): void => {
        if (busy.get(device) === turn) busy.delete(device);
      };
      // A crash may leave it unanswered for ever.
      shared.world.after(1000, over);
      void doOne(device, own).finally(over);
    },
  };
};
