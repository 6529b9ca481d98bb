// Chooses what a record is linked to, and how: any record that shows outside its room, found by its first words or its day.

import { useState } from 'react';
import { dayOf } from '#core/when.ts';
import type { Link, LinkReason } from '#core/links.ts';
import type { Shown } from '#core/shown.ts';
import { bookOf } from '#rooms/journal/use-journal.tsx';
import { FAR_KINDS } from '#rooms/far.ts';
import { SHOWN } from '#rooms/shown.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { useFar } from '#web/ui/far.tsx';
import { SearchField } from '#web/ui/field.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { useRecordTitle } from '#web/ui/record-line.tsx';
import { recordsNow, useRecords } from '#web/ui/records.ts';
import { formatDay } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

/** What is heavy is offered only to whoever types for it. Entries looked through, the newest first. */
const NEWEST = 5000;
const SHOWN_AT_ONCE = 8;

/** Of one's own vault, and of the circles one is in. */
const ALL_KINDS: readonly string[] = [...SHOWN.map(({ kind }) => kind), ...FAR_KINDS];
const FAR: ReadonlySet<string> = new Set(FAR_KINDS);
/** What one says of a record of any kind; that one looks back or gathers under a question follows from what is chosen. */
const REASONS: readonly LinkReason[] = ['about', 'rests-on', 'serves', 'strains', 'comes-from'];

interface Offer {
  readonly link: Link;
  readonly title: string;
  /** Its day, or the circle that it lies in. */
  readonly beside: string;
}

interface LinkPickerProps {
  /** Ids that are not offered: the record itself and what it points to already. */
  readonly without: ReadonlySet<string>;
  readonly onChoose: (link: Link) => void;
  readonly onClose: () => void;
  readonly reasons?: readonly LinkReason[];
  readonly kinds?: readonly string[];
  /** Offers what was typed as a new question. */
  readonly onAsk?: (text: string) => void;
}

export const LinkPicker = ({ without, onChoose, onClose, reasons = REASONS, kinds = ALL_KINDS, onAsk }: LinkPickerProps) => {
  const t = useWords('rooms');
  const locale = useLocale();
  const desk = useDesk();
  const records = useRecords();
  const titleOf = useRecordTitle();
  const [typed, setTyped] = useState('');
  const [as, setAs] = useState<LinkReason>(reasons[0]!);
  const wanted = fold(typed.trim());
  const matches = (one: Shown): boolean =>
    !without.has(one.id) &&
    (wanted === '' ? !one.heavy : dayOf(one.when).startsWith(wanted) || fold(one.title).includes(wanted) || one.topics.some((topic) => fold(topic).includes(wanted)));
  const reasonFor = (one: Shown): LinkReason => (one.kind === 'question' && reasons === REASONS ? 'gathers-under' : as);
  const far = useFar();
  const offered = (kind: string): readonly Offer[] => {
    if (FAR.has(kind))
      return far
        .filter((one) => one.is === kind && !without.has(one.to) && (wanted === '' || fold(one.title).includes(wanted)))
        .slice(0, SHOWN_AT_ONCE)
        .map(({ to, title, circle }) => ({ link: { to, as }, title, beside: circle }));
    const found = kind === 'entry' ? entriesFor(recordsNow(desk), bookOf(desk).timeline.entries, matches) : firstOf(records.of([kind]), matches);
    return found.map((one) => ({ link: { to: one.id, as: reasonFor(one) }, title: titleOf(one), beside: formatDay(one.when, locale, 'long', one.calendar) }));
  };
  const groups = kinds.map((kind) => ({ kind, found: offered(kind) }));
  return (
    <Dialog title={t('link.title')} onClose={onClose}>
      <SearchField label={t('link.find')} value={typed} onChange={setTyped} autoFocus />
      {reasons.length > 1 && (
        <PickOne legend={t('link.how')} quiet options={reasons.map((value) => ({ value, label: t(`link.out.${value}`) }))} value={as} onChange={(next) => setAs(next ?? as)} />
      )}
      {onAsk && typed.trim() !== '' && (
        <Button look="bare" icon="add" onPress={() => onAsk(typed)}>
          {t('link.ask', { text: typed.trim() })}
        </Button>
      )}
      {groups.map(
        ({ kind, found }) =>
          found.length > 0 && (
            <section key={kind} aria-label={t(`kinds.${kind}`)}>
              <h3>{t(`kinds.${kind}`)}</h3>
              <ul className="choices">
                {found.map(({ link, title, beside }) => (
                  <li key={link.to}>
                    <button type="button" onClick={() => onChoose(link)}>
                      <span className="said" dir="auto">
                        {title}
                      </span>
                      <small className="q num">{beside}</small>
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          ),
      )}
      <p className="s q" role="status">
        {groups.every(({ found }) => found.length === 0) && t('link.none')}
      </p>
    </Dialog>
  );
};

const firstOf = (all: Iterable<Shown>, matches: (one: Shown) => boolean): Shown[] => {
  const found: Shown[] = [];
  for (const one of all) {
    if (matches(one)) found.push(one);
    if (found.length === SHOWN_AT_ONCE) break;
  }
  return found;
};

const entriesFor = (records: ReturnType<typeof recordsNow>, entries: readonly { readonly id: string }[], matches: (one: Shown) => boolean): Shown[] =>
  firstOf(
    (function* () {
      for (const { id } of entries.slice(0, NEWEST)) {
        const one = records.shown(id);
        if (one) yield one;
      }
    })(),
    matches,
  );
