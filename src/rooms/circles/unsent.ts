// What was written in a circle and cannot be sent there any more, because its writer was sent away or has left: it becomes an entry
// of their own journal. Whatever kind of record it is, the texts in it are kept. Invariant: each once, whoever asks how often.

import type { Change } from '#core/change.ts';
import { stringIn, textsIn } from '#core/kind.ts';
import { isAlive, type VaultRecord } from '#core/record.ts';
import { ok, type Result } from '#core/result.ts';
import { writeEntry, type Moment } from '../journal/model.ts';
import type { KeptCircle } from './model.ts';

/** One's own vault, as far as it is needed here. */
export interface OwnVault {
  idFor(name: string): string;
  byId(ids: readonly string[]): Promise<{ readonly records: readonly VaultRecord[] }>;
  commit(changes: readonly Change[], now: number): Promise<Result<unknown>>;
}

/** Every text of the record, all versions: those that merge as texts, in the order of their names. */
const textIn = (record: VaultRecord): string =>
  Object.keys(record.fields)
    .sort()
    .flatMap((name) => textsIn(record, name))
    .filter((text) => text.trim() !== '')
    .join('\n\n');

type KeepUnsent = (records: readonly VaultRecord[]) => Promise<Result<null>>;

/** `moment`: an instant on the clock of this place; now without one. */
export const keepUnsent =
  (own: OwnVault, { vault, name }: KeptCircle, moment: (instant?: string) => Moment): KeepUnsent =>
  async (records) => {
    for (const record of records) {
      const text = isAlive(record) ? textIn(record) : '';
      const id = own.idFor(`circle ${vault} ${record.id}`);
      if (text === '' || (await own.byId([id])).records.length > 0) continue;
      const at = stringIn(record, 'at');
      const now = moment();
      const { when, zone } = Number.isNaN(Date.parse(at)) ? now : moment(at);
      const written = writeEntry({ text, when, zone, topics: name === '' ? [] : [name] }, id, now);
      if (!written.ok) return written;
      const done = await own.commit(written.value, Date.parse(now.instant));
      if (!done.ok) return done;
    }
    return ok(null);
  };
