// The editor that shows Markdown as it will read. Loaded on its own, after the first letter can be typed; what goes in
// and out of it is in rich-text.tsx. Its styles are ours (room.css): the page's policy refuses those it would add.

import { Placeholder } from '@tiptap/extensions';
import { EditorContent, useEditor } from '@tiptap/react';
import { extensions, fromEditor, survives, toEditor } from './rich-text.tsx';

export { survives };

interface RichTextProps {
  readonly value: string;
  readonly onChange: (markdown: string) => void;
  readonly label: string;
  readonly placeholder: string;
  readonly autoFocus: boolean;
  readonly describedBy: string;
  /** Files pasted or dropped. */
  readonly onFiles: (files: readonly File[]) => void;
}

/** `value` counts when it is first drawn; afterwards the editor holds the text. */
export const RichText = ({ value, onChange, label, placeholder, autoFocus, describedBy, onFiles }: RichTextProps) => {
  'use no memo';
  const editor = useEditor({
    extensions: [...extensions, Placeholder.configure({ placeholder })],
    content: toEditor(value),
    injectCSS: false,
    autofocus: autoFocus ? 'end' : false,
    editorProps: {
      attributes: { class: 'entry rich', role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, 'aria-describedby': describedBy, dir: 'auto' },
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
    onUpdate: ({ editor: now }) => onChange(fromEditor(now.getJSON())),
  });
  return <EditorContent editor={editor} />;
};
