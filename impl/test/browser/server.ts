/** A process that pages connect to. Run as `server.js PORT ORIGIN`; it writes the addresses of its worker and its boss. */
import { RpcService } from '../../index.js';
import { WebSocketTransport } from '../../web-socket.js';
import { startedWorker } from '../transport/services.js';
import { Boss } from './boss.js';

const [, , port, origin] = process.argv;
const transport = await WebSocketTransport.open({ port: Number(port), origins: [origin as string] });
const service = new RpcService({ transport });
const boss = new Boss(service);
boss.start();
console.log(JSON.stringify({ worker: startedWorker(service).address, boss: boss.address }));
process.stdin.on('end', () => process.exit()).resume(); // whoever has started it is gone
