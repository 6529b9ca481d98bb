// Settings: how it looks on this device, the lock, the space it takes. Few, and each says what it does.

import { lazy, Suspense, useEffect, useState } from 'react';
import { RemindersEditor } from '#rooms/journal/reminders.tsx';
import { WordLists } from '#rooms/journal/word-list.tsx';
import { AutoLock, Erase, Journals, PhotosAndLookBack } from '#web/pages/settings-journal.tsx';
import { News } from '#web/pages/settings-news.tsx';
import { rooms } from '#web/rooms.ts';
import { Button, TextLink } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { TextField } from '#web/ui/field.tsx';
import { UnlockForm } from '#web/pages/unlock.tsx';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { chooseLanguage, chooseTheme, LANGUAGES, useLanguage, useLocale, useTheme, type Theme } from '#web/ui/preferences.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatBytes } from '#web/ui/time.ts';
import { say } from '#web/ui/toast.tsx';
import { useDesk, useDeskState } from '#web/ui/vault.ts';
import { useRefusal, useWords, word } from '#web/ui/words.ts';

const Passkeys = lazy(async () => ({ default: (await import('#web/pages/passkeys.tsx')).Passkeys }));
const HostLine = lazy(async () => ({ default: (await import('#web/ui/host-line.tsx')).HostLine }));

export const Settings = () => {
  const t = useWords();
  const { phase, sample, circles } = useDeskState();
  const own = phase === 'open' && !sample;
  return (
    <Page title={t('you.title')}>
      <Sheet>
        <Title>{t('you.title')}</Title>
        {phase === 'locked' && (
          <Row note={t('unlock.title')}>
            <UnlockForm />
          </Row>
        )}
        <Row note={t('appearance')} as="section" stack>
          <Appearance />
        </Row>
        {own && (
          <Row note={t('you.lock')} as="section" stack>
            <Lock />
          </Row>
        )}
        {own && (
          <Row note={t('you.account')} as="section" stack>
            <AccountEntry />
          </Row>
        )}
        {own && (
          <Row note={t('you.journal')} as="section" stack>
            <Journals />
            <PhotosAndLookBack />
          </Row>
        )}
        {own && (
          <Row note={t('you.reminders')} as="section" wide stack>
            <RemindersEditor />
          </Row>
        )}
        {own && circles.length > 0 && (
          <Row note={t('news.title')} as="section" stack>
            <News />
          </Row>
        )}
        {own && (
          <Row note={t('you.words')} as="section" wide stack>
            <WordLists />
          </Row>
        )}
        {own && (
          <Row note={t('you.space')} as="section" stack>
            <Space />
          </Row>
        )}
        {own && (
          <Row note={t('you.erase')} as="section" stack>
            <Erase />
          </Row>
        )}
        <Row note={t('you.safety')} as="section">
          <div className="links">
            <TextLink href="/who">{t('you.who')}</TextLink>
            {own &&
              rooms.flatMap(({ takeAway }) =>
                takeAway === undefined
                  ? []
                  : [
                      <TextLink key={takeAway} href={takeAway}>
                        {t('who.backup')}
                      </TextLink>,
                    ],
              )}
          </div>
        </Row>
      </Sheet>
    </Page>
  );
};

const Appearance = () => {
  const t = useWords();
  const language = useLanguage();
  const theme = useTheme();
  const themes: readonly Theme[] = ['light', 'dark', 'system'];
  return (
    <>
      <PickOne
        legend={t('appearance.theme')}
        value={theme}
        options={themes.map((value) => ({ value, label: t(`command.theme.${value}`) }))}
        onChange={(value) => value && chooseTheme(value)}
      />
      <PickOne
        legend={t('appearance.language')}
        value={language}
        options={LANGUAGES.map(({ code, name }) => ({
          value: code,
          label: (
            <span lang={code} dir="auto">
              {name}
            </span>
          ),
        }))}
        onChange={(value) => value && chooseLanguage(value)}
      />
    </>
  );
};

