/** Goal: the hosts and ports that the models expect are those of the rules. Method: texts beside what they have to become. */
import test from 'ava';
import { hostAndPort, normalHost } from '../host-text.js';

test('ADDR-04 an IPv4 literal stands whole at the end of an IPv6 literal, or it is no host', (t) => {
  t.is(normalHost('::ffff:1.2.3.4'), '[::ffff:102:304]');
  t.is(normalHost('::255.255.255.255'), '[::ffff:ffff]');
  for (const host of ['::1.2.3.4x', '::1.2.3.4567', '::1.2.3.4.5', '::x1.2.3.4', '::1.2.3.256'])
    t.is(normalHost(host), null, host);
});

test('ADDR-04 two colons stand for at least one group of an IPv6 literal, and a literal has eight', (t) => {
  t.is(normalHost('1:2:3:4::5:6:7'), '[1:2:3:4:0:5:6:7]');
  t.is(normalHost('1:2:3:4:5:6:7::'), '[1:2:3:4:5:6:7:0]');
  for (const host of ['1:2:3:4::5:6:7:8', '1:2:3:4:5::6:7:8:9', '1:2:3:4:5:6:7', '1::2::3'])
    t.is(normalHost(host), null, host);
});

test('ADDR-04 the canonical form of an IPv6 literal shortens the first of the longest runs of zeros, and never a single one', (t) => {
  t.is(normalHost('1:0:0:2:0:0:3:4'), '[1::2:0:0:3:4]');
  t.is(normalHost('1:0:0:2:0:0:0:3'), '[1:0:0:2::3]');
  t.is(normalHost('1:0:2:3:4:5:6:7'), '[1:0:2:3:4:5:6:7]');
  t.is(normalHost('1:2:3:4:5:6:0:0'), '[1:2:3:4:5:6::]');
});

test('ADDR-04 the name of a host is trimmed and in lower case, and neither begins nor ends with a dot', (t) => {
  t.is(normalHost(' Host.Example '), 'host.example');
  for (const host of ['.host', 'host.', 'host:1']) t.is(normalHost(host), null, host);
});

test('ADDR-04 brackets enclose a whole literal', (t) => {
  t.is(normalHost('[::1]'), '[::1]');
  for (const host of ['x[::1]', '[::1]x', '[host]']) t.is(normalHost(host), null, host);
});

test('ADDR-05 host and port stand behind the scheme and the name of a system, and before a path, if there is one', (t) => {
  for (const address of [
    'tcp://system@host:6123',
    'a.b://x@host:6123/',
    'tcp://system@host:6123/user/rpc/e1',
  ])
    t.is(hostAndPort(address), 'host:6123', address);
  t.is(hostAndPort('tcp://system@[::1]:6123/path'), '::1:6123');
  const scheme = ['/tcp://x@host:6123', 'a:tcp://x@host:6123', '://x@host:6123'];
  const authority = ['tcp://host:6123', 'tcp://@host:6123', 'tcp://x@host', 'tcp://x@host:6123x'];
  for (const address of [...scheme, ...authority]) t.is(hostAndPort(address), null, address);
});
