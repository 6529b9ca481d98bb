// The devices of the account: what the host says of them beside what the signed list says, which the host cannot change. A lost one
// is sent away with everything that it had made anew.

import { useEffect, useState } from 'react';
import type { AccountDevice } from '#adapters/account-keeping.ts';
import type { Refusal } from '#core/result.ts';
import { Form, NewPassword, PasswordNow, useHasPassword } from '#web/pages/account-forms.tsx';
import { Button, TextLink } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Row } from '#web/ui/sheet.tsx';
import { say } from '#web/ui/toast.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';

const whenSeen = (at: number, locale: string): string => {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(locale, isToday ? { timeStyle: 'short' } : { dateStyle: 'medium' }).format(at);
};

export const AccountDevices = ({ onNewCode }: { readonly onNewCode: () => void }) => {
  const t = useWords('web.account');
  const inWords = useRefusal('web.account');
  const desk = useDesk();
  const [devices, setDevices] = useState<readonly AccountDevice[] | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [lost, setLost] = useState<AccountDevice | null>(null);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let wanted = true;
    void desk.calls.accountDevices().then((found) => {
      if (!wanted) return;
      if (found.ok) setDevices(found.value);
      setRefusal(found.ok ? null : found.error);
    });
    return () => {
      wanted = false;
    };
  }, [desk, asked]);
  const here = (devices ?? []).filter(({ isSignedIn, isMember }) => isSignedIn || isMember);
  return (
    <section className="stack" aria-labelledby="account-devices">
      <Row note={devices ? t('devices.note', { count: here.length }) : ''} wide>
        <h2 id="account-devices">{t('devices.title')}</h2>
        {refusal && <p className="q">{inWords(refusal)}</p>}
      </Row>
      <ul className="devices">
        {here.map((device) => (
          <DeviceRow key={device.id} device={device} onLost={() => setLost(device)} />
        ))}
      </ul>
      <Row note="" wide stack>
        <p className="s q">{t('devices.about')}</p>
        <h3>{t('devices.add')}</h3>
        <p>{t('devices.add-about', { address: location.origin })}</p>
        <p className="links s">
          <TextLink href="/pair">{t('devices.add-paste')}</TextLink>
        </p>
      </Row>
      {lost && (
        <Lost
          device={lost}
          seen={(devices ?? []).map(({ id }) => id)}
          onClose={() => setLost(null)}
          onDone={() => {
            setLost(null);
            setAsked(asked + 1);
            onNewCode();
          }}
        />
      )}
    </section>
  );
};

const DeviceRow = ({ device: { name, isThis, isSignedIn, seen }, onLost }: { readonly device: AccountDevice; readonly onLost: () => void }) => {
  const t = useWords('web.account');
  const locale = useLocale();
  return (
    <Row as="li" note={isThis ? t('devices.now') : seen === null ? t('devices.never') : whenSeen(seen, locale)} wide>
      <div className="between">
        <p>
          <b dir="auto">{name === '' ? t('devices.unnamed') : name}</b> {isThis && <span className="q">{t('devices.this')}</span>}
          {!isSignedIn && <span className="q">{t('devices.out')}</span>}
        </p>
        {!isThis && (
          <Button onPress={onLost} aria-label={`${t('devices.sign-out')}: ${name === '' ? t('devices.unnamed') : name}`}>
            {t('devices.sign-out')}
          </Button>
        )}
      </div>
    </Row>
  );
};

const Lost = ({
  device,
  seen,
  onClose,
  onDone,
}: {
  readonly device: AccountDevice;
  readonly seen: readonly string[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}) => {
  const t = useWords('web.account');
  const desk = useDesk();
  const hasPassword = useHasPassword();
  const [password, setPassword] = useState('');
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const name = device.name === '' ? t('devices.unnamed') : device.name;
  const send = async (): Promise<void> => {
    setRefusal(null);
    const done = await desk.calls.revokeDevice(device.id, password, first, seen);
    if (!done.ok) return setRefusal(done.error);
    say(t('lost.done', { name }));
    onDone();
  };
  return (
    <Dialog title={t('lost.title', { name })} onClose={onClose}>
      <Form go={t('lost.go')} going={t('lost.going')} isReady={(password !== '' || !hasPassword) && first !== '' && first === second} refusal={refusal} onGo={send}>
        <p>{t('lost.about')}</p>
        <PasswordNow value={password} onChange={setPassword} />
        <NewPassword first={first} second={second} onFirst={setFirst} onSecond={setSecond} label={t('password-new')} hint={t('lost.new')} />
      </Form>
    </Dialog>
  );
};
