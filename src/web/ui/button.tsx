// Buttons are verbs. `go` is the one thing to do on a screen (one accent a screen); `bare` reads as a link beside it;
// `warm` takes something away. Press handling is react-aria's: the same by touch, mouse, key and screen reader.

import type { ReactNode, Ref } from 'react';
import { Button as Pressable } from 'react-aria-components/Button';
import { Link as Route } from 'wouter';
import { Icon, type IconName } from '#web/ui/icon.tsx';

export type Look = 'plain' | 'go' | 'bare' | 'warm' | 'big';

const classOf = (look: Look, more = ''): string => `btn ${{ plain: '', go: 'go', bare: 'bare', warm: 'w', big: 'big' }[look]} ${more}`.replace(/\s+/g, ' ').trim();

interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress?: () => void;
  readonly look?: Look;
  readonly icon?: IconName;
  readonly type?: 'button' | 'submit';
  readonly isDisabled?: boolean;
  readonly className?: string;
  readonly autoFocus?: boolean;
  readonly form?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-expanded'?: boolean;
  readonly 'aria-controls'?: string;
  readonly 'aria-pressed'?: boolean;
  readonly 'aria-keyshortcuts'?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

export const Button = ({ children, look = 'plain', icon, className, ...rest }: ButtonProps) => (
  <Pressable {...rest} className={classOf(look, className)}>
    {icon && <Icon name={icon} />}
    {children}
  </Pressable>
);

interface ToolProps {
  readonly icon: IconName;
  /** Said by screen readers and shown as a tooltip. */
  readonly label: string;
  readonly onPress: () => void;
  readonly isPressed?: boolean;
  readonly isDisabled?: boolean;
  readonly keys?: string;
}

/** A button that shows only an icon. Use where the icon is known by everyone and room is scarce. */
export const Tool = ({ icon, label, onPress, isPressed, isDisabled, keys }: ToolProps) => (
  <button type="button" className="tool" aria-label={label} title={label} aria-pressed={isPressed} aria-keyshortcuts={keys} disabled={isDisabled} onClick={onPress}>
    <Icon name={icon} />
  </button>
);

interface LinkButtonProps {
  readonly href: string;
  readonly children: ReactNode;
  readonly look?: Look;
  readonly icon?: IconName;
  readonly className?: string;
  /** A file to save, with this name, instead of a page to go to. */
  readonly download?: string;
  readonly 'aria-keyshortcuts'?: string;
}

/** Goes somewhere, and looks like a button. A link of the page keeps the page; anything else is an ordinary link. */
export const LinkButton = ({ href, children, look = 'plain', icon, className, download, ...rest }: LinkButtonProps) => {
  const inside = (
    <>
      {icon && <Icon name={icon} />}
      {children}
    </>
  );
  return href.startsWith('/') && download === undefined ? (
    <Route href={href} className={classOf(look, className)} {...rest}>
      {inside}
    </Route>
  ) : (
    <a href={href} className={classOf(look, className)} download={download} rel="noopener" {...rest}>
      {inside}
    </a>
  );
};

/** A link inside the page; the same as wouter's, under one roof. */
export const TextLink = ({
  href,
  children,
  icon,
  ...rest
}: {
  readonly href: string;
  readonly children: ReactNode;
  readonly icon?: IconName;
  readonly lang?: string;
  readonly 'aria-current'?: 'page';
}) => (
  <Route href={href} {...rest}>
    {icon && <Icon name={icon} />}
    {children}
  </Route>
);
