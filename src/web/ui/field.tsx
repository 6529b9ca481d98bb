// Fields. A label always; a hint under it; a refusal under the field, tied to it, in words that say what to do.
// What was typed is never taken away by a refusal. Text typed by a person is set in serif, settings in sans.

import { useId, type ChangeEvent, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { Icon } from '#web/ui/icon.tsx';

interface Common {
  readonly label: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: ReactNode;
  /** Why it cannot be taken as it is; shown and announced. */
  readonly refused?: ReactNode;
  readonly placeholder?: string;
  /** The label is said, not shown: the row's margin note or the page already says it. */
  readonly quiet?: boolean;
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly autoFocus?: boolean;
  readonly isDisabled?: boolean;
  readonly onBlur?: () => void;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => void;
  readonly 'aria-keyshortcuts'?: string;
}

const Around = ({ id, label, hint, refused, quiet, children }: Pick<Common, 'label' | 'hint' | 'refused' | 'quiet'> & { readonly id: string; readonly children: ReactNode }) => (
  <div className="field">
    <label htmlFor={id} className={quiet ? 'vh' : undefined}>
      {label}
    </label>
    {children}
    {hint !== undefined && (
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
    )}
    {refused && (
      <p className="refused" id={`${id}-refused`} role="alert">
        {refused}
      </p>
    )}
  </div>
);

const described = (id: string, hint: ReactNode, refused: ReactNode): string | undefined =>
  [hint !== undefined ? `${id}-hint` : '', refused ? `${id}-refused` : ''].filter(Boolean).join(' ') || undefined;

interface TextFieldProps extends Common {
  readonly type?: 'text' | 'search' | 'password' | 'date' | 'time' | 'number' | 'url' | 'datetime-local';
  readonly autoComplete?: string;
  readonly inputMode?: 'text' | 'numeric' | 'search' | 'decimal';
  readonly min?: string;
  readonly max?: string;
  readonly list?: string;
  readonly ref?: Ref<HTMLInputElement>;
}

export const TextField = ({ label, value, onChange, hint, refused, quiet, type = 'text', autoComplete = 'off', required, isDisabled, ref, ...rest }: TextFieldProps) => {
  const id = useId();
  return (
    <Around id={id} label={label} hint={hint} refused={refused} quiet={quiet}>
      <input
        {...rest}
        ref={ref}
        id={id}
        type={type}
        className={type === 'text' ? undefined : 'plainly'}
        value={value}
        autoComplete={autoComplete}
        required={required}
        disabled={isDisabled}
        aria-invalid={refused ? true : undefined}
        aria-describedby={described(id, hint, refused)}
        dir={type === 'text' || type === 'search' ? 'auto' : undefined}
        onChange={(event: ChangeEvent<HTMLInputElement>) => onChange(event.target.value)}
      />
    </Around>
  );
};

interface TextAreaProps extends Common {
  /** No box: the page itself is written on. */
  readonly bare?: boolean;
  readonly ref?: Ref<HTMLTextAreaElement>;
  readonly onPaste?: (event: React.ClipboardEvent<HTMLTextAreaElement>) => void;
}

const grow = (area: HTMLTextAreaElement | null): void => {
  if (!area || CSS.supports('field-sizing', 'content')) return;
  area.style.blockSize = 'auto';
  area.style.blockSize = `${area.scrollHeight + 2}px`;
};

/** Grows with what is written; the direction follows the first letter. */
export const TextArea = ({ label, value, onChange, hint, refused, quiet, required, isDisabled, bare = false, ref, ...rest }: TextAreaProps) => {
  const id = useId();
  const take = (area: HTMLTextAreaElement | null) => {
    grow(area);
    if (typeof ref === 'function') return ref(area);
    if (ref) ref.current = area;
  };
  return (
    <Around id={id} label={label} hint={hint} refused={refused} quiet={quiet}>
      <textarea
        {...rest}
        ref={take}
        id={id}
        className={bare ? 'grows bare-field' : 'grows'}
        value={value}
        required={required}
        disabled={isDisabled}
        aria-invalid={refused ? true : undefined}
        aria-describedby={described(id, hint, refused)}
        dir="auto"
        onChange={(event) => {
          grow(event.target);
          onChange(event.target.value);
        }}
      />
    </Around>
  );
};

interface LineFieldProps extends Common {
  /** Buttons at the end of the line: photo, voice. */
  readonly tools?: ReactNode;
  readonly ref?: Ref<HTMLInputElement>;
}

/** The line to write in at once. */
export const LineField = ({ label, value, onChange, hint, refused, quiet = true, required, isDisabled, tools, ref, ...rest }: LineFieldProps) => {
  const id = useId();
  return (
    <Around id={id} label={label} hint={hint} refused={refused} quiet={quiet}>
      <div className="line-field">
        <input
          {...rest}
          ref={ref}
          id={id}
          type="text"
          className={tools === undefined ? 'said no-tools' : 'said'}
          value={value}
          autoComplete="off"
          required={required}
          disabled={isDisabled}
          aria-describedby={described(id, hint, refused)}
          dir="auto"
          onChange={(event) => onChange(event.target.value)}
        />
        {tools !== undefined && <span className="tools">{tools}</span>}
      </div>
    </Around>
  );
};

/** The search field, with its lens. */
export const SearchField = ({
  label,
  value,
  onChange,
  placeholder,
  ref,
  ...rest
}: Pick<Common, 'value' | 'onChange' | 'placeholder' | 'autoFocus' | 'onKeyDown' | 'aria-keyshortcuts'> & { readonly label: string; readonly ref?: Ref<HTMLInputElement> }) => {
  const id = useId();
  return (
    <div className="search">
      <label className="vh" htmlFor={id}>
        {label}
      </label>
      <Icon name="search" />
      <input
        {...rest}
        ref={ref}
        id={id}
        type="search"
        dir="auto"
        autoComplete="off"
        value={value}
        placeholder={placeholder ?? label}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
};

interface ChoiceProps<T extends string> {
  readonly label: ReactNode;
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly hint?: ReactNode;
  readonly quiet?: boolean;
}

/** One of many, by the system's own list: for languages, formats, journals. */
export const Choice = <T extends string>({ label, value, onChange, options, hint, quiet }: ChoiceProps<T>) => {
  const id = useId();
  return (
    <Around id={id} label={label} hint={hint} refused={undefined} quiet={quiet}>
      <select id={id} value={value} aria-describedby={described(id, hint, undefined)} onChange={(event) => onChange(event.target.value as T)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Around>
  );
};

/** Yes or no, said in words beside the box. */
export const Check = ({
  label,
  value,
  onChange,
  hint,
}: {
  readonly label: ReactNode;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly hint?: ReactNode;
}) => {
  const id = useId();
  return (
    <div className="check">
      <label>
        <input type="checkbox" checked={value} aria-describedby={hint !== undefined ? `${id}-hint` : undefined} onChange={(event) => onChange(event.target.checked)} />{' '}
        <span>{label}</span>
      </label>
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
};

interface FilesProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** As the attribute of the same name: `image/*`, `.zip,.json`. */
  readonly accept?: string;
  readonly many?: boolean;
  /** A whole folder instead of files. */
  readonly folder?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Chooses files; the same again can be chosen twice. Drawn by us, since the browser's own button speaks the browser's language. */
export const Files = ({ label, hint, accept, many = false, folder = false, onFiles }: FilesProps) => {
  const id = useId();
  return (
    <div className="field">
      <label className="btn choose-file">
        <Icon name="file" />
        {label}
        <input
          className="vh"
          type="file"
          accept={accept}
          multiple={many}
          {...(folder ? { webkitdirectory: '' } : {})}
          aria-describedby={described(id, hint, undefined)}
          onChange={(event) => {
            onFiles([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
      </label>
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
};
