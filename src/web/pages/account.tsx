// The account: with none, what it is for and how to make one; with one, how it stands, the devices, the password, what the host has,
// leaving. Everything is done in the vault's worker; this page passes on what is typed and forgets it.

import { useState } from 'react';
import type { Result } from '#core/result.ts';
import { stopBeingTold } from '#web/closed-news.ts';
import { AccountCode } from '#web/pages/account-code.tsx';
import { AccountDevices } from '#web/pages/account-devices.tsx';
import { AccountHost } from '#web/pages/account-host.tsx';
import { MakeAccount, Once, Safe, ShowPassword, SignInForm } from '#web/pages/account-forms.tsx';
import { Button, TextLink } from '#web/ui/button.tsx';
import { isSignedOut } from '#web/ui/desk-state.ts';
import { HostLine, hostName } from '#web/ui/host-line.tsx';
import { Page } from '#web/ui/page.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { say } from '#web/ui/toast.tsx';
import { useDesk, useDeskState } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';

export const Account = () => {
  const t = useWords('web.account');
  const state = useDeskState();
  const { hosted } = state;
  const [isPutOff, setPutOff] = useState(false);
  if (!hosted) return <NoAccount />;
  if (hosted.hasCode && !isPutOff) return <AccountCode onLater={() => setPutOff(true)} />;
  return (
    <Page title={t('title')}>
      <Sheet>
        <Title>{t('title')}</Title>
        <Row note={hosted.name} as="section" stack>
          <p className="said-l">{hostName(hosted.host)}</p>
          <HostLine />
          <p className="s q">{t('here.photos')}</p>
          {hosted.hasCode && (
            <p className="note">
              {t('code.due')}{' '}
              <button type="button" className="link" onClick={() => setPutOff(false)}>
                {t('code.now')}
              </button>
            </p>
          )}
        </Row>
        {isSignedOut(state) ? <SignedOut host={hostName(hosted.host)} name={hosted.name} /> : <SignedIn onNewCode={() => setPutOff(false)} />}
      </Sheet>
    </Page>
  );
};

const NoAccount = () => {
  const t = useWords('web.account');
  return (
    <Page title={t('none.title')}>
      <Sheet>
        <Title sub={t('none.about')}>{t('none.title')}</Title>
        <Row note={t('make.note', { host: location.host })} as="section" wide stack>
          <p>{t('make.about')}</p>
          <MakeAccount />
        </Row>
        <Row note={t('make.sees')} as="section" stack>
          <p>{t('make.sees-about')}</p>
          <p>{t('make.photos')}</p>
        </Row>
        <Row note={t('none.have')} as="section">
          <div className="links">
            <TextLink href="/account/sign-in">{t('none.sign-in')}</TextLink>
          </div>
        </Row>
      </Sheet>
    </Page>
  );
};

const SignedIn = ({ onNewCode }: { readonly onNewCode: () => void }) => {
  const t = useWords('web.account');
  const desk = useDesk();
  const { notices, circles } = useDeskState();
  // Often only circles meet that the account's keys are others: the journal goes on with the device's own.
  const isKeyOld = [...notices, ...circles.map(({ trouble }) => trouble)].some((said) => said?.code === 'account-key-old');
  return (
    <>
      {isKeyOld && (
        <Row note={t('show.title')} as="section">
          <ShowPassword onDone={() => void desk.calls.putAway('account-key-old')} />
        </Row>
      )}
      <AccountDevices onNewCode={onNewCode} />
      <Row note={t('safe.title')} as="section" stack>
        <Safe onNewCode={onNewCode} />
      </Row>
      <AccountHost />
      <Row note={t('leave.title')} as="section" stack>
        <Leave />
      </Row>
    </>
  );
};

const SignedOut = ({ host, name }: { readonly host: string; readonly name: string }) => {
  const t = useWords('web.account');
  return (
    <Row note={t('again.title')} as="section" stack>
      <p>{t('again.about', { host })}</p>
      <SignInForm name={name} />
    </Row>
  );
};

const Leave = () => {
  const t = useWords('web.account');
  const inWords = useRefusal('web.account');
  const desk = useDesk();
  const [asks, setAsks] = useState(false);
  const end = async (password: string): Promise<Result<null>> => {
    const done = await desk.calls.endAccount(password);
    if (done.ok) say(t('leave.deleted'));
    if (done.ok) await stopBeingTold(desk);
    return done;
  };
  const signOut = async (): Promise<void> => {
    const done = await desk.calls.signOutHere();
    if (done.ok) await stopBeingTold(desk);
    say(done.ok ? t('leave.out-done') : inWords(done.error));
  };
  return (
    <>
      <p>{t('leave.out-about')}</p>
      <div className="cluster">
        <Button onPress={() => void signOut()}>{t('leave.out')}</Button>
        <Button look="warm" onPress={() => setAsks(true)}>
          {t('leave.delete')}
        </Button>
      </div>
      {asks && <Once title={t('leave.delete')} about={t('leave.delete-about')} go={t('leave.delete-go')} onClose={() => setAsks(false)} run={end} />}
    </>
  );
};
