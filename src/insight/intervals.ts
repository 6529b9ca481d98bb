// How far a share or a mean may lie from the truth, with so few cases: intervals in which, over many such samples, the truth lies in
// about the stated part of them.

export interface Interval {
  readonly from: number;
  readonly to: number;
}

/**
 * The point below which a standard normal value lies with probability `p`, 0 < p < 1. Acklam's rational approximation (2003), which is
 * within 1.2e-9 of it, relatively.
 */
export const normalQuantile = (p: number): number => {
  const [a, b, c, d] = ACKLAM;
  const tail = (q: number): number => (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) / ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
  if (p < 0.02425) return tail(Math.sqrt(-2 * Math.log(p)));
  if (p > 1 - 0.02425) return -tail(Math.sqrt(-2 * Math.log(1 - p)));
  const q = p - 0.5;
  const r = q * q;
  return ((((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q) / (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
};
const ACKLAM = [
  [-3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1, 2.506628277459239],
  [-5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1],
  [-7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783],
  [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416],
] as const;

/** The same of Student's t with `df` degrees of freedom, for df of 5 and more: Abramowitz and Stegun (1964), 26.7.5. */
export const studentQuantile = (p: number, df: number): number => {
  const z = normalQuantile(p);
  const z2 = z * z;
  const terms = [(z2 + 1) / 4, ((5 * z2 + 16) * z2 + 3) / 96, (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384, ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92_160];
  return z * (1 + terms.reduce((sum, term, i) => sum + term / df ** (i + 1), 0));
};

/** Wilson's score interval (1927) of a share: `k` of `n`, n of 1 and more. `sure`: 0.95 unless said. */
export const shareInterval = (k: number, n: number, sure = 0.95): Interval => {
  const z = normalQuantile(1 - (1 - sure) / 2);
  const p = k / n;
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return { from: k === 0 ? 0 : Math.max(0, middle - half), to: k === n ? 1 : Math.min(1, middle + half) };
};

/** Student's interval (1908) of the mean of six or more values; null of fewer. */
export const meanInterval = (values: readonly number[], sure = 0.95): (Interval & { readonly mean: number }) | null => {
  const n = values.length;
  if (n < 6) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const half = (studentQuantile(1 - (1 - sure) / 2, n - 1) * spread) / Math.sqrt(n);
  return { mean, from: mean - half, to: mean + half };
};
