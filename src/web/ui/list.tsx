// A list of any length that scrolls at the screen's own pace: only the rows in sight exist (TanStack Virtual). The list
// is one stop for the Tab key; arrow keys, Page, Home and End move inside it, Enter opens (roving focus).
// The row keeps its place when the focus leaves and returns.

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

interface RollsProps<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T, index: number) => string;
  readonly row: (item: T, index: number) => ReactNode;
  readonly label: string;
  /** Height of a row in pixels before it is measured. */
  readonly estimate: number;
  readonly onOpen?: (item: T, index: number) => void;
  /** Index of the row that is open beside the list: kept in sight and marked. */
  readonly current?: number;
  /** CSS height of the window; the list fills its container without one. */
  readonly height?: string;
  readonly className?: string;
  /** Where it was scrolled to before, in pixels, and whom to tell. */
  readonly initialOffset?: number;
  readonly onOffset?: (offset: number) => void;
}

export const Rolls = <T,>({ items, keyOf, row, label, estimate, onOpen, current = -1, height = '70dvh', className = '', initialOffset = 0, onOffset }: RollsProps<T>) => {
  'use no memo';
  const box = useRef<HTMLDivElement>(null);
  const [here, setHere] = useState(Math.max(0, current));
  const wanted = useRef(-1);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => estimate,
    getItemKey: (index) => keyOf(items[index]!, index),
    overscan: 8,
    initialOffset,
    onChange: (instance, sync) => {
      if (!sync) onOffset?.(instance.scrollOffset ?? 0);
    },
  });

  useEffect(() => {
    if (current >= 0) {
      setHere(current);
      virtual.scrollToIndex(current, { align: 'auto' });
    }
    // Only when another row is opened; the instance itself never changes.
  }, [current, virtual]);

  const shown = virtual.getVirtualItems();
  useEffect(() => {
    if (wanted.current < 0) return;
    const row = box.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`);
    if (row) {
      wanted.current = -1;
      row.focus({ preventScroll: true });
    }
  });

  const move = (to: number): void => {
    const next = Math.max(0, Math.min(items.length - 1, to));
    wanted.current = next;
    setHere(next);
    virtual.scrollToIndex(next, { align: 'auto' });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>): void => {
    if (event.target instanceof HTMLElement && event.target.getAttribute('data-index') === null) return;
    const page = Math.max(1, shown.length - 10);
    const steps: Record<string, number> = { ArrowDown: here + 1, ArrowUp: here - 1, PageDown: here + page, PageUp: here - page, Home: 0, End: items.length - 1 };
    const to = steps[event.key];
    if (to !== undefined) {
      event.preventDefault();
      move(to);
    } else if (event.key === 'Enter' && onOpen && items[here] !== undefined) {
      event.preventDefault();
      onOpen(items[here], here);
    }
  };

  const reachable = shown.some(({ index }) => index === here) ? here : (shown[0]?.index ?? 0);
  return (
    <div ref={box} className={`rolls ${className}`.trimEnd()} style={{ blockSize: height }}>
      <ul aria-label={label} style={{ blockSize: `${virtual.getTotalSize()}px` }} onKeyDown={onKeyDown}>
        {shown.map(({ key, index, start }) => (
          <li
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            data-here={index === here || undefined}
            aria-setsize={items.length}
            aria-posinset={index + 1}
            aria-current={index === current ? 'true' : undefined}
            tabIndex={index === reachable ? 0 : -1}
            style={{ transform: `translateY(${start}px)` }}
            onFocus={() => setHere(index)}
          >
            {row(items[index]!, index)}
          </li>
        ))}
      </ul>
    </div>
  );
};
