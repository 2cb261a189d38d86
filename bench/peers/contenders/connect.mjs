/** Connect: unary calls of its own protocol over one HTTP/2 connection, messages by protobuf-es. */
import { once } from 'node:events';
import { createServer } from 'node:http2';
import { create, createFileRegistry } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorSetSchema,
} from '@bufbuild/protobuf/wkt';
import { createClient } from '@connectrpc/connect';
import { connectNodeAdapter, createConnectTransport, Http2SessionManager } from '@connectrpc/connect-node';
import { promiseCaller } from '../../../dist/bench/transport/contender.js';

/** What a generator would have made of `echo.proto`. */
const registry = createFileRegistry(
  create(FileDescriptorSetSchema, {
    file: [
      {
        name: 'echo.proto',
        package: 'echo',
        syntax: 'proto3',
        messageType: [
          {
            name: 'Text',
            field: [
              {
                name: 'text',
                number: 1,
                type: FieldDescriptorProto_Type.STRING,
                label: FieldDescriptorProto_Label.OPTIONAL,
              },
            ],
          },
        ],
        service: [
          { name: 'Echo', method: [{ name: 'Echo', inputType: '.echo.Text', outputType: '.echo.Text' }] },
        ],
      },
    ],
  }),
);
const Echo = registry.getService('echo.Echo');

async function serve() {
  const routes = (router) => router.service(Echo, { echo: ({ text }) => ({ text }) });
  const server = createServer(connectNodeAdapter({ routes }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => void server.close() };
}

async function connect(baseUrl) {
  const sessionManager = new Http2SessionManager(baseUrl);
  const transport = createConnectTransport({
    baseUrl,
    httpVersion: '2',
    useBinaryFormat: true,
    sessionManager,
  });
  const client = createClient(Echo, transport);
  const ask = ({ text }) => client.echo({ text }).then((answer) => answer.text);
  return promiseCaller(ask, () => sessionManager.abort());
}

export const contender = { serve, connect };
