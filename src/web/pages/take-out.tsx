// Take it all with you: an archive that Kith reads again without loss, or a form that other applications read.

import { useState } from 'react';
import type { ExportFormat } from '#formats/exporters.ts';
import { recordsOf } from '#core/snapshot.ts';
import { SHOWN } from '#rooms/shown.ts';
import { useTransfer } from '../transfer.ts';
import { Button, TextLink } from '#web/ui/button.tsx';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Progress } from '#web/ui/progress.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatBytes, momentNow } from '#web/ui/time.ts';
import { useDeskState } from '#web/ui/vault.ts';
import { labelsOf, useRefusal, useWords } from '#web/ui/words.ts';

const FORMATS: readonly ExportFormat[] = ['kith', 'markdown', 'day-one', 'jrnl-text', 'leap2a', 'book'];

interface Made {
  readonly url: string;
  readonly name: string;
  readonly size: number;
  readonly problems: number;
  /** Photos and recordings that are only at the host. */
  readonly away: number;
}

/** Beyond so many bytes of pictures a book has them beside it: one file would not open. */
const LARGE = 60 * 1024 * 1024;

export const TakeOut = () => {
  const t = useWords();
  const inWords = useRefusal('formats');
  const locale = useLocale();
  const transfer = useTransfer();
  const { snapshot, sample } = useDeskState();
  const [busy, setBusy] = useState<{ readonly format: ExportFormat; readonly done: number; readonly total: number | null } | null>(null);
  const [made, setMade] = useState<(Made & { readonly format: ExportFormat }) | null>(null);
  const [refused, setRefused] = useState('');
  const pictures = [...recordsOf(snapshot, 'attachment').values()].reduce(
    (sum, { fields }) => sum + ('r' in (fields['size'] ?? {}) ? Number((fields['size'] as { r: [string, number] }).r[1]) : 0),
    0,
  );

  const take = async (format: ExportFormat): Promise<void> => {
    setRefused('');
    setBusy({ format, done: 0, total: null });
    transfer.listen((event) => event.kind === 'putting-together' && setBusy({ format, done: event.done, total: event.total }));
    const title = sample ? 'The Diary of Samuel Pepys' : t('take.book-title');
    const done = await transfer.calls.export(format, {
      made: momentNow().instant,
      author: sample ? 'Samuel Pepys' : '',
      title,
      labels: await labelsOf([...new Set(SHOWN.map(({ room }) => room))].filter((room) => room !== 'journal')),
      book: {
        locale,
        direction: document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr',
        pictures: pictures > LARGE ? 'beside' : 'within',
        words: {
          title,
          subtitle: '',
          people: t('take.book-people'),
          topics: t('take.book-topics'),
          areas: t('take.book-areas'),
          feelings: t('take.book-feelings'),
          body: t('take.book-body'),
          sound: t('take.book-sound'),
          energy: [t('take.book-energy-2m'), t('take.book-energy-1m'), t('take.book-energy-0'), t('take.book-energy-1'), t('take.book-energy-2')],
        },
      },
    });
    setBusy(null);
    if (!done.ok) return setRefused(inWords(done.error));
    const url = URL.createObjectURL(done.value.blob);
    const away = done.value.problems.filter(({ code }) => code === 'attachment-not-here' || code === 'attachment-not-sent').length;
    setMade({ format, url, name: done.value.name, size: done.value.blob.size, problems: done.value.problems.length, away });
    const link = document.createElement('a');
    link.href = url;
    link.download = done.value.name;
    link.click();
  };

  return (
    <Page
      title={t('take.title')}
      where={
        <TextLink href="/settings" icon="back">
          {t('settings')}
        </TextLink>
      }
    >
      <Sheet>
        <Title sub={t('take.about')}>{t('take.title')}</Title>
        {refused !== '' && (
          <Row note="">
            <p className="note" role="alert">
              {refused}
            </p>
          </Row>
        )}
        {FORMATS.map((format) => (
          <Row key={format} note={format === 'kith' ? t('take.whole') : ''} as="section" wide stack>
            <div className="between middle">
              <div className="grow">
                <h2>{t(`take.${format}`)}</h2>
                <p className="s q">{t(`take.${format}.about`)}</p>
              </div>
              <Button look={format === 'kith' ? 'go' : 'plain'} icon="download" isDisabled={busy !== null} onPress={() => void take(format)}>
                {t('take.go')}
              </Button>
            </div>
            {busy?.format === format && <Progress label={t('take.making')} done={busy.done} of={busy.total} />}
            {made?.format === format && (
              <p role="status">
                <a href={made.url} download={made.name}>
                  {made.name}
                </a>{' '}
                <span className="q">{`${formatBytes(made.size, locale)}. ${made.away > 0 ? t('take.away', { count: made.away }) : made.problems > 0 ? t('take.problems', { count: made.problems }) : t('take.saved')}`}</span>
              </p>
            )}
          </Row>
        ))}
        <Row note={t('you.safety')}>
          <p className="note">{t('take.readable')}</p>
        </Row>
      </Sheet>
    </Page>
  );
};
