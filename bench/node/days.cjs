// Bare Node with @sinonjs/fake-timers: node days.cjs DAYS. Timers are fired by hand and microtasks drained by a real
// setImmediate, which is several times faster than the library's own async methods.
const FakeTimers = require('@sinonjs/fake-timers');

const EVERY = 15 * 60_000;
const LIMIT = 30_000;
const START = Date.UTC(2026, 2, 2);
const drained = (() => {
  const { setImmediate } = globalThis;
  return () => new Promise((resolve) => setImmediate(resolve));
})();

async function main(days) {
  const clock = FakeTimers.install({ now: START });
  globalThis.fetch = require('./server.cjs').fetch;
  const { default: onFetch } = require('./build/callback.cjs');
  let finished = 0;
  for (let wake = 0; wake < days * 96; wake++) {
    clock.tick(START + wake * EVERY - clock.now);
    let open = true;
    const deadline = setTimeout(() => { open = false; }, LIMIT);
    onFetch().then(() => { open = false; finished++; clearTimeout(deadline); });
    while (open) {
      await drained();
      if (open) clock.next();
    }
  }
  clock.uninstall();
  console.log(`${finished} of ${days * 96} wakes finished`);
  process.exitCode = finished === days * 96 ? 0 : 1;
}

main(Number(process.argv[2] ?? 1));
