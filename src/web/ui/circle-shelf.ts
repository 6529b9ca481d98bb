// The circles of the open vault as the page keeps them: what the vault's worker tells of each is put together here, beside one's own
// vault's snapshot. Invariant: who wrote a record is said by its id alone; a member's name is what they gave themself.

import type { Refusal } from '#core/result.ts';
import { emptySnapshot, recordById, recordsOf, withRecords, type Snapshot } from '#core/snapshot.ts';
import type { VaultRecord } from '#core/record.ts';
import { CIRCLE_NAME, circleName, circleRest, memberNames, type KeptCircle } from '#rooms/circles/model.ts';
import type { Batch, CircleShown } from '../workers/vault-events.ts';

export interface CircleMember {
  /** The account. */
  readonly id: string;
  /** As they named themself; '' while it has not come. */
  readonly name: string;
  readonly role: 'facilitator' | 'member';
  /** Instant, by the clock of whoever let them in; '' where it is not known. */
  readonly since: string;
  readonly isMe: boolean;
}

export interface OpenCircle {
  readonly vault: string;
  readonly name: string;
  /** My account: the hand I write with. */
  readonly me: string;
  /** In it now, the longest-standing first. */
  readonly members: readonly CircleMember[];
  /** By account, also of those who left. */
  readonly names: ReadonlyMap<string, string>;
  /** `resting`: one is in it, and it was put to rest: it is read, and nobody writes. */
  readonly standing: 'in' | 'resting' | 'left' | 'removed';
  /** The circle's records, like the desk's own. */
  readonly snapshot: Snapshot;
  /** Its records are still being read. */
  readonly isOpening: boolean;
  /** Records written here that the host has not got. */
  readonly unsent: number;
  /** Why it does not open, or what is to be known of it. */
  readonly trouble: Refusal | null;
}

interface Kept {
  readonly shown: CircleShown | null;
  readonly pending: VaultRecord[];
  readonly open: OpenCircle;
}

const CLOSED: OpenCircle = {
  vault: '',
  name: '',
  me: '',
  members: [],
  names: new Map(),
  standing: 'in',
  snapshot: emptySnapshot(),
  isOpening: true,
  unsent: 0,
  trouble: null,
};

/** What the desk keeps of circles. Every call gives them as they are then, by name. */
export const createShelf = () => {
  const kept = new Map<string, Kept>();

  const at = (vault: string): Kept => kept.get(vault) ?? { shown: null, pending: [], open: { ...CLOSED, vault, snapshot: emptySnapshot() } };
  const list = (): readonly OpenCircle[] => [...kept.values()].map(({ open }) => open).sort((a, b) => a.name.localeCompare(b.name) || (a.vault < b.vault ? -1 : 1));

  const together = (vault: string, shown: CircleShown | null, pending: VaultRecord[], open: OpenCircle): readonly OpenCircle[] => {
    const { snapshot } = open;
    const isNamed = snapshot.changed === null || snapshot !== kept.get(vault)?.open.snapshot;
    const names = isNamed ? memberNames([...recordsOf(snapshot, 'member').values()]) : open.names;
    const record = recordById(snapshot, 'circle', CIRCLE_NAME);
    const name = (record && circleName([record])) || (shown?.name ?? open.name);
    const members = (shown?.members ?? []).map((member) => ({ ...member, name: names.get(member.id) ?? '', isMe: member.id === shown?.me }));
    kept.set(vault, {
      shown,
      pending,
      open: {
        ...open,
        name,
        names,
        members,
        ...(shown
          ? { me: shown.me, standing: shown.standing === 'in' && circleRest(record) !== '' ? 'resting' : shown.standing, unsent: shown.unsent, trouble: shown.trouble }
          : {}),
        // What does not open is not waited for.
        isOpening: open.isOpening && (shown === null || shown.isHere),
      },
    });
    return list();
  };

  return {
    /** Those that one's own vault names: until the worker has told of one it is on its way. */
    expect(all: readonly KeptCircle[]): readonly OpenCircle[] {
      for (const { vault, name, left } of all) {
        if (kept.has(vault)) continue;
        kept.set(vault, { shown: null, pending: [], open: { ...CLOSED, vault, name, standing: left === null ? 'in' : 'left', snapshot: emptySnapshot() } });
      }
      return list();
    },
    shown: (shown: CircleShown): readonly OpenCircle[] => {
      const { pending, open } = at(shown.vault);
      return together(shown.vault, shown, pending, shown.isHere && pending.length === 0 && open.snapshot.version === 0 ? { ...open, isOpening: true } : open);
    },
    /** Records that came; null while more of the same batch are to come. */
    came(vault: string, records: readonly VaultRecord[], last: boolean, why: Batch['why']): readonly OpenCircle[] | null {
      const { shown, pending, open } = at(vault);
      for (const record of records) pending.push(record);
      if (!last) {
        kept.set(vault, { shown, pending, open });
        return null;
      }
      // Another tab spoke of what is shown already.
      if (pending.length === 0 && why !== 'open') return null;
      const snapshot = withRecords(open.snapshot, pending);
      return together(vault, shown, [], { ...open, snapshot: why === 'open' ? { ...snapshot, changed: null } : snapshot, isOpening: why === 'open' ? false : open.isOpening });
    },
    /** What the page itself wrote. */
    wrote(vault: string, records: readonly VaultRecord[]): readonly OpenCircle[] {
      const { shown, pending, open } = at(vault);
      return together(vault, shown, pending, { ...open, snapshot: withRecords(open.snapshot, records) });
    },
    clear(): void {
      kept.clear();
    },
  };
};
