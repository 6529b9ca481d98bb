// What one record of a vault says it has to do with another: a link, kept in the set `links` of the record that says it, whatever
// its kind. One record points, and both show it. A record of one's own vault may also point to what lies in a circle (decision 20): it
// names circle and record, and nothing is written there. Invariants: a reason that this Kith does not know stays in the record and is not
// shown; a link is read without knowing the kind, so that what rests on a record is found among all.

import type { Change } from './change.ts';
import { isId } from './ids.ts';
import { isAlive, membersOf, type VaultRecord } from './record.ts';

/**
 * Why one points to the other: it looks back at it, is gathered under it (a question), is about it; rests on it as its evidence;
 * serves it or strains it (a value, a purpose); came out of it.
 */
export const LINK_REASONS = ['looks-back-at', 'gathers-under', 'about', 'rests-on', 'serves', 'strains', 'comes-from'] as const;
export type LinkReason = (typeof LINK_REASONS)[number];

export interface Link {
  readonly to: string;
  readonly as: LinkReason;
}

/** The most letters of what is pointed to (a circle's id, `/`, an id as core/check-record.ts has it), and the most links that are taken at once. */
export const MOST_LINK = 96;
export const MOST_LINKS = 500;

/** A record of a circle. */
export interface CirclePlace {
  /** The circle's vault. */
  readonly vault: string;
  readonly id: string;
}

/** What a link to a record of a circle points to. No id has this sign in it. */
export const placeToTarget = ({ vault, id }: CirclePlace): string => `${vault}/${id}`;

/** Null where a link points to a record of its own vault. */
export const targetToPlace = (to: string): CirclePlace | null => {
  const at = to.indexOf('/');
  const [vault, id] = [to.slice(0, Math.max(at, 0)), to.slice(at + 1)];
  return isId(vault) && id !== '' && !id.includes('/') ? { vault, id } : null;
};

const REASONS: ReadonlySet<string> = new Set(LINK_REASONS);
export const isReason = (text: unknown): text is LinkReason => typeof text === 'string' && REASONS.has(text);

export const linkToMember = ({ as, to }: Link): string => `${as}:${to}`;

export const memberToLink = (member: string): Link | null => {
  const at = member.indexOf(':');
  const [as, to] = [member.slice(0, Math.max(at, 0)), member.slice(at + 1)];
  return isReason(as) && to !== '' && to.length <= MOST_LINK ? { as, to } : null;
};

export const sameLink = (one: Link, other: Link): boolean => one.to === other.to && one.as === other.as;

/** What a record that is alive points to, in the order of its set. */
export const linksIn = (record: VaultRecord): Link[] =>
  Object.hasOwn(record.fields, 'links') && isAlive(record)
    ? membersOf(record, 'links')
        .map(memberToLink)
        .filter((link) => link !== null)
    : [];

/** Points a record to others and takes links away; null when nothing would change. A record does not point to itself. */
export const linkChange = (record: Pick<VaultRecord, 'id' | 'kind' | 'v' | 'fields'>, add: readonly Link[], remove: readonly Link[] = []): Change | null => {
  const has = new Set(membersOf(record as VaultRecord, 'links'));
  const gone = remove.map(linkToMember).filter((member) => has.has(member));
  const come = [...new Set(add.filter(({ to }) => to !== '' && to.length <= MOST_LINK && to !== record.id).map(linkToMember))].filter((member) => !has.has(member));
  if (gone.length + come.length === 0) return null;
  return { id: record.id, kind: record.kind, v: record.v, ...(come.length > 0 ? { add: { links: come } } : {}), ...(gone.length > 0 ? { remove: { links: gone } } : {}) };
};

/** Links that a draft brings: valid, each once, none to the record itself, at most `MOST_LINKS`. */
export const tidyLinks = (links: readonly Link[], self = ''): Link[] => {
  const once = new Map<string, Link>();
  for (const link of links)
    if (typeof link === 'object' && link !== null && isReason(link.as) && typeof link.to === 'string' && link.to !== '' && link.to.length <= MOST_LINK && link.to !== self)
      once.set(linkToMember(link), { to: link.to, as: link.as });
  return [...once.values()].slice(0, MOST_LINKS);
};
