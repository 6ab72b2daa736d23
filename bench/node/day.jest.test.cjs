// The day as a Jest test with its fake timers.
const { fetch } = require('./server.cjs');
const { default: onFetch } = require('./build/callback.cjs');

test('a day of 96 wakes', async () => {
  jest.useFakeTimers({ now: Date.UTC(2026, 2, 2) });
  globalThis.fetch = fetch;
  let finished = 0;
  for (let wake = 0; wake < 96; wake++) {
    onFetch().then(() => finished++);
    await jest.advanceTimersByTimeAsync(15 * 60_000);
  }
  expect(finished).toBe(96);
});
