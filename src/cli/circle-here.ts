// The circles of a home: which there are (one's own vault says), where the rows of each lie (a file beside one's own, named by the
// circle's id), a circle and a member by what a person typed, and what is kept of a circle in one's own vault. Invariant: what a
// removed member had not sent becomes an entry of their own journal, once.

import { existsSync } from 'node:fs';
import { bulkCipher } from '#adapters/bulk-cipher.ts';
import { membersOf, openCircle, openToRead, type Circle, type CircleParts, type CirclePlace, type ReadingParts } from '#adapters/circles.ts';
import { openSqliteStore, type SqliteStore } from '#adapters/node/store.ts';
import { createSqliteSyncStore } from '#adapters/node/sync-store.ts';
import { argon2id } from '#adapters/sodium.ts';
import type { Linked } from '#adapters/sync-session.ts';
import type { VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { CIRCLE_NAME, CIRCLES, circleName, circlesKept, keepCircle, memberNames, type KeptCircle } from '#rooms/circles/model.ts';
import { keepUnsent } from '#rooms/circles/unsent.ts';
import type { KeepPrivately } from '#sync/ports.ts';
import { circleFile, circlesFolder } from './circle-files.ts';
import { momentOf, type Context } from './context.ts';
import { makeFolder } from './home.ts';
import { openHere, openLinked, type HereOpen } from './linked.ts';
import type { Open } from './session.ts';

export type HereLinked = HereOpen & { readonly linked: Linked };
export type FilePlace = CirclePlace & { readonly store: SqliteStore };

export interface HereCircles extends HereLinked {
  readonly circles: CircleParts;
  readonly context: Context;
}

/** What it takes to read what is here, also once the account has ended. */
export interface HereReading extends HereOpen {
  readonly circles: ReadingParts & Partial<Pick<CircleParts, 'account'>>;
  readonly context: Context;
}

/** `open`: one's own vault, where it is open already. Refusal `account-none`: circles live at a host. */
export const openCircles = async (context: Context, open?: Open): Promise<Result<HereCircles>> => {
  const here = await openLinked(context, open);
  return here.ok ? ok(withCircles(here.value, context)) : here;
};

const readingParts = ({ parts, open: { sealer }, vault }: HereOpen): ReadingParts => ({ ...parts, sealer, cipher: bulkCipher, argon2id, open: vault });

export const withCircles = (here: HereLinked, context: Context): HereCircles => ({
  ...here,
  context,
  circles: { ...readingParts(here), account: here.linked.account },
});

/** To read alone. Refusal `account-none`: there is none, nor was there one that was in a circle. */
export const openReading = async (context: Context): Promise<Result<HereReading>> => {
  const here = await openHere(context);
  if (!here.ok) return here.error.code === 'vault-none' ? refuse({ code: 'account-none' }) : here;
  const { linked } = here.value.open;
  if (linked) return ok(withCircles({ ...here.value, linked }, context));
  return (await keptCircles(here.value)).length > 0 ? ok({ ...here.value, context, circles: readingParts(here.value) }) : refuse({ code: 'account-none' });
};

const PATIENCE = 60_000;

/** Where a circle's rows lie; made where it is missing. Refusals of the store. */
export const placeOf = (here: Pick<HereCircles, 'context'>, vault: string): Result<FilePlace> => {
  const path = circleFile(here.context.paths, vault);
  try {
    makeFolder(circlesFolder(here.context.paths), 0o700);
  } catch {
    return refuse({ code: 'home-not-usable', with: { path } });
  }
  const opened = openSqliteStore(path);
  if (!opened.ok) return refuse({ ...opened.error, with: { path } });
  const store = opened.value;
  store.db.exec(`pragma busy_timeout = ${PATIENCE}`);
  here.context.onEnd(() => store.close());
  return ok({ store, sync: createSqliteSyncStore(store.db) });
};

export const keptCircles = async ({ open: { session } }: Pick<HereOpen, 'open'>): Promise<readonly KeptCircle[]> => circlesKept((await session.vault.byId([CIRCLES])).records[0]);

/** Writes down in one's own vault that one is, or is no more, in a circle. */
export const keepInOwn = async ({ open: { session }, context }: Pick<HereCircles, 'open' | 'context'>, kept: KeptCircle): Promise<Result<null>> => {
  const done = await session.vault.commit([keepCircle(kept)], Date.parse(context.now().instant));
  return done.ok ? ok(null) : done;
};

/** Of all that has a name and an id: the one typed by name, by id, or by how the id begins. */
export const oneNamed = <T extends { readonly id: string; readonly name: string }>(
  typed: string,
  all: readonly T[],
  not: { readonly found: 'circle-not-found' | 'member-not-found'; readonly unique: 'circle-not-unique' | 'member-not-unique' },
): Result<T> => {
  const text = typed.normalize('NFC').trim().toLowerCase();
  const exact = all.filter(({ id, name }) => id === text || name.toLowerCase() === text);
  const found = exact.length > 0 || text.length < 4 ? exact : all.filter(({ id }) => id.startsWith(text));
  const [one] = found;
  if (!one) return refuse({ code: not.found, with: { name: typed.slice(0, 40) } });
  return found.length > 1 ? refuse({ code: not.unique, with: { name: typed.slice(0, 40), ids: found.map(({ id }) => id).join(', ') } }) : ok(one);
};

export interface OpenedCircle extends Circle {
  readonly place: FilePlace;
  readonly kept: KeptCircle;
}

/** The circle's own file, its log, its keys. Refusals: those of `openCircle`; without an account `account-none` where nothing of it is here. */
export const openKept = async (here: HereReading, kept: KeptCircle): Promise<Result<OpenedCircle>> => {
  const { account } = here.circles;
  if (!account && !isHere(here, kept.vault)) return refuse({ code: 'account-none' });
  const place = placeOf(here, kept.vault);
  if (!place.ok) return place;
  const opened = account ? await openCircle({ ...here.circles, account }, kept.vault, place.value, kept.begins) : await openToRead(here.circles, kept.vault, place.value);
  return opened.ok ? ok({ ...opened.value, place: place.value, kept }) : opened;
};

/** Refusals: `circle-not-found`, `circle-not-unique`, those of opening. */
export const openNamed = async (here: HereReading, typed: string): Promise<Result<OpenedCircle>> => {
  const all = (await keptCircles(here)).map((kept) => ({ id: kept.vault, name: kept.name, kept }));
  const one = oneNamed(typed, all, { found: 'circle-not-found', unique: 'circle-not-unique' });
  return one.ok ? openKept(here, one.value.kept) : one;
};

/** Whether this device has a file of the circle. */
export const isHere = (here: Pick<HereCircles, 'context'>, vault: string): boolean => existsSync(circleFile(here.context.paths, vault));

export const recordsIn = async ({ session }: Circle): Promise<readonly VaultRecord[]> => {
  const records: VaultRecord[] = [];
  for await (const batch of session.vault.all()) records.push(...batch.records);
  return records;
};

export interface MemberHere {
  readonly id: string;
  /** As they named themself; '' while it has not come. */
  readonly name: string;
  readonly role: string;
  /** Instant by the clock of whoever let them in. */
  readonly since: string;
  readonly isMe: boolean;
}

/** Members as the log has them, the longest-standing first, with the names they gave themselves. */
export const membersIn = (here: HereCircles, circle: Circle, records: readonly VaultRecord[]): readonly MemberHere[] => {
  const names = memberNames(records);
  return membersOf(circle).map((member) => ({ ...member, name: names.get(member.id) ?? '', isMe: member.id === here.circles.account.account }));
};

/** The circle's name as it now is, and whose account one is in it with, for the list in one's own vault. */
export const keepName = async (here: HereCircles, circle: OpenedCircle): Promise<Result<null>> => {
  const name = circleName((await circle.session.vault.byId([CIRCLE_NAME])).records);
  const kept = (await keptCircles(here)).find(({ vault }) => vault === circle.vault);
  if (kept === undefined) return ok(null);
  const now = { ...kept, name: name || kept.name, me: kept.me || here.circles.account.account };
  return now.name === kept.name && now.me === kept.me ? ok(null) : keepInOwn(here, now);
};

/** What could not be sent any more becomes entries of one's own journal, each once. */
export const privately = ({ open: { session }, context }: Pick<HereCircles, 'open' | 'context'>, kept: KeptCircle): KeepPrivately =>
  keepUnsent({ idFor: session.idFor, byId: session.vault.byId, commit: session.vault.commit }, kept, (instant) =>
    instant === undefined ? context.now() : momentOf(new Date(instant)),
  );
