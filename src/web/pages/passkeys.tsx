// Passkeys beside the passphrase: opening with one, adding and removing them. Shown only where the browser can do it; those that
// are there can always be removed. Invariant: the passphrase is on the page wherever a passkey is.

import { useEffect, useState } from 'react';
import type { Refusal } from '#core/result.ts';
import { askPasskey, canPasskey, forgetPasskey, makePasskey } from '#web/passkey.ts';
import { Button } from '#web/ui/button.tsx';
import { deviceName } from '#web/ui/device-name.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { TextField } from '#web/ui/field.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { say } from '#web/ui/toast.tsx';
import { useDesk, useDeskState } from '#web/ui/vault.ts';
import { useRefusal, useWords, word } from '#web/ui/words.ts';

const WORDS = 'web.passkey';

const useCan = (): boolean => {
  const [can, setCan] = useState(false);
  useEffect(() => {
    void canPasskey().then(setCan, () => setCan(false));
  }, []);
  return can;
};

/** Beside the passphrase of a vault that is locked. `onRefused` is given what was wrong in words, '' before each try. */
export const OpenWithPasskey = ({ onRefused }: { readonly onRefused: (words: string) => void }) => {
  const t = useWords(WORDS);
  const inWords = useRefusal(WORDS);
  const desk = useDesk();
  const { passkeys } = useDeskState();
  const can = useCan();
  const [isAsking, setAsking] = useState(false);
  if (!passkeys || !can) return null;
  const open = async (): Promise<void> => {
    setAsking(true);
    onRefused('');
    const given = await askPasskey(passkeys);
    const done = given.ok ? await desk.unlockWithPasskey(given.value) : given;
    setAsking(false);
    if (!done.ok) onRefused(inWords(done.error));
  };
  return (
    <Button icon="key" isDisabled={isAsking} onPress={() => void open()}>
      {t(isAsking ? 'asking' : 'open')}
    </Button>
  );
};

/** In Settings, once a passphrase is set. */
export const Passkeys = () => {
  const t = useWords(WORDS);
  const inWords = useRefusal(WORDS);
  const locale = useLocale();
  const desk = useDesk();
  const { passkeys } = useDeskState();
  const can = useCan();
  const [isAdding, setAdding] = useState(false);
  const remove = async (id: string): Promise<void> => {
    const done = await desk.removePasskey(id);
    if (done.ok) await forgetPasskey(id);
    say(() => (done.ok ? word('removed', {}, WORDS) : inWords(done.error)));
  };
  if (!can && !passkeys) return null;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' });
  return (
    <section className="stack" aria-label={t('title')}>
      <p>{t('about')}</p>
      {passkeys && (
        <ul className="plain-list">
          {passkeys.each.map(({ id, made }) => {
            const name = t('made', { when: day.format(new Date(made)) });
            return (
              <li key={id} className="between">
                <span>{name}</span>
                <Button onPress={() => void remove(id)} aria-label={`${t('remove')}: ${name}`}>
                  {t('remove')}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
      {can && (
        <div className="cluster">
          <Button icon="add" onPress={() => setAdding(true)}>
            {t('add')}
          </Button>
        </div>
      )}
      {isAdding && <AddPasskey onClose={() => setAdding(false)} />}
    </section>
  );
};

const AddPasskey = ({ onClose }: { readonly onClose: () => void }) => {
  const t = useWords(WORDS);
  const inShell = useWords();
  const inWords = useRefusal(WORDS);
  const desk = useDesk();
  const [passphrase, setPassphrase] = useState('');
  const [isAsking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const add = async (): Promise<void> => {
    setAsking(true);
    setRefusal(null);
    const begun = await desk.calls.beginPasskey(passphrase);
    const made = begun.ok ? await makePasskey(begun.value, t('user', { device: deviceName() })) : begun;
    const done = made.ok && begun.ok ? await desk.addPasskey(made.value, begun.value.salt) : made;
    setAsking(false);
    if (!done.ok) {
      // What was made opens nothing here.
      if (made.ok) await forgetPasskey(made.value.id);
      return setRefusal(done.error);
    }
    say(() => word('added', {}, WORDS));
    onClose();
  };
  const isWrong = refusal?.code === 'passphrase-wrong';
  return (
    <Dialog title={t('add')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <p>{t('add-about')}</p>
        <TextField
          type="password"
          autoComplete="current-password"
          autoFocus
          label={t('passphrase')}
          hint={t('twice')}
          value={passphrase}
          onChange={setPassphrase}
          refused={isWrong ? inWords(refusal) : ''}
        />
        {refusal && !isWrong && (
          <p className="refused" role="alert">
            {inWords(refusal)}
          </p>
        )}
        <div className="cluster">
          <Button look="go" type="submit" isDisabled={isAsking || passphrase === ''}>
            {t(isAsking ? 'asking' : 'add')}
          </Button>
          <Button look="bare" onPress={onClose}>
            {inShell('cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
