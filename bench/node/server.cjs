// The same server for every Node runner: twenty items after 200 ms. It answers with the least that the job reads, since
// Node's own Response would cost more to load than the whole day.
const fs = require('node:fs');
const path = require('node:path');

const body = fs.readFileSync(path.join(__dirname, '../job/items.json'), 'utf8');

exports.fetch = () =>
  new Promise((resolve) => {
    setTimeout(() => resolve({ ok: true, status: 200, json: async () => JSON.parse(body) }), 200);
  });
