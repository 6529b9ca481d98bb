// "I have 1 / 5 / 15 / 60 minutes": chosen on Now and behind each door, and told by the address.

import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { MINUTES } from '#web/ui/now.ts';
import { PickOne } from '#web/ui/pick.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Row } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { useMinutes } from './use-now.tsx';

/** `at`: the address of the page. */
export const IHave = ({ at, children }: { readonly at: string; readonly children?: ReactNode }) => {
  const t = useWords('now');
  const locale = useLocale();
  const [, go] = useLocation();
  return (
    <Row as="section" note={t('i-have')} wide stack>
      <div className="cluster have">
        <PickOne
          legend={t('i-have-minutes')}
          quiet
          square
          options={MINUTES.map((value) => ({ value, label: new Intl.NumberFormat(locale).format(value) }))}
          value={useMinutes()}
          onChange={(value) => go(`${at}?minutes=${value}`, { replace: true })}
        />
        <span aria-hidden="true">{t('minutes')}</span>
      </div>
      {children}
    </Row>
  );
};
