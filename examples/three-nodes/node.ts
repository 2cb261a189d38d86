/** The process of one node: `node node.js NAME SERVER`. Its name and a NATS server are all that it knows. */
import { RpcService } from 'fencepost';
import { NatsTransport } from 'fencepost/nats';
import { Shard } from './shard.js';

const [, , name = '', servers = ''] = process.argv;
const service = new RpcService({ transport: await NatsTransport.open({ name, servers }) });
new Shard(service).start();
process.send?.('serves');
