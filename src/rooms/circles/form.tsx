// A form of this room: it says itself why it could not.

import { Form as PlainForm, type FormProps } from '#web/ui/form.tsx';
import { useRefusal } from '#web/ui/words.ts';

export const Form = (props: Omit<FormProps, 'inWords'>) => <PlainForm {...props} inWords={useRefusal('circles')} />;
