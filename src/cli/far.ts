// What lies in a circle, named or shown beside a record of one's own vault that points to it (decision 20). A circle is opened only where a
// link leads into it. Invariant: of a circle that one has left, or that does not open, nothing is said.

import { targetToPlace, type Link } from '#core/links.ts';
import { ok, type Result } from '#core/result.ts';
import { farIn, type Far } from '#rooms/far.ts';
import type { Context } from './context.ts';
import { itemNamed, openInCircle, shortId, whyNoWriting, type InCircle } from './in-circle.ts';
import { cutTo } from './layout.ts';
import type { Open } from './session.ts';
import { harmless } from './terminal.ts';
import { loadRoomWords, type Words } from './words.ts';

const farInside = ({ circle, name, snapshot }: InCircle): readonly Far[] => farIn({ vault: circle.vault, name, snapshot });

const MOST_TITLE = 60;

/** `1abc12  title (issue in Garden)`. */
export const farText = ({ id, is, title, circle }: Far, words: Words): string =>
  harmless(`${shortId(id)}  ${cutTo(title.replace(/\s+/g, ' '), MOST_TITLE)} (${words(`link.far-${is}`, { circle })})`);

/** What each link that leads into a circle leads to, in words; of what cannot be seen, where it lay: by that it can be taken away. */
export const farTexts = async (open: Open, links: readonly Link[], context: Context): Promise<(to: string) => string> => {
  const words = await loadRoomWords(context.env);
  const found = new Map<string, string>();
  const vaults = new Set(links.flatMap(({ to }) => targetToPlace(to)?.vault ?? []));
  if (open.linked !== null)
    for (const vault of vaults) {
      const inside = await openInCircle(context, vault, open);
      if (!inside.ok || (await whyNoWriting(inside.value.circle))) continue;
      for (const far of farInside(inside.value)) found.set(far.to, farText(far, words));
    }
  return (to) => found.get(to) ?? `${words('link.far-gone')}: ${harmless(to)}`;
};

/** The issue or the action of a circle whose id begins so. Refusals: those of opening the circle, `item-not-found`, `item-not-unique`. */
export const farNamed = async (open: Open, circle: string, typed: string, context: Context): Promise<Result<Far>> => {
  const inside = await openInCircle(context, circle, open);
  if (!inside.ok) return inside;
  const { name } = inside.value;
  const found = itemNamed(typed, farInside(inside.value), `kith issues "${name}", kith actions "${name}"`);
  return found.ok ? ok(found.value) : found;
};
