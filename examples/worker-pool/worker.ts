/** A thread of the pool: it counts primes, one request at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { MessagePortTransport, RpcEndpoint, RpcService } from 'fencepost';
import { PrimesGateway } from './gateway.js';

class Primes extends RpcEndpoint<Primes> {
  constructor(service: RpcService) {
    super(service, { endpointId: 'primes', gateways: [PrimesGateway] });
  }

  count(from: number, until: number): number {
    let primes = 0;
    for (let number = from; number < until; number += 1) if (isPrime(number)) primes += 1;
    return primes;
  }
}

function isPrime(number: number): boolean {
  if (number < 2) return false;
  for (let divisor = 2; divisor * divisor <= number; divisor += 1) if (number % divisor === 0) return false;
  return true;
}

const transport = MessagePortTransport.open({ name: workerData as string });
new Primes(new RpcService({ transport })).start();
if (parentPort !== null) transport.acceptFrom(parentPort);
