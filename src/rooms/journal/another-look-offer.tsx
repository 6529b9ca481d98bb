// One older entry, offered for another look, with the reasons it was chosen for and everything one may do with it: read
// it, answer it, leave it for a while, mark it heavy so that it is never offered again, see another.

import { useState } from 'react';
import { addMonths, dayNumber } from '#core/when.ts';
import { Button, LinkButton } from '#web/ui/button.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Row } from '#web/ui/sheet.tsx';
import { formatAgo, formatDay, momentNow } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { anotherLook } from './another-look.ts';
import { useGist } from './entry-list.tsx';
import { markAgain, markHeavy, restEntry } from './look-back.ts';
import { Quote } from './marked.tsx';
import type { Entry } from './model.ts';
import { quoteOf } from './quote.ts';
import { Reply } from './reply.tsx';
import { useReason } from './then-and-now.tsx';
import { useAct, useJournal } from './use-journal.tsx';

const AROUND = 320;

/** Months that an entry may be left alone for. */
const RESTS = [1, 6, 12] as const;

/** Those passed over since the page was loaded. */
const passed = new Set<string>();

const What = ({ entry }: { readonly entry: Entry }) => {
  const gist = useGist();
  const quoted = quoteOf(entry.text, [], AROUND);
  return quoted ? <Quote quoted={[quoted]} marked={false} /> : <p className="said">{gist(entry)}</p>;
};

export const AnotherLookOffer = ({ today }: { readonly today: string }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const act = useAct();
  const reason = useReason();
  const { timeline, settings } = useJournal();
  const [skipped, setSkipped] = useState<ReadonlySet<string>>(passed);
  const [replying, setReplying] = useState('');
  const look = anotherLook(timeline.entries, today, skipped, { anniversaries: settings.anniversaries, anotherLook: settings.anotherLook });
  const pass = (id: string): void => {
    passed.add(id);
    setSkipped(new Set(passed));
  };
  if (!look)
    return (
      <Row as="section" note={t('look.another')} labelledBy="another-h" wide stack>
        <h2 id="another-h" className="vh">
          {t('look.another')}
        </h2>
        <p className="q">{t(settings.anotherLook ? 'look.another-none' : 'look.another-off')}</p>
      </Row>
    );
  const { entry, reasons } = look;
  const now = momentNow();
  return (
    <Row
      as="section"
      labelledBy="another-h"
      wide
      stack
      note={
        <>
          <span className="note-line">{formatDay(entry.when, locale, 'long', entry.calendar)}</span>
          <span className="note-line">{formatAgo(dayNumber(today) - dayNumber(entry.when), locale)}</span>
        </>
      }
    >
      <h2 id="another-h">{t('look.another')}</h2>
      <What entry={entry} />
      <p className="s q">{t('look.why', { reasons: reasons.map(reason).join(' ') })}</p>
      <div className="cluster">
        <LinkButton href={`/journal/e/${entry.id}`} icon="book">
          {t('look.read')}
        </LinkButton>
        <Button icon="reply" aria-expanded={replying === entry.id} onPress={() => setReplying(replying === entry.id ? '' : entry.id)}>
          {t('look.reply')}
        </Button>
        <Menu
          label={t('look.leave')}
          icon="pause"
          shown
          actions={[
            { id: 'next', label: t('look.next'), icon: 'next', onAction: () => pass(entry.id) },
            null,
            ...RESTS.map((months) => ({
              id: `rest-${months}`,
              label: t('look.rest', {
                span: new Intl.NumberFormat(locale, { style: 'unit', unit: months === 12 ? 'year' : 'month', unitDisplay: 'long' }).format(months === 12 ? 1 : months),
              }),
              icon: 'pause' as const,
              onAction: () => void act(restEntry(entry, addMonths(today, months), now), 'look.rests', { day: formatDay(addMonths(today, months), locale) }),
            })),
            null,
            { id: 'heavy', label: t('look.heavy'), icon: 'hide', onAction: () => void act(markHeavy(entry, true, now), 'look.heavy-done') },
            {
              id: 'again',
              label: t(entry.again ? 'look.not-again' : 'look.again'),
              icon: 'star',
              onAction: () => void act(markAgain(entry, !entry.again, now), entry.again ? 'look.not-again-done' : 'look.again-done'),
            },
          ]}
        />
      </div>
      {replying === entry.id && <Reply key={entry.id} entry={entry} question={t('look.see')} autoFocus onDone={() => setReplying('')} />}
    </Row>
  );
};
