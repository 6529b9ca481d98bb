// A list of any length that scrolls at the screen's own pace: only the rows in sight exist (TanStack Virtual). Each row
// is a link, so it opens in a new tab, is read as one, and works without any key of ours. The list is one stop for the
// Tab key; arrow keys, Page, Home and End move inside it (roving focus), also to rows that do not exist yet.

import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode, type Ref } from 'react';
import { Link } from 'wouter';

interface RollsProps<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T, index: number) => string;
  readonly hrefOf: (item: T, index: number) => string;
  /** What the link holds. */
  readonly row: (item: T, index: number) => ReactNode;
  /** What stands above a row and is no link: the month where it begins. */
  readonly head?: (item: T, index: number) => ReactNode;
  readonly label: string;
  /** Height of a row in pixels before it is measured. */
  readonly estimate: number;
  /**
   * Exact height of a row with its head, in rem, where the style sheet fixes it. Nothing is then measured, which a list of
   * 100,000 needs: each measured row moves all after it.
   */
  readonly sizeOf?: (item: T, index: number) => number;
  /** Index of the row that is open beside the list: kept in sight and marked. */
  readonly current?: number;
  /** A plain press or Enter does this instead of following the link: opens the row beside the list. The focus stays. */
  readonly onOpen?: ((item: T, index: number) => void) | undefined;
  /** CSS height of the window. */
  readonly height?: string;
  readonly className?: string;
  /** Class of each row's link. */
  readonly rowClass?: string | undefined;
  /** Where it was scrolled to before, in pixels, and whom to tell. */
  readonly initialOffset?: number;
  readonly onOffset?: (offset: number) => void;
}

interface RollProps<T> extends Pick<RollsProps<T>, 'hrefOf' | 'row' | 'head' | 'rowClass' | 'onOpen'> {
  readonly item: T;
  readonly index: number;
  readonly count: number;
  /** Pixels from the list's top. */
  readonly start: number;
  readonly isCurrent: boolean;
  readonly isReachable: boolean;
  readonly onReach: (index: number) => void;
  readonly measure?: Ref<HTMLLIElement> | undefined;
}

/** One row. It is drawn anew only when something of it changed: a step of scrolling draws the rows that come, not those that stand. */
const Roll = memo(<T,>({ item, index, count, start, isCurrent, isReachable, onReach, measure, hrefOf, row, head, rowClass, onOpen }: RollProps<T>) => (
  <li ref={measure} data-index={index} aria-setsize={count} aria-posinset={index + 1} style={{ transform: `translateY(${start}px)` }}>
    {head?.(item, index)}
    <Link
      href={hrefOf(item, index)}
      className={rowClass}
      onClick={(event: MouseEvent) => {
        if (!onOpen || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        onOpen(item, index);
      }}
      aria-current={isCurrent ? 'true' : undefined}
      tabIndex={isReachable ? 0 : -1}
      onFocus={() => onReach(index)}
    >
      {row(item, index)}
    </Link>
  </li>
)) as <T>(props: RollProps<T>) => ReactNode;

export const Rolls = <T,>({
  items,
  keyOf,
  hrefOf,
  row,
  head,
  label,
  estimate,
  sizeOf,
  current = -1,
  onOpen,
  height = '70dvh',
  className = '',
  rowClass,
  initialOffset = 0,
  onOffset,
}: RollsProps<T>) => {
  'use no memo';
  const box = useRef<HTMLDivElement>(null);
  const [here, setHere] = useState(Math.max(0, current));
  const wanted = useRef(-1);
  const [rem] = useState(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16);
  // The same function for the same items (callers give a `keyOf` that stays): another one would measure all of them anew at every step of scrolling.
  const getItemKey = useCallback((index: number) => keyOf(items[index]!, index), [items, keyOf]);
  // It hands out one object that changes inside, which the compiler must not remember: hence 'use no memo' above.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => (sizeOf ? sizeOf(items[index]!, index) * rem : estimate),
    getItemKey,
    overscan: 8,
    initialOffset,
    onChange: (instance, isScrolling) => {
      if (!isScrolling) onOffset?.(instance.scrollOffset ?? 0);
    },
  });

  useEffect(() => {
    if (current < 0) return;
    setHere(current);
    virtual.scrollToIndex(current, { align: 'auto' });
  }, [current, virtual]);

  // Runs after each drawing: the row that the focus moves to may only now exist.
  useEffect(() => {
    if (wanted.current < 0) return;
    const link = box.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] > a`);
    if (!link) return;
    wanted.current = -1;
    link.focus({ preventScroll: true });
  });

  const shown = virtual.getVirtualItems();
  const move = (to: number): void => {
    const next = Math.max(0, Math.min(items.length - 1, to));
    wanted.current = next;
    setHere(next);
    virtual.scrollToIndex(next, { align: 'auto' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / estimate) - 1);
    const steps: Record<string, number> = { ArrowDown: here + 1, ArrowUp: here - 1, PageDown: here + page, PageUp: here - page, Home: 0, End: items.length - 1 };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(to);
  };

  const reachable = shown.some(({ index }) => index === here) ? here : (shown[0]?.index ?? 0);
  return (
    <div ref={box} className={`rolls ${className}`.trimEnd()} style={{ blockSize: height }}>
      {/* The keys are those of the links inside, heard on their way up. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ul aria-label={label} style={{ blockSize: `${virtual.getTotalSize()}px` }} onKeyDown={onKeyDown}>
        {shown.map(({ key, index, start }) => (
          <Roll
            key={key}
            item={items[index]!}
            index={index}
            count={items.length}
            start={start}
            isCurrent={index === current}
            isReachable={index === reachable}
            onReach={setHere}
            measure={sizeOf ? undefined : virtual.measureElement}
            hrefOf={hrefOf}
            row={row}
            head={head}
            rowClass={rowClass}
            onOpen={onOpen}
          />
        ))}
      </ul>
    </div>
  );
};
