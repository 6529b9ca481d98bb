// Says where the sealed search image lies and how far it goes. A file of its own, so that a sweep can spare the image
// without loading the search.

import { MOVED, type Binding, type Sealer } from '#core/ports.ts';
import { bytesToText, textToBytes } from '#core/text.ts';
import type { Session } from '#crypto/session.ts';

export interface SearchManifest {
  readonly version: number;
  /** Every row up to this number is in the image, or under a journal's own key, or not an entry. */
  readonly upTo: number;
  /** The store's note of that name when the rows were read: after another count, words may be in it that must not be. */
  readonly moved: string;
  /** Base 64. */
  readonly key: string;
  readonly chunks: readonly string[];
  readonly size: number;
  /** Ids of entries that a look-back note belongs to. */
  readonly noted: readonly string[];
  /** Rows that lie or belong under journals' own keys, or did not open. */
  readonly apart: readonly string[];
}

export const MANIFEST = 'derived-words';

const bindingOf = ({ header }: Pick<Session, 'header'>): Binding => ({ vault: header.vault, id: MANIFEST, ver: 1, epoch: header.epoch, device: '', key: '' });

/** Null when there is none, it does not open, or something moved since: then what is left of it is dropped. */
export const readManifest = async (session: Pick<Session, 'header' | 'keys' | 'store'>, sealer: Sealer): Promise<SearchManifest | null> => {
  const sealed = await session.store.blob(MANIFEST);
  const plain = sealed && sealer.open(sealed, session.keys().get('')!, bindingOf(session));
  const manifest = plain ? (JSON.parse(bytesToText(plain)) as SearchManifest) : null;
  if (manifest === null || manifest.moved === ((await session.store.note(MOVED)) ?? '')) return manifest;
  for (const address of [MANIFEST, ...manifest.chunks]) await session.store.dropBlob(address);
  return null;
};

/** False when it could not be stored. */
export const writeManifest = async (session: Pick<Session, 'header' | 'keys' | 'store'>, sealer: Sealer, manifest: SearchManifest): Promise<boolean> =>
  (await session.store.putBlob(MANIFEST, sealer.seal(textToBytes(JSON.stringify(manifest)), session.keys().get('')!, bindingOf(session)))).ok;

/** Addresses that the image lies at, the manifest's own among them. */
export const imageAddresses = async (session: Pick<Session, 'header' | 'keys' | 'store'>, sealer: Sealer): Promise<Set<string>> =>
  new Set([MANIFEST, ...((await readManifest(session, sealer))?.chunks ?? [])]);
