// The end of a page of one record of the room: the way on to a commitment, changing and deleting it, and what it is linked with.

import { useLocation } from 'wouter';
import type { Change } from '#core/change.ts';
import { Button, LinkButton } from '#web/ui/button.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { useDelete } from '#web/ui/own.ts';
import { Row } from '#web/ui/sheet.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { carryAfter } from './listen.tsx';

interface FootProps {
  readonly id: string;
  /** Its own page. */
  readonly href: string;
  /** Where one is after it was deleted, and the changes that delete it. */
  readonly back: string;
  readonly deletes: () => readonly Change[];
  /** What goes over into a commitment, and into which of its fields. */
  readonly commitment?: { readonly field: 'what' | 'why'; readonly text: string };
  /** Records that the page shows already. */
  readonly listed?: ReadonlySet<string>;
}

export const Foot = ({ id, href, back, deletes, commitment, listed }: FootProps) => {
  const t = useWords('feelings');
  const desk = useDesk();
  const remove = useDelete('feelings');
  const [, go] = useLocation();
  return (
    <>
      <Row note="" className="no-print">
        <div className="cluster">
          {commitment && (
            <Button
              onPress={() => {
                carryAfter(desk, 'commitment new', commitment.field, commitment.text);
                go(`/act/commitments/new?to=${id}&as=comes-from`);
              }}
            >
              {t('lead.commitment')}
            </Button>
          )}
          <LinkButton href={`${href}/edit`} icon="edit" look={commitment ? 'bare' : 'plain'}>
            {t('change')}
          </LinkButton>
          <Menu label={t('menu')} shown actions={[{ id: 'delete', label: t('delete'), icon: 'delete', warm: true, onAction: () => remove(deletes(), back, 'done.deleted') }]} />
        </div>
      </Row>
      <Linked id={id} {...(listed ? { listed } : {})} />
    </>
  );
};
