// Writes date.golden.json: what Node's Date says in many time zones, around every change of their offset.
//   node internal/webapi/testdata/date.mjs > internal/webapi/testdata/date.golden.json
import { readFileSync } from 'node:fs';
(0, eval)(readFileSync(new URL('date_probe.js', import.meta.url), 'utf8'));
const zones = [
  'UTC', 'Europe/Berlin', 'Europe/London', 'Europe/Dublin', 'Europe/Lisbon', 'Europe/Istanbul', 'Europe/Moscow', 'Africa/Casablanca', 'Africa/Cairo',
  'America/New_York', 'America/Los_Angeles', 'America/St_Johns', 'America/Sao_Paulo', 'America/Santiago', 'America/Caracas', 'America/Nuuk',
  'Asia/Tehran', 'Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Tokyo', 'Asia/Pyongyang', 'Asia/Gaza', 'Australia/Lord_Howe', 'Australia/Sydney',
  'Pacific/Chatham', 'Pacific/Apia', 'Pacific/Kiritimati', 'Antarctica/Troll',
];
const hour = 3600000;
const years = [1973, 1996, 2011, 2016, 2025, 2026, 2027, 2040];
const strings = [
  '2026', '2026-03', '2026-03-02', '2026-03-29T02:30', '2026-03-29T02:30:00', '2026-10-25T02:30:00.5', '2026-03-02T10:00:00Z', '2026-03-02T10:00:00+02:00',
  '2026-03-02T24:00', '2026-03-02T24:01', '2026-02-30', '2026-02-30T10:00', '2026-13-01', '+010000-01-01T00:00:00Z', '-000001-01-01T00:00Z', '-000000-01-01T00:00Z',
  '2026-03-02 10:00', '2026-03-02 10:00:00', '2026-03-02 10:00:00.123', '2026-03-02 10:00:00 +0200', '2026-03-02T10:00:00+0200', '2026-3-2', '2026/03/02', '2026/3/2 10:00',
  '3/2/2026', '3/2/26', '3/2/70', '3/2', '03-02-2026', '2 Mar 2026', 'Mar 2, 2026', 'March 2 2026 10:00 PM', '2 March 2026 12:00 AM', '12:00 PM Mar 2 2026', 'Mon Mar 02 2026',
  'Mon Mar 02 2026 10:00:00 GMT+0100 (Central European Standard Time)', 'Mon, 02 Mar 2026 10:00:00 GMT', 'Mon, 2 Mar 2026 10:00 EST', 'Monday, March 2, 2026', '2026-Mar-02',
  'Mar 2026', '', 'tomorrow', 'not a date 5', '10:00', '2026-03-02T', '2026-03-02T1:00', '2026-03-02X', '2026-03-02T10:00:00.123456Z', '2026-03-02T10:00:00,5Z',
  'Sun Mar 29 2026 02:30:00', '13 PM Mar 2 2026', 'Mar 2 2026 10:00 +01:30', 'Mar 2 2026 10:00 UTC+2', 'Mar 2 2026 10:00 GMT-0330', '2026-03-02 (a comment) 10:00', '2.3.2026', '20260302',
  'Mar 32 2026', '1/1/1 1:1:1', '2026-03-02T10', '2026-03-02T10:00:00z', '2026-03-02t10:00:00Z', ' 2026-03-02', '2026-03-02T10:00:60Z',
];
const golden = [];
let state = 12345;
const random = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
for (const zone of zones) {
  process.env.TZ = zone;
  const offset = (t) => -new Date(t).getTimezoneOffset() * 60000;
  const instants = new Set([0, -1, 951782400000, 1e12, -9e11, 4e12, 8.64e15, -1e9]);
  const locals = [[2026, 2, 2], [2026, 2], [26, 0], [99, 11, 31], [2026, 1, 30, 25, 61, 61, 1001], [2026, -1, 0, -1], [2026.9, 2.9, 2.9], [2026, NaN], [300000, 0], [-1, 5, 5]];
  const sets = [];
  for (const year of years) {
    let a = Date.UTC(year, 0, 1);
    for (let t = a; t < Date.UTC(year + 1, 0, 1); t += 6 * hour) {
      if (offset(t) === offset(t + 6 * hour)) continue;
      let low = t, high = t + 6 * hour;
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (offset(middle) === offset(t)) low = middle;
        else high = middle;
      }
      for (const d of [-hour, -1, 0, 1, hour]) instants.add(high + d);
      for (const d of [-hour, -hour / 2, -1, 0, hour / 2, hour, 2 * hour]) {
        const wall = new Date(high + d + offset(low));
        locals.push([wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate(), wall.getUTCHours(), wall.getUTCMinutes(), wall.getUTCSeconds(), wall.getUTCMilliseconds()]);
      }
      sets.push([high - 1, 'setMilliseconds', 1000], [high - hour, 'setMinutes', 90], [high + hour, 'setHours', new Date(high - 1).getHours()], [high, 'setDate', new Date(high).getDate() + 7]);
    }
  }
  for (let i = 0; i < 10; i++) instants.add(Math.floor((random() - 0.3) * 3e12));
  const t = 1772442000123;
  sets.push([t, 'setFullYear', 2024, 1, 29], [t, 'setFullYear', 2023], [NaN, 'setFullYear', 2023], [NaN, 'setHours', 1], [t, 'setMonth', 12], [t, 'setMonth', -1, 31], [t, 'setDate', 0],
    [t, 'setHours', 25, 61, 61, 1001], [t, 'setMinutes', -1], [t, 'setSeconds', 61, 5], [t, 'setMilliseconds', -1], [t, 'setYear', 99], [t, 'setTime', 5], [t, 'setUTCHours', 3], [t, 'setDate', NaN], [t, 'setDate']);
  const cases = { instant: [...instants], local: locals, set: sets, parse: ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'].includes(zone) ? strings : [] };
  const results = Object.fromEntries(Object.entries(cases).map(([kind, inputs]) => [kind, inputs.map((input) => [input, globalThis.probe[kind](input)])]));
  golden.push({ zone, ...results });
}
const text = (value) => JSON.stringify(value, (_, v) => (typeof v === 'number' && !Number.isFinite(v) ? String(v) : v));
console.log('[');
golden.forEach((g, i) => {
  console.log(` {"zone": ${text(g.zone)}`);
  for (const kind of ['instant', 'local', 'set', 'parse']) console.log(`,"${kind}": [\n  ${g[kind].map(text).join(',\n  ')}\n]`);
  console.log(` }${i + 1 < golden.length ? ',' : ''}`);
});
console.log(']');
