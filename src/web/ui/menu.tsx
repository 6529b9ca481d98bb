// A menu of things to do, under one button. react-aria's: arrow keys, first letters, Escape, touch and screen readers.
// Heavy enough to stay out of the first load: import it only from pages that are loaded when first opened.

import type { ReactNode } from 'react';
import { Button as Pressable } from 'react-aria-components/Button';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { Menu as Items, MenuItem as Item, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Separator } from 'react-aria-components/Separator';
import { Icon, type IconName } from '#web/ui/icon.tsx';
import { useLocale } from '#web/ui/preferences.ts';

export interface MenuAction {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly keys?: string;
  readonly onAction: () => void;
  readonly isDisabled?: boolean;
  /** Takes something away: set in the warm colour. */
  readonly warm?: boolean;
}

interface MenuProps {
  /** What the button says, or what it is called when it shows only an icon. */
  readonly label: string;
  /** `null` where the label stands alone. */
  readonly icon?: IconName | null;
  /** Shows the label beside the icon. */
  readonly shown?: boolean;
  /** A `null` draws a line between two groups. */
  readonly actions: readonly (MenuAction | null)[];
  readonly children?: ReactNode;
}

export const Menu = ({ label, icon = 'more', shown = false, actions, children }: MenuProps) => (
  // The person's language, which may be another than the browser's: it says which way the menu runs.
  <I18nProvider locale={useLocale()}>
    <MenuTrigger>
      <Pressable className={shown ? 'btn bare' : 'tool'} aria-label={shown ? undefined : label}>
        {icon !== null && <Icon name={icon} />}
        {shown && label}
        {children}
      </Pressable>
      <Popover className="pop" placement="bottom end">
        <Items className="menu" aria-label={label}>
          {actions.map((action, index) =>
            action === null ? (
              // A line has no name of its own; its place in the list is what it is.
              <Separator key={`line-${index}`} />
            ) : (
              <Item
                key={action.id}
                id={action.id}
                textValue={action.label}
                className={action.warm ? 'warm' : ''}
                isDisabled={action.isDisabled ?? false}
                onAction={action.onAction}
              >
                {action.icon && <Icon name={action.icon} />}
                <span>{action.label}</span>
                {action.keys !== undefined && <kbd>{action.keys}</kbd>}
              </Item>
            ),
          )}
        </Items>
      </Popover>
    </MenuTrigger>
  </I18nProvider>
);
