// Writes zonenames.txt: the long English names that ICU gives the world's time zones, by offset.
//   node internal/webapi/testdata/zonenames.mjs > internal/webapi/zonenames.txt
const year = 2026;
const groups = new Map();
for (const zone of [...Intl.supportedValuesOf('timeZone'), 'UTC', 'Etc/UTC', 'GMT', 'Asia/Kolkata', 'Europe/Kyiv', 'America/Argentina/Buenos_Aires', 'Asia/Ho_Chi_Minh', 'Asia/Kathmandu', 'Asia/Yangon', 'America/Nuuk', 'Pacific/Kanton', 'America/Indiana/Indianapolis', 'America/Kentucky/Louisville', 'Atlantic/Faroe', 'Africa/Asmara', 'Pacific/Chuuk', 'Pacific/Pohnpei', 'US/Eastern', 'US/Central', 'US/Mountain', 'US/Pacific', 'Asia/Calcutta', 'Europe/Kiev']) {
  const long = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'long' });
  const offsetOf = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const part = (f, d) => f.formatToParts(d).find((p) => p.type === 'timeZoneName').value;
  const names = new Map();
  for (let day = 0; day < 365; day += 5) {
    const d = new Date(Date.UTC(year, 0, 1 + day, 12));
    const m = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(part(offsetOf, d));
    const minutes = m[1] ? (m[1] === '-' ? -1 : 1) * (m[2] * 60 + +m[3]) : 0;
    names.set(minutes, part(long, d));
  }
  if ([...names.values()].every((n) => /^GMT[+-]/.test(n))) continue; // what zone.go writes anyway
  const key = [...names].map(([m, n]) => `${m}=${n}`).join(';');
  if (!groups.has(key)) groups.set(key, new Set());
  groups.get(key).add(zone);
}
for (const [key, zones] of [...groups].sort()) console.log(`${key}| ${[...zones].sort().join(' ')} `);
