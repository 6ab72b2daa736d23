// Writes url.golden.json: what Node's URL makes of URLs, references and assignments.
//   node internal/webapi/testdata/url.mjs > internal/webapi/testdata/url.golden.json
const parts = (u) => [u.href, u.origin, u.protocol, u.username, u.password, u.host, u.hostname, u.port, u.pathname, u.search, u.hash].join(' ');
const attempt = (f) => {
  try {
    return f();
  } catch {
    return 'throws';
  }
};
const absolute = [
  'https://example.com', 'HTTPS://EXAMPLE.com:443/', 'http://example.com:80/a', 'http://example.com:8080', 'https://user:pa ss@example.com/x?y#z', 'https://user@example.com', 'https://:pw@example.com/',
  'https://example.com/a/./b/../c', 'https://example.com/../../x', 'https://example.com/a/%2e%2E/b', 'https://example.com/a/..', 'https://example.com/a/.', 'https://example.com//a//', 'https://example.com\\a\\b',
  'https:example.com', 'https:///example.com', 'https:/example.com/a', ' https://example.com/ ', 'ht\ttps://exa\nmple.com', 'https://example.com/ä?ö#ü', 'https://example.com/a b?c d#e f', 'https://example.com/?a=\'b\'',
  'https://example.com/"<>`{}', 'https://example.com?q', 'https://example.com#h', 'https://example.com?', 'https://example.com#', 'https://example.com/?#', 'https://bücher.example/', 'https://faß.example/', 'https://例え.テスト/',
  'https://192.168.1.1/', 'https://192.168.257/', 'https://0x7f.1/', 'https://0300.1.2.3/', 'https://1.2.3.4.5/', 'https://256.1.1.1/', 'https://1.2.3.08/', 'https://4294967295/', 'https://4294967296/', 'https://1.2.3.4./',
  'https://[::1]/', 'https://[2001:DB8:0:0:0:0:0:1]:8080/', 'https://[1:0:0:2:0:0:0:3]/', 'https://[::ffff:1.2.3.4]/', 'https://[::1/', 'https://[zz::]/', 'https://[1::2::3]/', 'https://exa%41mple.com/', 'https://a%00b/', 'https://a b/', 'https://a<b/',
  'https://example.com:99999/', 'https://example.com:8a/', 'https://example.com:/', 'https://:80/', 'https://', 'https://?', 'https://@/', 'https://a@', 'https://a@b@c/', 'mailto:a@b.c?subject=x#y', 'data:text/plain,a b', 'javascript:alert(1)', 'about:blank',
  'file:///a/b', 'file://host/a', 'file://localhost/a', 'file:a', 'file:/a/../b', 'capacitor://localhost/index.html', 'ionic://localhost', 'app://x:80/a', 'app:/a', 'app:a/b', 'app:///a/../b', 'ws://e.com:80/', 'wss://e.com:443/', 'ftp://e.com:21/x',
  'foo', '', '//example.com', '/a', '?a', '1http://x', 'http://a.b-c_d.e/', 'https://example.com/%zz%41', 'https://example.com/a;b=c,d', 'https://example.com/~a!$&()*+', 'https://ex.com/|[]\\x', 'https://xn--bcher-kva.example/',
];
const relative = [
  ['a', 'https://e.com/x/y?q#h'], ['../a', 'https://e.com/x/y/z'], ['./', 'https://e.com/x/y'], ['/a', 'https://e.com/x?y'], ['//o.com/a', 'https://e.com/x'], ['?a', 'https://e.com/x?y#z'], ['#a', 'https://e.com/x?y#z'], ['', 'https://e.com/x?y#z'],
  ['https:a', 'https://e.com/x/y'], ['https:/a', 'https://e.com/x/y'], ['http:a', 'https://e.com/x'], ['\\a', 'https://e.com/x'], ['a:b', 'https://e.com/'], ['a', 'mailto:x@y'], ['#a', 'mailto:x@y'], ['a', 'data:x'], ['b', 'app://h/x/y'], ['/b', 'app://h/x/y'],
  ['//o/b', 'app://h/x/y'], ['b', 'file:///x/y'], ['/b', 'file:///x/y'], ['//h/b', 'file:///x/y'], ['..', 'https://e.com/a/b/c/'], ['a', 'https://u:p@e.com:8080/'], ['a', 'nonsense'], ['a/../../..', 'https://e.com/x/y/z'], ['..\\a', 'https://e.com/x/y/z'],
];
const sets = [
  ['https://e.com/a?b#c', 'href', 'http://x.y/'], ['https://e.com/', 'href', 'zzz'], ['https://e.com:8080/', 'protocol', 'http'], ['https://e.com/', 'protocol', 'ftp:x'], ['https://e.com/', 'protocol', 'app'], ['http://e.com:443/', 'protocol', 'https'],
  ['https://e.com/', 'username', 'a b@'], ['https://e.com/', 'password', 'x:y'], ['file:///a', 'username', 'x'], ['mailto:a', 'username', 'x'], ['https://e.com/', 'host', 'x.y:81'], ['https://e.com:81/', 'host', 'x.y'], ['https://e.com/', 'host', 'x.y/z'],
  ['https://e.com:81/', 'hostname', 'x.y:82'], ['https://e.com:81/', 'hostname', 'x.y'], ['https://e.com/', 'hostname', ''], ['https://e.com/', 'hostname', '[::1]'], ['https://e.com/', 'port', '81'], ['https://e.com:81/', 'port', ''], ['https://e.com/', 'port', '443'],
  ['https://e.com/', 'port', '82x'], ['https://e.com/', 'port', 'x'], ['https://e.com/', 'port', '99999'], ['https://e.com/a', 'pathname', 'b/../c d'], ['https://e.com/a', 'pathname', ''], ['https://e.com/a', 'pathname', '/x?y#z'], ['mailto:a', 'pathname', 'b'],
  ['https://e.com/?a', 'search', 'b c'], ['https://e.com/?a', 'search', '?x=1#2'], ['https://e.com/?a', 'search', ''], ['https://e.com/#a', 'hash', 'b c'], ['https://e.com/#a', 'hash', '#'], ['https://e.com/#a', 'hash', ''], ['app://h/a', 'pathname', 'b'], ['https://e.com/a', 'pathname', '\\b'],
];
const queries = ['a=1&b=2&a=3', '?a=b', 'a', 'a=', '=b', '&&a&&', 'a+b=c+d', 'a%20b=%C3%A4', 'a=%zz', 'a=%ff', 'ä=ö', 'a=b=c', '*-._~!\'()=x', 'a;b=c', '%F0%9F%98%80'];
const rows = {
  absolute: absolute.map((a) => [a, attempt(() => parts(new URL(a)))]),
  relative: relative.map((r) => [r, attempt(() => parts(new URL(...r)))]),
  set: sets.map((s) => [s, attempt(() => { const u = new URL(s[0]); u[s[1]] = s[2]; return parts(u); })]),
  query: queries.map((q) => [q, `${JSON.stringify([...new URLSearchParams(q)])} ${new URLSearchParams(q)}`]),
};
console.log('{');
Object.entries(rows).forEach(([kind, list], i) => console.log(`${i ? ',' : ''}"${kind}": [\n  ${list.map((r) => JSON.stringify(r)).join(',\n  ')}\n]`));
console.log('}');
