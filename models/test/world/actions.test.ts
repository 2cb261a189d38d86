/** Goal: an action of a service that cannot run is refused, and the words say which. Method: traces written by hand. */
import test from 'ava';
import { Story } from '../support.js';

/** What an action of a service is refused with. */
function refusal(leg: 'down' | 'close-timeout', service: number, limitMs: number | null | undefined): string {
  const story = new Story();
  story.create(1);
  if (limitMs !== undefined) story.invoke({ type: 'close-service', service: 0, timeoutMs: limitMs });
  const verdict = story.run(leg, service, 'release', 'SERV-14').judge();
  return verdict.verdict === 'rejected' ? verdict.reason : verdict.verdict;
}

test('SERV-14 the limit of a close expires where there is one; what is refused is told with its number', (t) => {
  t.is(refusal('down', 7, undefined), 'there is no service 7');
  t.is(refusal('close-timeout', 7, undefined), 'there is no service 7');
  t.is(refusal('close-timeout', 1, undefined), 'the close of service 1 has no limit');
  t.is(refusal('close-timeout', 0, null), 'the close of service 0 has no limit');
  t.is(refusal('close-timeout', 0, 20), 'the limit of the close of 0 has not passed');
});
