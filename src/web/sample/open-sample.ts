// Opens the sample diary in a vault of its own, apart from the person's; makes it the first time, with a count as it goes.

import type { Change } from '#core/change.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { SAMPLE_VAULT, type Desk } from '../ui/vault.ts';
import { pepysEntry, type Diary } from './pepys.ts';
import { pepysValues, type ValueTags } from './pepys-values.ts';

const BATCH = 250;
const LAST_DAY = '1669-05-31';

// Ids come from the day, so that a sample broken off half-way is finished, not doubled.
const idOf = (date: string): string => `pepys0000000000000${date.replaceAll('-', '')}`;

const fetched = async <T>(name: string): Promise<T> => {
  const answer = await fetch(`${import.meta.env.BASE_URL}sample/${name}`);
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as T;
};

export const openSample = async (desk: Desk, onProgress: (done: number, total: number) => void): Promise<Result<null>> => {
  await desk.attach(SAMPLE_VAULT);
  const { phase, snapshot } = desk.state();
  const here = snapshot.kinds.get('entry')?.size ?? 0;
  if (phase === 'failed') return refuse(desk.state().refusal ?? { code: 'store-gone' });
  if (snapshot.kinds.get('entry')?.has(idOf(LAST_DAY)) && snapshot.kinds.get('value-order')) return ok(null);
  let diary: Diary;
  let tags: ValueTags;
  try {
    [diary, tags] = await Promise.all([fetched<Diary>('pepys-diary.json'), fetched<ValueTags>('pepys-values.json')]);
  } catch {
    // Once it has been made, the sample opens without a connection.
    return here > 0 ? ok(null) : refuse({ code: 'sample-not-reached' });
  }
  if (phase === 'absent') {
    const begun = await desk.begin();
    if (!begun.ok) return begun;
  }
  const now = { when: '1703-05-26', zone: '', instant: new Date().toISOString() };
  let waiting: Change[] = [];
  for (const [i, entry] of diary.entries.entries()) {
    const id = idOf(entry.date);
    if (!desk.state().snapshot.kinds.get('entry')?.has(id)) {
      const made = pepysEntry(entry, id, now);
      if (!made.ok) return made;
      waiting.push(...made.value);
    }
    if (waiting.length >= BATCH || i === diary.entries.length - 1) {
      const done = await desk.commit(waiting);
      if (!done.ok) return done;
      waiting = [];
      onProgress(i + 1, diary.entries.length);
    }
  }
  if (desk.state().snapshot.kinds.get('value-order')) return ok(null);
  const done = await desk.commit(pepysValues(tags, (date) => desk.state().snapshot.kinds.get('entry')?.get(idOf(date)), now.instant));
  return done.ok ? ok(null) : done;
};
