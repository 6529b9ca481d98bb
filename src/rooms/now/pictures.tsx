// What stands over each door: bricks being laid, a table with people round it, an open book. Drawn for Kith.

import type { ReactNode } from 'react';
import type { Door } from '#web/ui/now.ts';

const Picture = ({ children }: { readonly children: ReactNode }) => (
  <svg viewBox="0 0 96 64" aria-hidden="true">
    {children}
  </svg>
);

export const DOOR_PICTURES: Readonly<Record<Door, ReactNode>> = {
  act: (
    <Picture>
      <path d="M6 58h84" />
      <path d="M16 58V46h20v12M36 58V46h22v12M58 58V46h20v12M26 46V34h22v12M48 46h10" />
      <path className="f" d="M52 20h20v11H52z" transform="rotate(9 62 25)" />
    </Picture>
  ),
  together: (
    <Picture>
      <ellipse cx="48" cy="36" rx="21" ry="11" />
      <circle cx="48" cy="14" r="4.5" />
      <circle cx="80" cy="30" r="4.5" />
      <circle cx="16" cy="30" r="4.5" />
      <circle cx="67" cy="55" r="4.5" />
      <circle className="f" cx="29" cy="55" r="5" />
    </Picture>
  ),
  reflect: (
    <Picture>
      <path d="M48 20c-10-7-22-7-32-4v38c10-3 22-3 32 4 10-7 22-7 32-4V16c-10-3-22-3-32 4z" />
      <path d="M48 20v38" />
      <path className="c" d="M56 32c6-3 11-3 16-2M56 42c4-2 7-2 10-2" />
    </Picture>
  ),
};