const AccountEntry = () => {
  const t = useWords();
  const { hosted } = useDeskState();
  if (!hosted)
    return (
      <>
        <p>{t('you.account-none')}</p>
        <div className="links">
          <TextLink href="/account">{t('you.account-make')}</TextLink>
          <TextLink href="/account/sign-in">{t('welcome.sign-in')}</TextLink>
        </div>
      </>
    );
  return (
    <>
      <Suspense fallback={<p>{t('loading')}</p>}>
        <HostLine />
      </Suspense>
      {hosted.hasCode && <p className="note">{t('you.account-code')}</p>}
      <div className="links">
        <TextLink href="/account">{t('you.account-go', { name: hosted.name })}</TextLink>
      </div>
    </>
  );
};

const Lock = () => {
  const t = useWords();
  const inWords = useRefusal();
  const desk = useDesk();
  const { lock, passkeys } = useDeskState();
  const [isSetting, setSetting] = useState(false);
  const remove = async (): Promise<void> => {
    const gone = passkeys?.each ?? [];
    const done = await desk.removeLock();
    if (done.ok && gone.length > 0) await import('#web/passkey.ts').then(({ forgetPasskey }) => Promise.all(gone.map(({ id }) => forgetPasskey(id))));
    say(() => (done.ok ? word('you.lock-removed') : inWords(done.error)));
  };
  return (
    <>
      <p>{lock ? t('you.lock-about-set') : t('you.lock-about-none')}</p>
      <div className="cluster">
        {lock && (
          <Button icon="lock" onPress={() => void desk.lockNow()}>
            {t('you.lock-now')}
          </Button>
        )}
        <Button icon="key" onPress={() => setSetting(true)}>
          {lock ? t('you.lock-change') : t('you.lock-set')}
        </Button>
        {lock && (
          <Button look="bare" onPress={() => void remove()}>
            {t('you.lock-remove')}
          </Button>
        )}
      </div>
      {lock && <AutoLock />}
      {lock && (
        <Suspense fallback={null}>
          <Passkeys />
        </Suspense>
      )}
      {isSetting && <SetLock onClose={() => setSetting(false)} />}
    </>
  );
};

const SetLock = ({ onClose }: { readonly onClose: () => void }) => {
  const t = useWords();
  const inWords = useRefusal();
  const desk = useDesk();
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [refused, setRefused] = useState<{ readonly first?: string; readonly second?: string }>({});
  const set = async (): Promise<void> => {
    if (first !== second) return setRefused({ second: t('you.lock-differ') });
    const done = await desk.setLock(first);
    if (!done.ok) return setRefused({ first: inWords(done.error) });
    say(() => word('you.lock-done'));
    onClose();
  };
  return (
    <Dialog title={t('you.lock-set')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void set();
        }}
      >
        <TextField
          type="password"
          autoComplete="new-password"
          autoFocus
          label={t('you.lock-new')}
          hint={t('you.lock-hint')}
          value={first}
          onChange={setFirst}
          refused={refused.first}
        />
        <TextField type="password" autoComplete="new-password" label={t('you.lock-again')} value={second} onChange={setSecond} refused={refused.second} />
        <div className="cluster">
          <Button look="go" type="submit" isDisabled={first === '' || second === ''}>
            {t('you.lock-set')}
          </Button>
          <Button look="bare" onPress={onClose}>
            {t('cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};

interface SpaceUsed {
  readonly used: number;
  readonly all: number;
  readonly kept: boolean;
}

const measure = async (): Promise<SpaceUsed> => {
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  return { used: usage, all: quota, kept: await navigator.storage.persisted() };
};

const Space = () => {
  const t = useWords();
  const locale = useLocale();
  const { quarantined } = useDeskState();
  const [space, setSpace] = useState<SpaceUsed | null>(null);
  useEffect(() => {
    void measure().then(setSpace, () => setSpace(null));
  }, []);
  const ask = async (): Promise<void> => {
    if (!(await navigator.storage.persist())) say(() => word('you.space-asked-no'));
    setSpace(await measure());
  };
  return (
    <>
      {space !== null && (
        <p className="num">
          {t('you.space-used', { used: formatBytes(space.used, locale), all: formatBytes(space.all, locale) })} {t(space.kept ? 'you.space-kept' : 'you.space-evict')}
        </p>
      )}
      {space !== null && !space.kept && (
        <div className="cluster">
          <Button onPress={() => void ask()}>{t('you.space-ask')}</Button>
        </div>
      )}
      {quarantined.length > 0 && <p className="note">{t('you.damaged', { count: quarantined.length })}</p>}
    </>
  );
};
