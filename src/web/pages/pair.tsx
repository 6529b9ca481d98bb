// A new device without a password: it shows a picture, a device that is in scans it (or opens the address) and lets it in. Both halves
// are here. Invariant: nobody is let in by an address alone: the person presses a button, and is told what that means.

import { useEffect, useState } from 'react';
import '#web/pages/account.css';
import type { Refusal } from '#core/result.ts';
import { Form, ShowPassword } from '#web/pages/account-forms.tsx';
import { Button, TextLink } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { Page } from '#web/ui/page.tsx';
import { Qr } from '#web/ui/qr.tsx';
import { Loading, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { say } from '#web/ui/toast.tsx';
import { useDesk, useDeskState } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';

/** On the new device. `label`: its name. */
export const ShowPicture = ({ label, onDone }: { readonly label: string; readonly onDone: () => void }) => {
  const t = useWords('web.account');
  const inWords = useRefusal('web.account');
  const desk = useDesk();
  const [shown, setShown] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [tries, setTries] = useState(1);
  useEffect(() => {
    let wanted = true;
    const { calls } = desk;
    const wait = async (): Promise<void> => {
      const begun = await calls.beginPairing();
      if (!wanted) return;
      if (!begun.ok) return setRefusal(begun.error);
      setShown(begun.value);
      const done = await desk.pair(label);
      if (done.ok) return onDone();
      if (wanted) setRefusal(done.error);
    };
    void wait();
    return () => {
      wanted = false;
      void calls.stopPairing();
    };
    // The name is what it was when the picture was asked for.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [desk, tries]);
  if (refusal)
    return (
      <>
        <p className="refused" role="alert">
          {inWords(refusal)}
        </p>
        <Button
          icon="reload"
          onPress={() => {
            setRefusal(null);
            setShown(null);
            setTries(tries + 1);
          }}
        >
          {t('pair.again')}
        </Button>
      </>
    );
  if (!shown) return <Loading label={t('safe.going')} />;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(shown);
    say(t('pair.copied'));
  };
  return (
    <>
      <p>{t('pair.about')}</p>
      <Qr text={shown} label={t('pair.picture')} />
      <p className="s address" dir="ltr" translate="no">
        {shown}
      </p>
      <div className="cluster">
        <Button icon="copy" onPress={() => void copy()}>
          {t('pair.copy')}
        </Button>
      </div>
      <p className="s q" role="status">
        {t('pair.waiting')}
      </p>
    </>
  );
};

/** On the device that is in, at the address that the picture holds. */
export const Pair = () => {
  const t = useWords('web.account');
  const desk = useDesk();
  const { hosted } = useDeskState();
  const [text, setText] = useState(() => location.hash);
  const [isDone, setDone] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const isScanned = text.startsWith('#');
  // What stood in the address does not stay in the history.
  useEffect(() => {
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname);
  }, []);
  const answer = async (): Promise<void> => {
    setRefusal(null);
    const done = await desk.calls.answerPairing(text);
    if (done.ok) setDone(true);
    else setRefusal(done.error);
  };
  return (
    <Page title={t('answer.title')}>
      <Sheet>
        <Title>{t('answer.title')}</Title>
        <Row note="" stack>
          {isDone ? (
            <>
              <p role="status">{t('answer.done')}</p>
              <p className="links">
                <TextLink href="/account">{t('title')}</TextLink>
              </p>
            </>
          ) : !hosted?.isSignedIn ? (
            <>
              <p>{t('answer.not-in')}</p>
              <p className="links">
                <TextLink href="/account">{t('title')}</TextLink>
              </p>
            </>
          ) : refusal?.code === 'account-key-old' ? (
            <ShowPassword onDone={() => void answer()} />
          ) : (
            <Form go={t('answer.go')} going={t('safe.going')} isReady={text.trim() !== ''} refusal={refusal} onGo={answer}>
              <p>{t('answer.about')}</p>
              {!isScanned && <TextField label={t('answer.paste')} value={text} onChange={setText} />}
            </Form>
          )}
        </Row>
      </Sheet>
    </Page>
  );
};
