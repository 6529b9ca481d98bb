// One entry as the host has it, asked for when the page is opened: the newest, or the one in the address. What cannot be shown is
// said: no account, no connection, not sent yet, written over since, or something else than this device sent.
// Invariant: opening this page changes nothing here and nothing there.

import './held.css';
import { useEffect, useState } from 'react';
import type { Refusal } from '#core/result.ts';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { Choice } from '#web/ui/field.tsx';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatDay } from '#web/ui/time.ts';
import { useDesk, useDeskState } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { useGist } from './entry-list.tsx';
import { Block, Fields, type DeviceNames, type Held } from './held-parts.tsx';
import { useGo, useJournal } from './use-journal.tsx';

/** As many of the newest can be chosen here; any other from its own page. */
const NEWEST = 50;

export const HeldPage = ({ params }: { readonly params: Readonly<Record<string, string>> }) => {
  const t = useWords('journal.held');
  const { hosted, sample } = useDeskState();
  const { timeline } = useJournal();
  const id = params['id'] || timeline.entries[0]?.id;
  const host = (hosted?.host ?? location.host).replace(/^https?:\/\//, '');
  return (
    <Page title={t('title')} where={hosted && <TextLink href="/account">{t('account')}</TextLink>}>
      <Sheet>
        <Title sub={hosted ? t('sub', { host }) : t(sample ? 'sample' : 'none')}>{t('title')}</Title>
        {!hosted && !sample && (
          <Row note="">
            <TextLink href="/account">{t('none-go')}</TextLink>
          </Row>
        )}
        {hosted && id === undefined && (
          <Row note="">
            <p>{t('empty')}</p>
          </Row>
        )}
        {hosted && id !== undefined && (
          <>
            <Which id={id} />
            {/* Another entry's bytes are never shown under this one's name, not for a moment. */}
            <AsHeld key={id} id={id} host={host} />
          </>
        )}
      </Sheet>
    </Page>
  );
};

const Which = ({ id }: { readonly id: string }) => {
  const t = useWords('journal.held');
  const locale = useLocale();
  const gist = useGist();
  const go = useGo();
  const { timeline, byId, locked } = useJournal();
  const newest = timeline.entries.slice(0, NEWEST);
  const chosen = byId.get(id);
  const options = [...(newest.some((entry) => entry.id === id) ? [] : chosen ? [chosen] : [null]), ...newest].map((entry) => ({
    value: entry?.id ?? id,
    label: entry ? `${formatDay(entry.when, locale, 'medium', entry.calendar)} · ${gist(entry, 60)}` : t('which-other'),
  }));
  return (
    <Row note="">
      <Choice
        label={t('which')}
        value={id}
        options={options}
        onChange={(next) => go(`/journal/held/${next}`, { replace: true })}
        hint={locked.size > 0 ? `${t('which-hint')} ${t('which-shut')}` : t('which-hint')}
      />
    </Row>
  );
};

interface Answer {
  readonly at: number;
  readonly held: Held | null;
  readonly refusal: Refusal | null;
}

const AsHeld = ({ id, host }: { readonly id: string; readonly host: string }) => {
  const t = useWords('journal.held');
  const desk = useDesk();
  const locale = useLocale();
  const { sync } = useDeskState();
  const { byId } = useJournal();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [asks, setAsks] = useState(0);
  const [names, setNames] = useState<DeviceNames>(new Map());
  // Asked again when this entry was written, here or elsewhere; when something has gone out; and, where it is not there, once all is in step.
  const modified = byId.get(id)?.modified;
  const unsent = sync?.unsent ?? 0;
  const inStep = answer?.held?.is === 'held' ? null : (sync?.lastInStep ?? null);
  useEffect(() => {
    let isWanted = true;
    void desk.calls.heldAtHost(id).then((found) => {
      if (isWanted) setAnswer({ at: Date.now(), held: found.ok ? found.value : null, refusal: found.ok ? null : found.error });
    });
    return () => {
      isWanted = false;
    };
  }, [desk, id, asks, modified, unsent, inStep]);
  useEffect(() => {
    let isWanted = true;
    void desk.calls.accountDevices().then((found) => {
      if (isWanted && found.ok) setNames(new Map(found.value.map((device) => [device.id, device.name])));
    });
    return () => {
      isWanted = false;
    };
  }, [desk]);
  const held = answer?.held?.is === 'held' ? answer.held : null;
  const time = answer && new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(answer.at);
  return (
    <>
      <Row note={time === null ? '' : t('asked', { time })}>
        <div className="between">
          <div role="status" className="grow">
            {answer ? <Said answer={answer} /> : <p className="q">{t('asking', { host })}</p>}
          </div>
          {answer && (
            <Button icon="reload" onPress={() => setAsks(asks + 1)}>
              {t('again')}
            </Button>
          )}
        </div>
      </Row>
      {held && (
        <>
          <Block held={held} />
          <Fields held={held} names={names} />
          <Row note="">
            <div className="note">
              <p>
                <b>{t('trust')}</b> {t('trust-about')} <TextLink href="/who">{t('trust-more')}</TextLink>
              </p>
            </div>
          </Row>
        </>
      )}
    </>
  );
};

/** How it stands with this entry, in one sentence. */
const Said = ({ answer: { held, refusal } }: { readonly answer: Answer }) => {
  const t = useWords('journal.held');
  const notices = useWords('sync');
  const inWords = useRefusal('web.account');
  if (refusal)
    return (
      <>
        <p>{inWords(refusal)}</p>
        {refusal.code === 'session-needed' && <LinkButton href="/account">{t('account')}</LinkButton>}
      </>
    );
  if (held?.is === 'held') {
    if (held.verdict !== 'good' || held.says === 'broken') return <p>{notices('notice.row-refused')}</p>;
    return <p>{t(held.beside)}</p>;
  }
  return held && <p>{held.is === 'went-back' ? notices('notice.host-went-back') : t(held.is)}</p>;
};
