// What stands behind the sign # in the address: a secret of a link. It is taken when a page asks for it and does not stay in the history.

import { useEffect, useState } from 'react';

/** '' where there is none. A link that is opened while the page is shown takes the place of the one before. */
export const useFragment = (): string => {
  const [text, setText] = useState(() => location.hash);
  useEffect(() => {
    const take = (): void => {
      if (location.hash === '') return;
      setText(location.hash);
      history.replaceState(history.state, '', location.pathname);
    };
    take();
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, []);
  return text;
};
