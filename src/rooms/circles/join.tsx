// Joining with a link: what it opens is shown before anything is made, then a name, and one is in. The link comes in the address, is
// pasted, or scanned. It works on a device that has never seen Kith: journal and account are then made with it.

import { useState } from 'react';
import { useLocation } from 'wouter';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { useCircles } from '#web/ui/circles.ts';
import { TextField } from '#web/ui/field.tsx';
import { useFragment } from '#web/ui/fragment.ts';
import { Page } from '#web/ui/page.tsx';
import { canScan, Scan } from '#web/ui/scan.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useDesk, useDeskState } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { Form } from './form.tsx';
import { useBefore } from './before.tsx';
import { nameElsewhere } from './people.tsx';

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
            onLink(text);
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

const Enter = ({ link }: { readonly link: string }) => {
  const t = useWords('circles');
  const desk = useDesk();
  const circles = useCircles();
  const [, go] = useLocation();
  const [name, setName] = useState(() => nameElsewhere(circles));
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
      </Form>
    </Row>
  );
};

export const JoinPage = () => {
  const t = useWords('circles');
  const { phase } = useDeskState();
  const fragment = useFragment();
  const [typed, setTyped] = useState('');
  const link = typed === '' ? fragment : typed;
  const before = useBefore();
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
          <>
            <Row note={t('join.reads')} as="section">
              <p>{t('join.reads-about')}</p>
            </Row>
            <Enter link={link} />
          </>
        )}
      </Sheet>
    </Page>
  );
};
