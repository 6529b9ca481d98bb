// Said, and came: the score from ten forecasts on with how far it may be off, the picture from twenty, and always a table. Where there
// is too little to say anything, that is what is said.

import type { CSSProperties } from 'react';
import { useLocale } from '#web/ui/preferences.ts';
import { Row } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { calibrate, FEWEST, FEWEST_DRAWN, FEWEST_IN_BAND, forecastsOf, nextForecast, qualityAndLuck, type Band, type Calibration as Figures } from './calibration.ts';
import type { Decision, Luck, Quality } from './model.ts';
import { nowHere, useDay } from './parts.tsx';

const QUALITY: readonly Quality[] = ['good', 'mixed', 'poor'];
const LUCK: readonly Luck[] = ['good', 'neither', 'bad'];
const hundred = (share: number): number => Math.round(share * 100);

const BandRow = ({ band }: { readonly band: Band }) => {
  const t = useWords('decisions');
  const number = new Intl.NumberFormat(useLocale());
  const { from, to, count, came, share } = band;
  const said = Math.round(band.said);
  const style = share ? ({ '--a': `${hundred(share.from)}%`, '--b': `${hundred(share.to)}%`, '--m': `${hundred(share.value)}%`, '--w': `${said}%` } as CSSProperties) : undefined;
  return (
    <div className="iv-row">
      <p>
        <b>{t('band.title', { from, to })}</b> {t('band.average', { said })}
      </p>
      {share ? (
        <div className="iv-t on" role="img" style={style} aria-label={t('band.label', { said, value: hundred(share.value), from: hundred(share.from), to: hundred(share.to) })}>
          <i />
          <u />
          <b />
          <span aria-hidden="true">{number.format(hundred(share.value))}</span>
        </div>
      ) : (
        <div className="iv-t none" role="img" aria-label={t('band.few', { fewest: FEWEST_IN_BAND })} />
      )}
      <p className="s q">{[t('band.count', { came, count }), ...(share ? [] : [t('band.few', { fewest: FEWEST_IN_BAND })])].join('. ')}</p>
    </div>
  );
};

const Picture = ({ bands }: { readonly bands: readonly Band[] }) => {
  const t = useWords('decisions');
  const number = new Intl.NumberFormat(useLocale());
  return (
    <figure className="ivs num" aria-label={t('said-and-came')}>
      {bands.map((band) => (
        <BandRow key={band.from} band={band} />
      ))}
      <div className="iv-ax s q" aria-hidden="true">
        {[0, 25, 50, 75, 100].map((x) => (
          <span key={x} style={{ '--x': `${x}%` } as CSSProperties}>
            {x === 0 ? t('never') : x === 100 ? t('always') : number.format(x)}
          </span>
        ))}
      </div>
      <figcaption className="s q">{t('picture-about')}</figcaption>
    </figure>
  );
};

const Table = ({ bands }: { readonly bands: readonly Band[] }) => {
  const t = useWords('decisions');
  return (
    <table className="figures num">
      <caption className="vh">{t('said-and-came')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('table.band')}</th>
          <th scope="col">{t('table.said')}</th>
          <th scope="col">{t('table.came')}</th>
          <th scope="col">{t('table.share')}</th>
          <th scope="col">{t('table.fits')}</th>
        </tr>
      </thead>
      <tbody>
        {bands.map(({ from, to, said, came, count, share }) => (
          <tr key={from}>
            <th scope="row">{t('band.range', { from, to })}</th>
            <td>{t('plain-number', { count: Math.round(said) })}</td>
            <td>{t('table.of', { came, count })}</td>
            <td>{share ? t('plain-number', { count: hundred(share.value) }) : '–'}</td>
            <td>{share ? t('band.range', { from: hundred(share.from), to: hundred(share.to) }) : t('band.few', { fewest: FEWEST_IN_BAND })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** What the figures allow to say, in a sentence or two. */
const Verdict = ({ figures }: { readonly figures: Figures }) => {
  const t = useWords('decisions');
  const two = new Intl.NumberFormat(useLocale(), { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const { bands, brier, always } = figures;
  const off = bands.filter((band) => band.off !== null);
  return (
    <>
      {off.length === 0 ? (
        <p>{t(bands.some(({ share }) => share !== null) ? 'verdict.none' : 'verdict.thin')}</p>
      ) : (
        off.map((band) => <p key={band.from}>{t(`verdict.${band.off!}`, { from: band.from, to: band.to })}</p>)
      )}
      <p>
        {t('verdict.score', { score: two.format(brier.mean), from: two.format(brier.from), to: two.format(brier.to) })}{' '}
        {t('verdict.always', { said: Math.round(always.said), score: two.format(always.brier) })}
      </p>
    </>
  );
};

const QualityTable = ({ decisions }: { readonly decisions: readonly Decision[] }) => {
  const t = useWords('decisions');
  const counts = qualityAndLuck(decisions);
  if (counts.size === 0) return null;
  return (
    <Row note="" as="section" labelledBy="luck-h" wide stack>
      <h2 id="luck-h">{t('quality-and-luck')}</h2>
      <table className="figures num">
        <thead>
          <tr>
            <th scope="col">
              <span className="vh">{t('quality-and-luck')}</span>
            </th>
            {LUCK.map((luck) => (
              <th key={luck} scope="col">
                {t(`luck.${luck}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {QUALITY.map((quality) => (
            <tr key={quality}>
              <th scope="row">{t(`quality.${quality}`)}</th>
              {LUCK.map((luck) => (
                <td key={luck}>{t('plain-number', { count: counts.get(`${quality} ${luck}`) ?? 0 })}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Row>
  );
};

export const Calibration = ({ decisions }: { readonly decisions: readonly Decision[] }) => {
  const t = useWords('decisions');
  const day = useDay();
  const forecasts = forecastsOf(decisions);
  const figures = calibrate(decisions);
  const next = nextForecast(decisions, nowHere().day);
  const waits = decisions.some(({ likely, reviewed }) => likely !== null && reviewed === '');
  if (forecasts.length === 0 && !waits) return null;
  return (
    <>
      <Row
        as="section"
        labelledBy="cal-h"
        note={
          <>
            {t('forecasts', { count: forecasts.length })}
            <span className="nl"> </span>
            {!figures && t('needed-forecasts', { count: FEWEST })}
          </>
        }
        wide
        stack
      >
        <h2 id="cal-h">{t('said-and-came')}</h2>
        {figures ? (
          <>
            {figures.count >= FEWEST_DRAWN ? <Picture bands={figures.bands} /> : <p className="q">{t('picture-later', { count: FEWEST_DRAWN })}</p>}
            <Verdict figures={figures} />
            <details>
              <summary>{t('as-table')}</summary>
              <Table bands={figures.bands} />
            </details>
            <details>
              <summary>{t('how')}</summary>
              <p>{t('how-text')}</p>
            </details>
          </>
        ) : (
          <div className="seal">
            <div>
              <p>
                <b>{t('not-enough')}</b>
              </p>
              <p>
                {t('not-enough-count', { needed: FEWEST, count: forecasts.length })}
                {next !== '' && ` ${t('not-enough-next', { day: day(next) })}`}
              </p>
            </div>
          </div>
        )}
      </Row>
      <QualityTable decisions={decisions} />
    </>
  );
};
