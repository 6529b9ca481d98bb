// Where maps lie (one's own vault, or a circle) for the pages, which are the same for both: the maps, read once for each of their states,
// the one way to write there, and addresses.

import type { Change } from '#core/change.ts';
import type { VaultRecord } from '#core/record.ts';
import type { Result } from '#core/result.ts';
import type { Snapshot } from '#core/snapshot.ts';
import type { Committed } from '#core/vault.ts';
import { useActIn, type OpenCircle } from '#web/ui/circles.ts';
import { useAct } from '#web/ui/own.ts';
import { momentNow } from '#web/ui/time.ts';
import { useSnapshot } from '#web/ui/vault.ts';
import { placesOf, type Places } from './layout.ts';
import { loopsOf, type Loops } from './loops.ts';
import { KINDS, mapsOf, type Arrow, type Reader, type SystemMap } from './model.ts';

const byRecord = new WeakMap<VaultRecord, unknown>();
/** Each kind is read in one way, so the record alone says what was read. */
const reader: Reader = <T,>(read: (record: VaultRecord) => T, record: VaultRecord): T => {
  if (!byRecord.has(record)) byRecord.set(record, read(record));
  return byRecord.get(record) as T;
};

const bySnapshot = new WeakMap<Snapshot['kinds'], { version: number; maps: readonly SystemMap[] }>();

/** The maps of a snapshot; the same objects as long as no record of a map changed. */
const mapsIn = (snapshot: Snapshot): readonly SystemMap[] => {
  const { kinds, version, changed } = snapshot;
  const known = bySnapshot.get(kinds);
  if (known?.version === version) return known.maps;
  if (known && changed !== null && version === known.version + 1 && !changed.some((id) => KINDS.some((kind) => kinds.get(kind)?.has(id)))) known.version = version;
  else
    bySnapshot.set(kinds, {
      version,
      maps: mapsOf(
        KINDS.flatMap((kind) => [...(kinds.get(kind)?.values() ?? [])]),
        reader,
      ),
    });
  return bySnapshot.get(kinds)!.maps;
};

export interface MapPlace {
  /** Null: one's own vault. */
  readonly circle: OpenCircle | null;
  /** Address of the list. */
  readonly at: string;
  readonly maps: readonly SystemMap[];
  readonly canWrite: boolean;
  readonly act: (changes: readonly Change[] | Result<readonly Change[]>, done?: string) => Promise<Result<Committed>>;
}

export const usePlace = (circle: OpenCircle | null): MapPlace => {
  const own = useSnapshot();
  const act = useAct('systems');
  const actIn = useActIn('systems');
  return {
    circle,
    at: circle ? `/circles/${circle.vault}/systems` : '/act/systems',
    maps: mapsIn(circle ? circle.snapshot : own),
    canWrite: circle === null || circle.standing === 'in',
    act: (changes, done) => (circle ? actIn(circle, changes, done) : act(changes, done)),
  };
};

export const nowHere = (): { readonly instant: string } => ({ instant: momentNow().instant });

export const mapHref = ({ at }: Pick<MapPlace, 'at'>, id: string): string => `${at}/${id}`;
export const partHref = ({ at }: Pick<MapPlace, 'at'>, id: string): string => `${at}/part/${id}`;
export const arrowHref = ({ at }: Pick<MapPlace, 'at'>, id: string): string => `${at}/arrow/${id}`;

const isSame = <T,>(a: readonly T[], b: readonly T[]): boolean => a.length === b.length && a.every((one, i) => one === b[i]);

/** Of each map the loops that were last looked for: moving a part, or saying more of one, changes none. */
const loops = new Map<string, { readonly arrows: readonly Arrow[]; readonly parts: readonly string[]; readonly found: Loops }>();
export const loopsIn = (map: SystemMap): Loops => {
  const known = loops.get(map.id);
  const parts = map.parts.map(({ id }) => id);
  if (known && isSame(known.arrows, map.arrows) && isSame(known.parts, parts)) return known.found;
  loops.clear();
  const found = loopsOf(map);
  loops.set(map.id, { arrows: map.arrows, parts, found });
  return found;
};

const places = new WeakMap<SystemMap, Places>();
export const placesIn = (map: SystemMap): Places => {
  if (!places.has(map)) places.set(map, placesOf(map));
  return places.get(map)!;
};
