// The circles one is in that are on this device, as rooms look at them for Now and for what was asked there; those at rest too, as in the
// pages: whoever looks decides. No host is asked.

import type { CircleSeen } from '#rooms/now/given.ts';
import { keptCircles, openCircles } from './circle-here.ts';
import type { Context } from './context.ts';
import { openInCircle, whyNoWriting } from './in-circle.ts';
import type { Open } from './session.ts';

export const circlesSeen = async (open: Open, context: Context): Promise<readonly CircleSeen[]> => {
  if (open.linked === null) return [];
  const here = await openCircles(context, open);
  if (!here.ok) return [];
  const seen: CircleSeen[] = [];
  for (const kept of await keptCircles(here.value)) {
    const inside = kept.left === null ? await openInCircle(context, kept.vault, open) : null;
    if (!inside?.ok || (await whyNoWriting(inside.value.circle))) continue;
    const { circle, name, me, members, names, snapshot } = inside.value;
    seen.push({ vault: circle.vault, name, me, members, names, snapshot });
  }
  return seen;
};
