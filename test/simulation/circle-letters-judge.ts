// Letters when all is quiet: each is where its writer's device says it is, once, with whom it was for and with nobody else; and no item
// that ever lay at the host opens for another.

import type { People } from './circle-people.ts';
import type { Circle, Person } from './circle.ts';
import type { VaultRecord } from '#core/record.ts';
import { openFromInbox } from '#crypto/inbox-seal.ts';
import type { LogState } from '#crypto/membership-log.ts';
import { letterOf, type Letter } from '#rooms/circles/letters.ts';

const lettersOf = async ({ letters }: Person): Promise<readonly Letter[]> => {
  const all: VaultRecord[] = [];
  for await (const { records } of letters.vault.all()) all.push(...records);
  return all.flatMap((record) => letterOf(record) ?? []);
};

export const letterWrongs = async (circle: Circle, people: People, states: readonly LogState[]): Promise<readonly string[]> => {
  const { sodium, shared, persons, laid, rolledBack, stranger, count } = circle;
  const wrong: string[] = [];
  const last = states.at(-1)!;
  const writers = new Map(states.flatMap((state) => [...state.writers]));
  const all = new Map<string, readonly Letter[]>();
  for (const person of persons) all.set(person.own.id, await lettersOf(person));
  const written = [...all].flatMap(([who, letters]) => letters.filter(({ from }) => from === who));
  for (const [id, text] of people.keptLetters) if (!written.some((letter) => letter.id === id && letter.text === text)) wrong.push(`letter ${id} was kept, and is not there`);
  for (const { id, from, to, text, state, why } of written) {
    const holders = [...all].filter(([who, letters]) => who !== from && letters.some((letter) => letter.id === id)).map(([who]) => who);
    if (holders.some((who) => who !== to)) wrong.push(`letter ${id} is with ${holders.join(' ')}, and was for ${to}`);
    const came = all.get(to)!.find((letter) => letter.id === id);
    if (came && (came.text !== text || came.state !== 'came')) wrong.push(`letter ${id} came as another`);
    count(`letter ${state}${came ? ' and came' : ''}`);
    // Who was sent away before they knew of its writer cannot tell who that is; what a host lost lies with its writer.
    const isThere = persons.some(({ own, devices }) => own.id === to && circle.entered.has(devices[0]!));
    if (rolledBack || !isThere || !last.members.has(to)) continue;
    if (state === 'sent' && !came) wrong.push(`letter ${id} was sent, and did not come`);
    if (state === 'cannot' && why === 'letter-i-left' && last.members.has(from)) wrong.push(`letter ${id} was given up, and its writer is in`);
    if (state === 'cannot' && why === 'letter-they-left') wrong.push(`letter ${id} was given up, and ${to} is in`);
    if (state === 'waiting' && last.members.has(from)) wrong.push(`letter ${id} waits`);
  }
  for (const { from, to, id, blob } of laid) {
    const place = { vault: shared.vault, kind: 'letter', item: id };
    const signOf = (sender: string): readonly string[] => (writers.get(sender) ?? []).map(({ sign }) => sign);
    for (const own of [...persons.map((person) => person.own), stranger]) {
      const opened = openFromInbox(sodium, blob, place, own, signOf);
      if (opened.ok !== (own.id === to)) wrong.push(`item ${id} ${opened.ok ? 'opens' : 'does not open'} for ${own.id}`);
      if (opened.ok && opened.value.from !== from) wrong.push(`item ${id} is said to be of ${opened.value.from}`);
    }
    count('items tried');
  }
  return wrong;
};
