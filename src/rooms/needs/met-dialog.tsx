// That a need is met, or an offer given: by whom, and a word of thanks for them if one wants. Those who answered are chosen beforehand.

import { useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { PickMany } from '#web/ui/pick.tsx';
import { useTyped } from '#web/ui/typed.ts';
import { useWords } from '#web/ui/words.ts';
import type { Need } from './model.ts';
import { useDo, useNameOf } from './use-needs.tsx';

export const MetDialog = ({ circle, need, onClose }: { readonly circle: OpenCircle; readonly need: Need; readonly onClose: () => void }) => {
  const t = useWords('needs');
  const nameOf = useNameOf(circle);
  const { met } = useDo(circle);
  const { text, type, done } = useTyped(`met ${circle.vault}`);
  const { side, answers } = need;
  const [people, setPeople] = useState<readonly string[]>(answers.map(({ by }) => by));
  const others = circle.members.filter(({ isMe }) => !isMe).map(({ id }) => id);
  const first = answers.map(({ by }) => by).filter((by) => others.includes(by));
  const chosen = people.filter((one) => others.includes(one));
  const save = async (): Promise<void> => {
    const { ok } = await met(need, chosen, text('thanks'));
    if (!ok) return;
    done();
    onClose();
  };
  return (
    <Dialog
      title={t(`do.${side}-met`)}
      onClose={onClose}
      foot={
        <Button look="go" onPress={() => void save()}>
          {t(`do.${side}-met`)}
        </Button>
      }
    >
      <div className="stack">
        <p className="said" dir="auto">
          {need.text}
        </p>
        {others.length > 0 && (
          <PickMany
            legend={t(`met.who-${side}`)}
            options={[...new Set([...first, ...others])].map((account) => ({ value: account, label: nameOf(account) }))}
            value={chosen}
            onChange={setPeople}
          />
        )}
        {chosen.length > 0 && (
          <TextArea label={t('met.thanks')} hint={t('met.thanks-hint', { circle: circle.name })} value={text('thanks')} onChange={(next) => type('thanks', next)} />
        )}
      </div>
    </Dialog>
  );
};
