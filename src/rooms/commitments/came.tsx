// Where it came out, goal by goal, each on the scale that was written for it: a picture that is a table. No figure of the person is made of
// it; the T value, which is for programmes of many goals, the command line gives (insight/goal-scale.ts).

import './commitments.css';
import { Link } from 'wouter';
import { TextLink } from '#web/ui/button.tsx';
import { useFew } from '#web/ui/few.tsx';
import { Page } from '#web/ui/page.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { cameOf, isWrittenBefore, LEVELS, levelOf } from './model.ts';
import { AT, hrefOf, useCommitments, useLevelWords } from './parts.tsx';

const ACROSS = LEVELS.toReversed();
const FEW = 50;

export const CamePage = () => {
  const t = useWords('commitments');
  const levelWords = useLevelWords();
  const came = cameOf(useCommitments());
  const few = useFew(came, FEW, (count) => t('show-all', { count }));
  return (
    <Page
      title={t('scale.all')}
      where={
        <TextLink href={AT} icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <Sheet>
        <Title sub={t(came.length === 0 ? 'scale.none' : 'scale.about')}>{t('scale.all')}</Title>
        {came.length > 0 && (
          <Row note="" wide>
            <table className="came num">
              <thead>
                <tr>
                  <th scope="col">
                    <span className="vh">{t('kind')}</span>
                  </th>
                  {ACROSS.map((level) => (
                    <th key={level} scope="col">
                      {levelWords(level)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {few.shown.map((commitment) => {
                  const level = levelOf(commitment);
                  return (
                    <tr key={commitment.id}>
                      <th scope="row">
                        <Link href={hrefOf(commitment)} className="said">
                          <bdi>{commitment.what}</bdi>
                        </Link>
                        <span className="s q" dir="auto">
                          {level !== null && commitment.scale[level]}
                        </span>
                        {!isWrittenBefore(commitment) && <span className="s q">{t('scale.written-after')}</span>}
                      </th>
                      {ACROSS.map((one) => (
                        <td key={one} className={one === 0 ? 'is-hoped' : ''}>
                          {one === level && (
                            <>
                              <i aria-hidden="true" />
                              <span className="vh">{levelWords(one)}</span>
                            </>
                          )}
                        </td>
                      ))}
                    </tr>
                  );
                })}
              </tbody>
            </table>
            {few.more}
          </Row>
        )}
      </Sheet>
    </Page>
  );
};
