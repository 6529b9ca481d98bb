// The forms of an account: making one, signing in, coming back with the code, another password. What was typed stays when something
// is refused, and goes when it was done.

import { useState, type ReactNode } from 'react';
import '#web/pages/account.css';
import type { Refusal, Result } from '#core/result.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { deviceName } from '#web/ui/device-name.ts';
import { TextField } from '#web/ui/field.tsx';
import { say } from '#web/ui/toast.tsx';
import { useDesk, useDeskState } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';

/** The shortest password that is taken; the worker judges. */
const LEAST = 8;

interface FormProps {
  readonly go: ReactNode;
  readonly going: ReactNode;
  readonly isReady: boolean;
  readonly refusal: Refusal | null;
  /** The refusal stands under a field already. */
  readonly isSaid?: boolean;
  readonly onGo: () => Promise<unknown>;
  readonly children: ReactNode;
  readonly beside?: ReactNode;
}

/** A form that does one thing, says that it is doing it, and does it once. */
export const Form = ({ go, going, isReady, refusal, isSaid = false, onGo, children, beside }: FormProps) => {
  const inWords = useRefusal('web.account');
  const [isGoing, setGoing] = useState(false);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (isGoing) return;
        setGoing(true);
        void onGo().finally(() => setGoing(false));
      }}
    >
      {children}
      {refusal && !isSaid && (
        <p className="refused" role="alert">
          {inWords(refusal)}
        </p>
      )}
      <div className="cluster">
        <Button look="go" type="submit" isDisabled={!isReady || isGoing}>
          {isGoing ? going : go}
        </Button>
        {beside}
      </div>
    </form>
  );
};

/** A password that is new: typed twice. */
export const NewPassword = ({
  first,
  second,
  onFirst,
  onSecond,
  refused,
  label,
  hint,
}: {
  readonly first: string;
  readonly second: string;
  readonly onFirst: (text: string) => void;
  readonly onSecond: (text: string) => void;
  readonly refused?: string | undefined;
  readonly label?: string;
  readonly hint?: string;
}) => {
  const t = useWords('web.account');
  return (
    <div className="two account-two">
      <TextField
        type="password"
        autoComplete="new-password"
        label={label ?? t('password')}
        hint={hint ?? t('password-hint', { least: LEAST })}
        value={first}
        onChange={onFirst}
        refused={refused}
      />
      <TextField
        type="password"
        autoComplete="new-password"
        label={t('password-again')}
        value={second}
        onChange={onSecond}
        refused={second !== '' && second.length >= first.length && second !== first ? t('differ') : undefined}
      />
    </div>
  );
};

const isOf = (refusal: Refusal | null, ...codes: string[]): boolean => refusal !== null && codes.includes(refusal.code);

export const MakeAccount = () => {
  const t = useWords('web.account');
  const inWords = useRefusal('web.account');
  const desk = useDesk();
  const [name, setName] = useState('');
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [invite, setInvite] = useState('');
  const [label, setLabel] = useState(deviceName);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const under = (...codes: string[]): string | undefined => (isOf(refusal, ...codes) ? inWords(refusal!) : undefined);
  const make = async (): Promise<void> => {
    setRefusal(null);
    const made = await desk.calls.createAccount({ name, password: first, label, invite });
    if (!made.ok) setRefusal(made.error);
  };
  return (
    <Form
      go={t('make.go')}
      going={t('make.going')}
      isReady={name.trim() !== '' && first !== '' && first === second}
      refusal={refusal}
      isSaid={isOf(refusal, 'account-name-wrong', 'account-name-taken', 'password-short', 'invite-wrong')}
      onGo={make}
    >
      <div className="two account-two">
        <TextField
          label={t('name')}
          hint={t('name-hint')}
          value={name}
          onChange={setName}
          autoComplete="username"
          maxLength={64}
          refused={under('account-name-wrong', 'account-name-taken')}
        />
        <TextField label={t('label')} hint={t('label-hint')} value={label} onChange={setLabel} maxLength={60} />
      </div>
      <NewPassword first={first} second={second} onFirst={setFirst} onSecond={setSecond} refused={under('password-short')} />
      <TextField label={t('invite')} hint={t('invite-hint')} value={invite} onChange={setInvite} maxLength={40} refused={under('invite-wrong')} />
    </Form>
  );
};

