// The recovery code, to be written down: shown, printed, two groups of it typed from the paper. Until that is done it stays on the
// device, sealed, and is offered again at every visit.

import { useEffect, useState } from 'react';
import type { Refusal } from '#core/result.ts';
import { Form } from '#web/pages/account-forms.tsx';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { hostName } from '#web/ui/host-line.tsx';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Loading, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatDay, momentNow } from '#web/ui/time.ts';
import { say } from '#web/ui/toast.tsx';
import { useDesk, useDeskState } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import type { CodeToWrite } from '../workers/account-calls.ts';

export const AccountCode = ({ onLater }: { readonly onLater: () => void }) => {
  const t = useWords('web.account');
  const desk = useDesk();
  const [code, setCode] = useState<CodeToWrite | null>(null);
  useEffect(() => {
    let wanted = true;
    void desk.calls.recoveryCode().then((found) => wanted && setCode(found));
    return () => {
      wanted = false;
    };
  }, [desk]);
  if (code === null) return <Loading label={t('code.title')} />;
  return (
    <Page title={t('code.title')}>
      <Sheet>
        <Title sub={t('code.about')}>{t('code.title')}</Title>
        <Row note={t('code.note')} as="section" wide stack>
          <Kit code={code} />
        </Row>
        <Row note={t('code.type')} as="section" wide className="no-print">
          <Confirm code={code} onLater={onLater} />
        </Row>
      </Sheet>
    </Page>
  );
};

const Kit = ({ code: { groups } }: { readonly code: CodeToWrite }) => {
  const t = useWords('web.account');
  const locale = useLocale();
  const { hosted } = useDeskState();
  const [isHidden, setHidden] = useState(false);
  return (
    <>
      <ol className={isHidden ? 'code hidden' : 'code'} aria-label={t('code.label')} dir="ltr">
        {groups.map((group, at) => (
          <li key={group + String(at)}>
            <span aria-hidden="true">{new Intl.NumberFormat(locale).format(at + 1)}</span>
            <b>{isHidden ? '·····' : group}</b>
          </li>
        ))}
      </ol>
      <dl className="kit s">
        <dt>{t('code.kit-at')}</dt>
        <dd>
          <bdi dir="ltr">{hostName(hosted?.host ?? '')}</bdi>
        </dd>
        <dt>{t('code.kit-name')}</dt>
        <dd>
          <bdi>{hosted?.name}</bdi>
        </dd>
        <dt>{t('code.kit-day')}</dt>
        <dd>{formatDay(momentNow().when, locale)}</dd>
      </dl>
      <p className="s q">{t('code.kit-how')}</p>
      <div className="cluster no-print">
        <Button icon="print" onPress={() => print()}>
          {t('code.print')}
        </Button>
        <Button look="bare" icon={isHidden ? 'show' : 'hide'} onPress={() => setHidden(!isHidden)}>
          {t(isHidden ? 'code.show' : 'code.hide')}
        </Button>
      </div>
    </>
  );
};

const Confirm = ({ code: { ask }, onLater }: { readonly code: CodeToWrite; readonly onLater: () => void }) => {
  const t = useWords('web.account');
  const desk = useDesk();
  const [typed, setTyped] = useState<readonly [string, string]>(['', '']);
  const [wrong, setWrong] = useState<readonly number[]>([]);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const confirm = async (): Promise<void> => {
    setRefusal(null);
    const done = await desk.calls.confirmCode(ask.map((group, at) => [group, typed[at]!]));
    if (!done.ok) return setRefusal(done.error);
    setWrong(done.value);
    if (done.value.length === 0) say(t('code.kept'));
  };
  return (
    <Form
      go={t('code.done')}
      going={t('safe.going')}
      isReady={typed.every((text) => text.trim() !== '')}
      refusal={refusal}
      onGo={confirm}
      beside={
        <Button look="bare" onPress={onLater}>
          {t('code.later')}
        </Button>
      }
    >
      <div className="cluster groups">
        {ask.map((group, at) => (
          <TextField
            key={group}
            label={t('code.group', { group: group + 1 })}
            value={typed[at]!}
            onChange={(text) => setTyped(at === 0 ? [text, typed[1]] : [typed[0], text])}
            maxLength={12}
            refused={wrong.includes(group) ? t('code.wrong', { group: group + 1 }) : undefined}
          />
        ))}
      </div>
    </Form>
  );
};
