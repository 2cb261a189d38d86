/** Channels that are accepted before it is known who hears them: whoever accepts is asked once the channel exists. */
import type { ByteChannelListener } from '../../impl/index.js';
import type { RawChannel } from './transport-factory.js';

/**
 * Makes a channel, and asks who hears it. Nothing is told before this turn is over.
 *
 * @param make the channel, with a listener that hands on
 * @param accept is given the channel, and says who hears it
 */
export function heardLater(
  make: (listener: ByteChannelListener) => RawChannel,
  accept: (channel: RawChannel) => ByteChannelListener,
): void {
  let heardBy: ByteChannelListener | null = null;
  const channel = make({
    opened: () => heardBy?.opened(),
    received: (bytes) => heardBy?.received(bytes),
    drained: () => heardBy?.drained(),
    closed: (reason) => heardBy?.closed(reason),
  });
  heardBy = accept(channel);
}