/** `name`: of the account that this device was in. */
export const SignInForm = ({ name: before, onDone }: { readonly name?: string; readonly onDone?: () => void }) => {
  const t = useWords('web.account');
  const desk = useDesk();
  const [name, setName] = useState(before ?? '');
  const [password, setPassword] = useState('');
  const [second, setSecond] = useState('');
  const [code, setCode] = useState('');
  const [label, setLabel] = useState(deviceName);
  const [isLost, setLost] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const enter = async (): Promise<void> => {
    setRefusal(null);
    const done: Result<null> = await desk.signIn({ name, password, label, ...(isLost ? { code } : {}) });
    if (!done.ok) return setRefusal(done.error);
    setPassword('');
    onDone?.();
  };
  const change = (to: boolean) => (): void => {
    setLost(to);
    setRefusal(null);
    setPassword('');
  };
  return (
    <Form
      go={t(isLost ? 'back.go' : 'in.go')}
      going={t('in.going')}
      isReady={name.trim() !== '' && password !== '' && (!isLost || (code !== '' && password === second))}
      refusal={refusal}
      onGo={enter}
      beside={
        <Button look="bare" onPress={change(!isLost)}>
          {t(isLost ? 'in.not-lost' : 'in.lost')}
        </Button>
      }
    >
      {isLost && <p>{t('back.about')}</p>}
      <TextField label={t('name')} value={name} onChange={setName} autoComplete="username" maxLength={64} />
      {isLost ? (
        <>
          <TextField label={t('back.code')} hint={t('back.code-hint')} value={code} onChange={setCode} />
          <NewPassword first={password} second={second} onFirst={setPassword} onSecond={setSecond} label={t('password-new')} />
        </>
      ) : (
        <TextField type="password" autoComplete="current-password" label={t('password')} value={password} onChange={setPassword} />
      )}
      <TextField label={t('label')} hint={t('label-hint')} value={label} onChange={setLabel} maxLength={60} />
    </Form>
  );
};

/** The password that is asked for again; not of who has none of their own, whose device knows it. */
export const PasswordNow = ({ value, onChange }: { readonly value: string; readonly onChange: (text: string) => void }) => {
  const t = useWords('web.account');
  return useHasPassword() && <TextField type="password" autoComplete="current-password" label={t('password-now')} value={value} onChange={onChange} />;
};

export const useHasPassword = (): boolean => useDeskState().hosted?.hasPassword ?? true;

/** The password once, for what only the person may do. */
export const Once = ({
  title,
  about,
  go,
  onClose,
  run,
}: {
  readonly title: string;
  readonly about: string;
  readonly go: string;
  readonly onClose: () => void;
  readonly run: (password: string) => Promise<Result<null>>;
}) => {
  const t = useWords('web.account');
  const hasPassword = useHasPassword();
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  return (
    <Dialog title={title} onClose={onClose}>
      <Form
        go={go}
        going={t('safe.going')}
        isReady={password !== '' || !hasPassword}
        refusal={refusal}
        onGo={async () => {
          setRefusal(null);
          const done = await run(password);
          if (!done.ok) setRefusal(done.error);
        }}
      >
        <p>{about}</p>
        <PasswordNow value={password} onChange={setPassword} />
      </Form>
    </Dialog>
  );
};

/** Once after the account's keys were made new on another device: with the password this one has them again. */
export const ShowPassword = ({ onDone }: { readonly onDone: () => void }) => {
  const t = useWords('web.account');
  const desk = useDesk();
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const show = async (): Promise<void> => {
    setRefusal(null);
    const done = await desk.calls.showPassword(password);
    if (!done.ok) return setRefusal(done.error);
    setPassword('');
    onDone();
  };
  return (
    <Form go={t('show.go')} going={t('safe.going')} isReady={password !== ''} refusal={refusal} onGo={show}>
      <p>{t('show.about')}</p>
      <TextField type="password" autoComplete="current-password" label={t('password-now')} value={password} onChange={setPassword} />
    </Form>
  );
};

export const Safe = ({ onNewCode }: { readonly onNewCode: () => void }) => {
  const t = useWords('web.account');
  const desk = useDesk();
  const [asks, setAsks] = useState<'password' | 'code' | null>(null);
  const close = (): void => setAsks(null);
  const renew = async (password: string): Promise<Result<null>> => {
    const done = await desk.calls.renewCode(password);
    if (done.ok) {
      close();
      onNewCode();
    }
    return done;
  };
  const { hosted } = useDeskState();
  const hasPassword = useHasPassword();
  return (
    <>
      {!hasPassword && <p>{t('safe.own-about', { name: hosted?.name })}</p>}
      <div className="cluster">
        <Button icon="key" onPress={() => setAsks('password')}>
          {t(hasPassword ? 'safe.change' : 'safe.own')}
        </Button>
        <Button onPress={() => setAsks('code')}>{t('safe.code')}</Button>
      </div>
      {asks === 'password' && <ChangePassword onClose={close} />}
      {asks === 'code' && <Once title={t('safe.code')} about={t('safe.code-about')} go={t('safe.code')} onClose={close} run={renew} />}
    </>
  );
};

const ChangePassword = ({ onClose }: { readonly onClose: () => void }) => {
  const t = useWords('web.account');
  const desk = useDesk();
  const [now, setNow] = useState('');
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isFirst] = useState(!useHasPassword());
  const title = t(isFirst ? 'safe.own' : 'safe.change');
  const change = async (): Promise<void> => {
    setRefusal(null);
    const done = await desk.calls.changePassword(now, first);
    if (!done.ok) return setRefusal(done.error);
    say(t(isFirst ? 'safe.own-done' : 'safe.changed'));
    onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <Form go={title} going={t('safe.going')} isReady={(now !== '' || isFirst) && first !== '' && first === second} refusal={refusal} onGo={change}>
        <PasswordNow value={now} onChange={setNow} />
        <NewPassword first={first} second={second} onFirst={setFirst} onSecond={setSecond} label={t('password-new')} />
      </Form>
    </Dialog>
  );
};
