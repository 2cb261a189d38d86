/**
 * Goal: a transport that is given up ends all of its links at once, whatever waits, and says that it is over. Method: a transport
 * over channels in memory, whose peer takes nothing.
 */
import test from 'ava';
import { ChannelTransport, LINK_LIMITS, SeededScheduler } from '../../index.js';
import { nobody } from '../../transport/nobody.js';
import { hop, hostOf } from '../support.js';
import { channelPair } from './channels.js';

test('a transport that is given up is over at once, and tells so once', async (assert) => {
  const clock = new SeededScheduler();
  const [near, far] = channelPair();
  const heard: string[] = [];
  const transport = new ChannelTransport(
    { scheme: 'test', authority: 'near:1', open: () => null, stop: () => heard.push('stopped') },
    {},
  );
  transport.listen(hostOf(clock, () => nobody));
  transport.accept((listener) => {
    near.listener = listener;
    return near;
  });
  await hop();
  transport.close(() => heard.push('over'));
  assert.true(near.waiting.length > 0);
  assert.deepEqual([heard, near.isOver, clock.nextDeadlineMs()], [['stopped'], false, LINK_LIMITS.drainMs]);
  transport.giveUp();
  assert.deepEqual([heard, near.isOver, far.isOver], [['stopped', 'over'], true, true]);
  assert.is(clock.nextDeadlineMs(), null);
  transport.giveUp();
  assert.deepEqual(heard, ['stopped', 'over']);
});
