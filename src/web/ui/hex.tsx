// Bytes as they are: eight to a line in hex, each line after the place of its first. Only lines in sight exist, so that a megabyte is
// as quick as a page; what a program counts runs from the left in every language. It scrolls by touch, wheel and keys like any text.

import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';

const PER_LINE = 8;
/** In rem, as the style sheet has it. */
const LINE = 1.25;
const LINES_SHOWN = 16;

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');

export const Hex = ({ bytes, label }: { readonly bytes: Uint8Array; readonly label: string }) => {
  'use no memo';
  const box = useRef<HTMLDivElement>(null);
  const [rem] = useState(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16);
  const lines = Math.ceil(bytes.length / PER_LINE);
  // It hands out one object that changes inside, which the compiler must not remember: hence 'use no memo' above.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({ count: lines, getScrollElement: () => box.current, estimateSize: () => LINE * rem, overscan: 8 });
  const digits = Math.max(4, (bytes.length - 1).toString(16).length);
  return (
    // What scrolls must be reached by the Tab key, so that arrow keys move it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={box} className="rolls hex" role="group" aria-label={label} tabIndex={0} dir="ltr" style={{ blockSize: `${Math.min(lines, LINES_SHOWN) * LINE}rem` }}>
      <ul style={{ blockSize: `${virtual.getTotalSize()}px` }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <li key={index} style={{ transform: `translateY(${start}px)` }} aria-setsize={lines} aria-posinset={index + 1}>
            <span className="q">{(index * PER_LINE).toString(16).padStart(digits, '0')}</span> {hexOf(bytes.subarray(index * PER_LINE, (index + 1) * PER_LINE))}
          </li>
        ))}
      </ul>
    </div>
  );
};
