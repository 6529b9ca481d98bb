// The lock, and the page for when a vault does not open at all.

import { lazy, Suspense, useState } from 'react';
import { Button, TextLink } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { Page } from '#web/ui/page.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useDesk, useDeskState } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';

const OpenWithPasskey = lazy(async () => ({ default: (await import('#web/pages/passkeys.tsx')).OpenWithPasskey }));

/** The passphrase of the app lock: on the page of the lock, and on a page that stays when it closes. It takes the focus. */
export const UnlockForm = () => {
  const t = useWords();
  const inWords = useRefusal();
  const desk = useDesk();
  const { passkeys } = useDeskState();
  const [passphrase, setPassphrase] = useState('');
  const [refused, setRefused] = useState('');
  const [notGiven, setNotGiven] = useState('');
  const [isOpening, setOpening] = useState(false);
  const open = async (): Promise<void> => {
    setOpening(true);
    setRefused('');
    const done = await desk.unlock(passphrase);
    setOpening(false);
    if (!done.ok) setRefused(inWords(done.error));
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      <TextField type="password" autoComplete="current-password" autoFocus label={t('unlock.passphrase')} value={passphrase} onChange={setPassphrase} refused={refused} />
      <div className="cluster">
        <Button look="go" type="submit" icon="open" isDisabled={isOpening || passphrase === ''}>
          {isOpening ? t('unlock.opening') : t('unlock.open')}
        </Button>
        {passkeys && (
          <Suspense fallback={null}>
            <OpenWithPasskey onRefused={setNotGiven} />
          </Suspense>
        )}
      </div>
      {notGiven !== '' && (
        <p className="refused" role="alert">
          {notGiven}
        </p>
      )}
    </form>
  );
};

export const Unlock = () => {
  const t = useWords();
  return (
    <Page title={t('unlock.title')}>
      <Sheet>
        <Title sub={t('unlock.about')}>{t('unlock.title')}</Title>
        <Row note="">
          <UnlockForm />
          <p className="s q">{t('unlock.none-other')}</p>
        </Row>
      </Sheet>
    </Page>
  );
};

export const Failed = () => {
  const t = useWords();
  const inWords = useRefusal();
  const { refusal } = useDeskState();
  return (
    <Page title={t('failed.title')}>
      <Sheet>
        <Title>{t('failed.title')}</Title>
        <Row note="" stack>
          <p>{refusal === null ? t('failed.about') : inWords(refusal)}</p>
          <div className="cluster">
            <Button icon="reload" onPress={() => location.reload()}>
              {t('failed.again')}
            </Button>
            <TextLink href="/who">{t('welcome.who')}</TextLink>
          </div>
        </Row>
      </Sheet>
    </Page>
  );
};
