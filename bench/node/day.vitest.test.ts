// The day as a Vitest test with its fake timers.
import { expect, test, vi } from 'vitest';
import onFetch from '../job/callback';
import { fetch } from './server.cjs';

test('a day of 96 wakes', async () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 2, 2) });
  vi.stubGlobal('fetch', fetch);
  let finished = 0;
  for (let wake = 0; wake < 96; wake++) {
    onFetch().then(() => finished++);
    await vi.advanceTimersByTimeAsync(15 * 60_000);
  }
  expect(finished).toBe(96);
  vi.useRealTimers();
});
