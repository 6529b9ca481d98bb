// A circle in a minute: what it is called, and one's own name in it. It lives at the host, where an account is
// made with it if there is none; the page says so.

import { useState } from 'react';
import { useLocation } from 'wouter';
import { LinkButton, TextLink } from '#web/ui/button.tsx';
import { useCircles } from '#web/ui/circles.ts';
import { TextField } from '#web/ui/field.tsx';
import { Page } from '#web/ui/page.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useDesk, useDeskState } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { useBefore } from './before.tsx';
import { Form } from './form.tsx';
import { nameElsewhere } from './people.tsx';

const Make = () => {
  const t = useWords('circles');
  const desk = useDesk();
  const circles = useCircles();
  const { hosted } = useDeskState();
  const [, go] = useLocation();
  const [name, setName] = useState('');
  const [mine, setMine] = useState(() => nameElsewhere(circles));
  return (
    <Form
      go={t('make.go')}
      isReady={name.trim() !== '' && mine.trim() !== ''}
      onGo={async () => {
        const made = await desk.createCircle(name, mine);
        if (made.ok) go(`/circles/${made.value.vault}`);
        return made;
      }}
    >
      <TextField label={t('make.name')} hint={t('make.name-hint')} value={name} onChange={setName} maxLength={80} />
      <TextField label={t('make.mine')} hint={t('make.mine-hint')} value={mine} onChange={setMine} maxLength={80} autoComplete="name" />
      {!hosted && (
        <p className="s q">
          {t('make.makes-account', { host: location.host })} <TextLink href="/account">{t('make.account-first')}</TextLink>
        </p>
      )}
    </Form>
  );
};

export const MakePage = () => {
  const t = useWords('circles');
  const before = useBefore();
  return (
    <Page title={t('make.title')} where={<TextLink href="/circles">{t('title')}</TextLink>}>
      <Sheet>
        <Title sub={t('make.about')}>{t('make.title')}</Title>
        <Row note="" stack>
          {before === null ? (
            <Make />
          ) : (
            <>
              <p>{before.about}</p>
              <LinkButton href={before.href}>{before.go}</LinkButton>
            </>
          )}
        </Row>
      </Sheet>
    </Page>
  );
};
