// Figures for whoever keeps the host, in Prometheus' text form: how many requests of which kind, how long they took, how much
// waits. They count and tell nobody apart.

import process from 'node:process';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export const createMetrics = () => {
  const requests = new Map<string, number>();
  const times = new Map<string, { readonly buckets: number[]; sum: number; count: number }>();
  const counters = new Map<string, number>();
  return {
    answered(route: string, status: number, milliseconds: number): void {
      const key = `route="${route}",status="${status}"`;
      requests.set(key, (requests.get(key) ?? 0) + 1);
      let time = times.get(route);
      if (!time) times.set(route, (time = { buckets: SECONDS.map(() => 0), sum: 0, count: 0 }));
      const seconds = milliseconds / 1000;
      for (let place = SECONDS.length - 1; place >= 0 && seconds <= SECONDS[place]!; place--) time.buckets[place]!++;
      time.sum += seconds;
      time.count++;
    },
    count(name: 'rows_pushed' | 'rows_pulled' | 'store_failures' | 'rate_limited', by = 1): void {
      counters.set(name, (counters.get(name) ?? 0) + by);
    },
    text(gauges: Readonly<Record<string, number>>): string {
      const { rss, heapUsed } = process.memoryUsage();
      const lines = ['# TYPE kith_requests_total counter', ...[...requests].map(([key, value]) => `kith_requests_total{${key}} ${value}`), '# TYPE kith_request_seconds histogram'];
      for (const [route, { buckets, sum, count }] of times) {
        SECONDS.forEach((le, place) => lines.push(`kith_request_seconds_bucket{route="${route}",le="${le}"} ${buckets[place]}`));
        lines.push(
          `kith_request_seconds_bucket{route="${route}",le="+Inf"} ${count}`,
          `kith_request_seconds_sum{route="${route}"} ${sum}`,
          `kith_request_seconds_count{route="${route}"} ${count}`,
        );
      }
      for (const name of ['rows_pushed', 'rows_pulled', 'store_failures', 'rate_limited'] as const)
        lines.push(`# TYPE kith_${name}_total counter`, `kith_${name}_total ${counters.get(name) ?? 0}`);
      const all = { ...gauges, process_resident_bytes: rss, process_heap_bytes: heapUsed, process_uptime_seconds: Math.round(process.uptime()) };
      for (const [name, value] of Object.entries(all)) lines.push(`# TYPE kith_${name} gauge`, `kith_${name} ${value}`);
      return `${lines.join('\n')}\n`;
    },
  };
};
