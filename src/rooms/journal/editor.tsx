// The editor that shows Markdown as it will read. Loaded on its own, after the first letter can be typed; what goes in
// and out of it is in rich-text.tsx. Its styles are ours (room.css): the page's policy refuses those it would add.

import { Placeholder } from '@tiptap/extensions';
import { EditorContent, useEditor } from '@tiptap/react';
import { extensions, fromEditor, survives, toEditor } from './rich-text.tsx';

export { survives };

/** Both act at once, so that no key falls between the plain field and the editor. */
export interface RichReady {
  readonly put: (markdown: string) => void;
  /** The caret to the end. */
  readonly focus: () => void;
}

export interface RichTextProps {
  readonly value: string;
  readonly onChange: (markdown: string) => void;
  readonly label: string;
  readonly placeholder: string;
  readonly describedBy: string;
  /** It stands in the page, not yet in sight, and can be given what was typed meanwhile. */
  readonly onReady: (ready: RichReady) => void;
  /** Files pasted or dropped. */
  readonly onFiles: (files: readonly File[]) => void;
}

/** `value` counts when it is first drawn; afterwards the editor holds the text. */
export const RichText = ({ value, onChange, label, placeholder, describedBy, onReady, onFiles }: RichTextProps) => {
  'use no memo';
  const editor = useEditor({
    // An extension keeps what it was given first, an attribute follows the language.
    extensions: [...extensions, Placeholder.configure({ placeholder: ({ editor: now }) => (now.isInitialized && now.view.dom.ariaPlaceholder) || placeholder })],
    content: toEditor(value),
    injectCSS: false,
    editorProps: {
      attributes: {
        class: 'entry rich',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        'aria-placeholder': placeholder,
        'aria-describedby': describedBy,
        dir: 'auto',
      },
      // Ctrl and Enter save: the editor would keep any Enter to itself.
      handleDOMEvents: { keydown: (_view, event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) },
      handlePaste: (_view, event) => {
        const files = [...(event.clipboardData?.files ?? [])];
        if (files.length === 0) return false;
        onFiles(files);
        return true;
      },
      handleDrop: (_view, event) => {
        const files = [...(event.dataTransfer?.files ?? [])];
        if (files.length === 0) return false;
        event.preventDefault();
        onFiles(files);
        return true;
      },
    },
    onCreate: ({ editor: made }) =>
      onReady({
        put: (markdown) => made.commands.setContent(toEditor(markdown), { emitUpdate: false }),
        focus: () => {
          made.commands.setTextSelection(made.state.doc.content.size);
          made.view.focus();
        },
      }),
    onUpdate: ({ editor: now }) => onChange(fromEditor(now.getJSON())),
  });
  return <EditorContent editor={editor} />;
};
