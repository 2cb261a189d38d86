/** Goal: the host names that the models expect are those of ADDR-04. Method: texts beside what they have to become. */
import test from 'ava';
import { normalHost } from '../host-text.js';

test('ADDR-04 an IPv4 literal stands whole at the end of an IPv6 literal, or it is no host', (t) => {
  t.is(normalHost('::ffff:1.2.3.4'), '[::ffff:102:304]');
  t.is(normalHost('::255.255.255.255'), '[::ffff:ffff]');
  for (const host of ['::1.2.3.4x', '::1.2.3.4567', '::1.2.3.4.5', '::x1.2.3.4', '::1.2.3.256'])
    t.is(normalHost(host), null, host);
});
