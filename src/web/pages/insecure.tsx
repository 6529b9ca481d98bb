// Where the browser withholds what sealing needs: an address without TLS that is not this computer, or a browser too
// old. Says so plainly instead of half working. Nothing else of Kith has started then.

import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';

export const Insecure = () => {
  const t = useWords();
  return (
    <main id="main" className="alone">
      <Sheet>
        <Title sub={t('insecure.about', { address: location.origin })}>{t('insecure.title')}</Title>
        <Row note={t('insecure.do')}>
          <p>{t('insecure.local', { address: `http://localhost${location.port === '' ? '' : `:${location.port}`}` })}</p>
          <p>{t('insecure.https')}</p>
          <p className="q">{t('insecure.nothing')}</p>
        </Row>
      </Sheet>
    </main>
  );
};

export const TooOld = ({ missing }: { readonly missing: readonly string[] }) => {
  const t = useWords();
  return (
    <main id="main" className="alone">
      <Sheet>
        <Title sub={t('old.about', { missing: missing.join(', ') })}>{t('old.title')}</Title>
      </Sheet>
    </main>
  );
};
