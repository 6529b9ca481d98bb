// Joining with a link: what it opens is shown before anything is made, then a name, and one is in. The link comes in the address, is
// pasted, or scanned. It works on a device that has never seen Kith: journal and account are then made with it.

import { Suspense, use, useState } from 'react';
import { useLocation } from 'wouter';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { useCircles } from '#web/ui/circles.ts';
import { TextField } from '#web/ui/field.tsx';
import { useFragment } from '#web/ui/fragment.ts';
import { Page } from '#web/ui/page.tsx';
import { canScan, Scan } from '#web/ui/scan.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useDesk, useDeskState, type Desk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { useBefore } from './before.tsx';
import { Form } from './form.tsx';
import { nameElsewhere } from './people.tsx';

type Looked = ReturnType<Desk['calls']['lookAtLink']>;

const Ask = ({ onLink }: { readonly onLink: (text: string) => void }) => {
  const t = useWords('circles');
  const [text, setText] = useState('');
  const [isScanning, setScanning] = useState(false);
  return (
    <>
      <Row note={t('join.paste-note')} stack>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== '') onLink(text);
          }}
        >
          <TextField label={t('join.paste')} hint={t('join.paste-hint')} value={text} onChange={setText} />
          <div className="cluster">
            <Button look="go" type="submit" isDisabled={text.trim() === ''}>
              {t('join.look')}
            </Button>
          </div>
        </form>
      </Row>
      {canScan() && (
        <Row note={t('join.scan-note')} stack>
          {isScanning ? (
            <Scan label={t('join.scanning')} refused={t('join.scan-refused')} onText={onLink} />
          ) : (
            <Button icon="photo" onPress={() => setScanning(true)}>
              {t('join.scan')}
            </Button>
          )}
        </Row>
      )}
      <Row note="">
        <p className="q">{t('join.no-link')}</p>
      </Row>
    </>
  );
};

const Enter = ({ link, admits }: { readonly link: string; readonly admits: boolean }) => {
  const t = useWords('circles');
  const desk = useDesk();
  const circles = useCircles();
  const { hosted } = useDeskState();
  const [, go] = useLocation();
  const [name, setName] = useState(() => nameElsewhere(circles));
  if (!hosted && !admits)
    return (
      <Row note={t('join.you')} as="section">
        <p>{t('join.not-admitted', { host: location.host })}</p>
        <LinkButton href="/sign-in">{t('before.signed-out-go')}</LinkButton>
      </Row>
    );
  return (
    <Row note={t('join.you')} as="section">
      <Form
        go={t('join.go')}
        isReady={name.trim() !== ''}
        onGo={async () => {
          const joined = await desk.joinCircle(link, name);
          if (joined.ok) go(`/circles/${joined.value.vault}`, { replace: true });
          return joined;
        }}
      >
        <TextField label={t('join.name')} hint={t('make.mine-hint')} value={name} onChange={setName} maxLength={80} autoComplete="name" />
        {!hosted && <p className="s q">{t('join.makes-account', { host: location.host })}</p>}
      </Form>
    </Row>
  );
};

/** What the link tells of its circle; what is not told, it leaves out. */
const Told = ({ link, looked, onOther }: { readonly link: string; readonly looked: Looked; readonly onOther: () => void }) => {
  const t = useWords('circles');
  const inWords = useRefusal('circles');
  const found = use(looked);
  if (!found.ok)
    return (
      <Row note="" stack>
        <p className="refused" role="alert">
          {inWords(found.error)}
        </p>
        <Button onPress={onOther}>{t('join.other')}</Button>
      </Row>
    );
  const { welcome, admits, isIn, vault } = found.value;
  return (
    <>
      {welcome && (
        <Row note={welcome.from === '' ? '' : t('join.invites', { by: welcome.from })} stack>
          <h2 className="title" dir="auto">
            {welcome.circle === '' ? t('unnamed') : welcome.circle}
          </h2>
          <p>{t('join.members', { count: welcome.members })}</p>
          {welcome.mission !== '' && (
            <p className="said-l" dir="auto">
              {welcome.mission}
            </p>
          )}
        </Row>
      )}
      {welcome && welcome.agreements.length > 0 && (
        <Row note={t('join.agreements')} as="section">
          <ul className="plain-list">
            {welcome.agreements.map(([words, evenWhen]) => (
              <li key={words}>
                <p className="said" dir="auto">
                  {words}
                  {evenWhen !== '' && (
                    <span className="line">
                      <span className="lead-in">{t('join.even-when')}</span> <bdi>{evenWhen}</bdi>
                    </span>
                  )}
                </p>
              </li>
            ))}
          </ul>
          {welcome.more && <p className="s q">{t('join.more')}</p>}
        </Row>
      )}
      {isIn ? (
        <Row note={t('join.you')} as="section">
          <p>{t('join.in-already')}</p>
          <LinkButton look="go" href={`/circles/${vault}`}>
            {t('join.to-it')}
          </LinkButton>
        </Row>
      ) : (
        <>
          <Row note={t('join.reads')} as="section">
            <p>{t('join.reads-about')}</p>
          </Row>
          <Enter link={link} admits={admits} />
        </>
      )}
    </>
  );
};

const WithLink = ({ link, onOther }: { readonly link: string; readonly onOther: () => void }) => {
  const t = useWords('circles');
  const desk = useDesk();
  const [looked] = useState(() => desk.calls.lookAtLink(link));
  return (
    <Suspense
      fallback={
        <Row note="">
          <p className="q" role="status" aria-busy="true">
            {t('join.reading')}
          </p>
        </Row>
      }
    >
      <Told link={link} looked={looked} onOther={onOther} />
    </Suspense>
  );
};

export const JoinPage = () => {
  const t = useWords('circles');
  const { phase } = useDeskState();
  const before = useBefore();
  const fragment = useFragment();
  /** What was typed or scanned; '' is another link that is still to come. */
  const [typed, setTyped] = useState<string | null>(null);
  const link = typed ?? fragment;
  return (
    <Page title={t('join.title')} where={phase === 'absent' ? <TextLink href="/">Kith</TextLink> : <TextLink href="/circles">{t('title')}</TextLink>}>
      <Sheet>
        <Title sub={link === '' ? t('join.about') : undefined}>{t('join.title')}</Title>
        {before ? (
          <Row note="" stack>
            <p>{before.about}</p>
            <LinkButton href={before.href}>{before.go}</LinkButton>
          </Row>
        ) : link === '' ? (
          <Ask onLink={setTyped} />
        ) : (
          <WithLink key={link} link={link} onOther={() => setTyped('')} />
        )}
      </Sheet>
    </Page>
  );
};
