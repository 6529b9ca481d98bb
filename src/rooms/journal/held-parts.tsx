// The two halves of an entry as the host has it: what of it the host can read, part by part, and the sealed block beside what it
// says to whoever has the key. Invariant: all of it is read from what the host gave a moment ago, and nothing from what is here.

import type { ReactNode } from 'react';
import { Button, TextLink } from '#web/ui/button.tsx';
import { Hex } from '#web/ui/hex.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Row } from '#web/ui/sheet.tsx';
import { formatWhen } from '#web/ui/time.ts';
import type { Desk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { entryOf, type Entry } from './model.ts';
import { useJournal, useJournalName, useShownWord } from './use-journal.tsx';

type Asked = Awaited<ReturnType<Desk['calls']['heldAtHost']>>;
export type Held = Extract<Asked, { ok: true }>['value'];
export type HeldRow = Extract<Held, { is: 'held' }>;

/** Names of devices by id, as far as they are known. */
export type DeviceNames = ReadonlyMap<string, string>;

/** A number or a print, as it is. */
const Raw = ({ children }: { readonly children: string }) => (
  <bdi className="raw" dir="ltr">
    {children}
  </bdi>
);

export const Fields = ({ held: { vault, row, isThisDevice }, names }: { readonly held: HeldRow; readonly names: DeviceNames }) => {
  const t = useWords('journal.held');
  const number = new Intl.NumberFormat(useLocale());
  const name = names.get(row.device) ?? '';
  const fields: readonly (readonly [part: string, has: ReactNode])[] = [
    ['vault', <Raw key="">{vault}</Raw>],
    ['id', <Raw key="">{row.id}</Raw>],
    ['ver', number.format(row.ver)],
    ['seq', number.format(row.seq)],
    ['epoch', number.format(row.epoch)],
    ['key', row.key === '' ? t('key-none') : <Raw key="">{row.key}</Raw>],
    [
      'device',
      <span key="">
        <Raw>{row.device}</Raw> <span className="q s">{[isThisDevice ? t('device-this') : '', name === '' ? '' : t('device-named', { name })].filter(Boolean).join(' · ')}</span>
      </span>,
    ],
    ['counter', number.format(row.counter)],
    ['log', <Raw key="">{row.logHead}</Raw>],
    ['sig', <Raw key="">{row.sig}</Raw>],
    ['sending', t('sending-has')],
    ['time', t('time-has')],
    ['size', t('bytes', { count: row.blob.length })],
  ];
  return (
    <Row note="" as="section" labelledBy="held-reads" wide stack>
      <h2 id="held-reads">{t('reads')}</h2>
      <table className="fold host held">
        <caption className="vh">{t('reads-caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('part')}</th>
            <th scope="col">{t('has')}</th>
            <th scope="col">{t('for')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(([part, has]) => (
            <tr key={part} data-part={part}>
              <th scope="row">{t(part)}</th>
              <td className="num">{has}</td>
              <td>{t(`${part}-for`)}</td>
            </tr>
          ))}
          <tr data-part="words">
            <th scope="row">{t('words')}</th>
            <td className="hatched">
              <span>{t('words-has')}</span>
            </td>
            <td>{t('words-for')}</td>
          </tr>
        </tbody>
      </table>
    </Row>
  );
};

/** The bytes as a file: whoever has the host's database can hold them against it. */
const save = ({ blob, id, ver }: HeldRow['row']): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([blob as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' }));
  link.download = `${id}-${ver}.bin`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

export const Block = ({ held }: { readonly held: HeldRow }) => {
  const t = useWords('journal.held');
  const { row, size, between, says } = held;
  return (
    <Row note={t('bytes', { count: row.blob.length })} as="section" labelledBy="held-block" wide stack>
      <h2 id="held-block">{t('block')}</h2>
      <div className="two">
        <div className="stack">
          <h3>{t('hex')}</h3>
          <Hex bytes={row.blob} label={t('hex-label', { count: row.blob.length })} />
          <p className="s q">{t('hex-about')}</p>
          <Button look="bare" icon="download" onPress={() => save(row)}>
            {t('save')}
          </Button>
        </div>
        <div className="stack">
          <h3>{t('says')}</h3>
          {says === 'broken' ? <p>{t('says-broken')}</p> : says === 'locked' ? <p>{t('says-locked')}</p> : <Says entry={entryOf(says)} />}
        </div>
      </div>
      <p>{size === null ? t('padding-shut', between) : t('padding', { ...between, size })}</p>
    </Row>
  );
};

/** Letters of a text that are shown: it is a proof, not the page to read it on. */
const AT_ONCE = 1500;

const Says = ({ entry }: { readonly entry: Entry | null }) => {
  const t = useWords('journal.held');
  const shown = useShownWord();
  const locale = useLocale();
  const { journals } = useJournal();
  const nameOf = useJournalName();
  if (!entry) return <p>{t('says-other')}</p>;
  const { text, journal, topics, people, areas, place, feelings } = entry;
  const book = journals.length > 1 ? journals.find(({ id }) => id === journal) : undefined;
  const also = [
    ...(book ? [nameOf(book)] : []),
    ...feelings.map((word) => shown('feelings', word)),
    ...people,
    ...topics,
    ...areas.map((word) => shown('areas', word)),
    ...(place === '' ? [] : [place]),
  ];
  // A letter of two halves is not cut between them.
  const few = text.slice(0, AT_ONCE).replace(/[\ud800-\udbff]$/, '');
  return (
    <>
      <p className="s q">{t('says-about')}</p>
      <p className="num">
        <time dateTime={entry.when}>{formatWhen(entry.when, locale, 'full', entry.calendar)}</time>
      </p>
      {text !== '' && (
        <p className="said as-typed" dir="auto">
          {few}
        </p>
      )}
      {few.length < text.length && <p className="s q">{t('says-rest', { count: text.length - few.length })}</p>}
      {also.length > 0 && <p className="s">{t('says-also', { also })}</p>}
      <p>
        <TextLink href={`/journal/e/${entry.id}`}>{t('says-open')}</TextLink>
      </p>
    </>
  );
};
