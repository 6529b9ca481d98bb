// What a record rests on and what rests on it: the end of every record's page. Links are added, taken away and undone here; each
// stands in the record that points (core/links.ts). `LinkTags` is the same choice as a field of a form, before the record is made.

import { useState } from 'react';
import { linkChange, sameLink, targetToPlace, type Link, type LinkReason } from '#core/links.ts';
import { Button, Tool } from '#web/ui/button.tsx';
import { FarLine, useFarTitle } from '#web/ui/far.tsx';
import { useFew } from '#web/ui/few.tsx';
import { LinkPicker } from '#web/ui/link-picker.tsx';
import { useAct } from '#web/ui/own.ts';
import { RecordLine, useRecordTitle } from '#web/ui/record-line.tsx';
import { useRecords } from '#web/ui/records.ts';
import { Row } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';

/** The most that are listed before one asks for all. */
const FEW = 12;

interface LinkedProps {
  readonly id: string;
  /** What can be said of it; all of them unless some are named. */
  readonly reasons?: readonly LinkReason[];
  readonly kinds?: readonly string[];
  /** Another button of the page adds a link: without any, nothing is shown here. */
  readonly quiet?: boolean;
  /** Ids of what the page itself lists of what points to it. */
  readonly listed?: ReadonlySet<string>;
  /** What the page itself lists of what it points to. */
  readonly listedTo?: ReadonlySet<string>;
}

export const Linked = ({ id, reasons, kinds, quiet = false, listed, listedTo }: LinkedProps) => {
  const t = useWords('rooms');
  const act = useAct('rooms');
  const records = useRecords();
  const titleOf = useRecordTitle();
  const farTitle = useFarTitle();
  const [isChoosing, setChoosing] = useState(false);
  const all = records.shown(id)?.links ?? [];
  const links = listedTo ? all.filter(({ to }) => !listedTo.has(to)) : all;
  const rests = useFew(links, FEW, (count) => t('link.all', { count }));
  const pointing = useFew(
    records.pointingTo(id).filter(({ from }) => !listed?.has(from.id)),
    FEW,
    (count) => t('link.all', { count }),
  );
  const record = records.record(id);
  if (!record) return null;
  const change = (add: readonly Link[], remove: readonly Link[], done: string): void => {
    const one = linkChange(record, add, remove);
    if (one) void act([one], done);
  };
  return (
    <>
      {(links.length > 0 || !quiet) && (
        <Row as="section" note={t('link.rests')} labelledBy={`rests-${id}`} wide stack className="linked">
          <h2 className="vh" id={`rests-${id}`}>
            {t('link.rests')}
          </h2>
          {links.length > 0 && (
            <ul className="list">
              {rests.shown.map((link) => {
                const other = records.shown(link.to);
                return (
                  <li key={`${link.as} ${link.to}`} className="between">
                    <p>
                      <span className="s">{t(`link.out.${link.as}`)}</span>{' '}
                      {other ? <RecordLine shown={other} /> : targetToPlace(link.to) ? <FarLine to={link.to} /> : <span className="q">{t('link.gone')}</span>}
                    </p>
                    {link.as !== 'looks-back-at' && (
                      <Button
                        look="bare"
                        className="no-print s"
                        aria-label={t('link.take-what', { title: other ? titleOf(other) : targetToPlace(link.to) ? farTitle(link.to) : t('link.gone') })}
                        onPress={() => change([], [link], 'link.taken')}
                      >
                        {t('link.take')}
                      </Button>
                    )}
                  </li>
                );
              })}
            </ul>
          )}
          {rests.more}
          {!quiet && (
            <p className="no-print">
              <Button look="bare" icon="link" onPress={() => setChoosing(true)}>
                {t('link.add')}
              </Button>
            </p>
          )}
        </Row>
      )}
      {pointing.shown.length > 0 && (
        <Row as="section" note={t('link.pointing')} labelledBy={`pointing-${id}`} wide stack className="linked">
          <h2 className="vh" id={`pointing-${id}`}>
            {t('link.pointing')}
          </h2>
          <ul className="list">
            {pointing.shown.map(({ from, as }) => (
              <li key={`${as} ${from.id}`}>
                <p>
                  <span className="s">{t(`link.in.${as}`)}</span> <RecordLine shown={from} />
                </p>
              </li>
            ))}
          </ul>
          {pointing.more}
        </Row>
      )}
      {isChoosing && (
        <LinkPicker
          {...(reasons ? { reasons } : {})}
          {...(kinds ? { kinds } : {})}
          without={new Set([id, ...all.map(({ to }) => to)])}
          onChoose={(link) => {
            setChoosing(false);
            change([link], [], 'link.done');
          }}
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  );
};

interface LinkTagsProps {
  readonly label: string;
  readonly links: readonly Link[];
  readonly onChange: (links: readonly Link[]) => void;
  readonly reasons?: readonly LinkReason[];
  readonly kinds?: readonly string[];
}

/** Chosen links as a field of a form. */
export const LinkTags = ({ label, links, onChange, reasons, kinds }: LinkTagsProps) => {
  const t = useWords('rooms');
  const records = useRecords();
  const titleOf = useRecordTitle();
  const farTitle = useFarTitle();
  const [isChoosing, setChoosing] = useState(false);
  return (
    <fieldset className="field">
      <legend>{label}</legend>
      {links.length > 0 && (
        <ul className="cluster">
          {links.map((link) => {
            const other = records.shown(link.to);
            const title = other ? titleOf(other) : targetToPlace(link.to) ? farTitle(link.to) : t('link.gone');
            return (
              <li key={`${link.as} ${link.to}`} className="tag">
                <span className="s q">{t(`link.out.${link.as}`)}</span>{' '}
                <span className="said" dir="auto">
                  {title}
                </span>
                <Tool icon="close" label={t('link.take-what', { title })} onPress={() => onChange(links.filter((one) => !sameLink(one, link)))} />
              </li>
            );
          })}
        </ul>
      )}
      <Button look="bare" icon="link" onPress={() => setChoosing(true)}>
        {t('link.add')}
      </Button>
      {isChoosing && (
        <LinkPicker
          {...(reasons ? { reasons } : {})}
          {...(kinds ? { kinds } : {})}
          without={new Set(links.map(({ to }) => to))}
          onChoose={(link) => {
            setChoosing(false);
            onChange([...links, link]);
          }}
          onClose={() => setChoosing(false)}
        />
      )}
    </fieldset>
  );
};
