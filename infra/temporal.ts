/** Connections to Temporal for clients; workers make their native one in worker/. */
import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import type { ServiceConfig } from './config';
import { encryptingCodec } from './payload-codec';

export interface TemporalClient {
  client: Client;
  close(): Promise<void>;
}

/** How to reach the cluster: TLS and API key where they are set. */
export function connectionOptions(config: ServiceConfig) {
  return {
    address: config.TEMPORAL_ADDRESS,
    ...(config.TEMPORAL_TLS || config.TEMPORAL_API_KEY ? { tls: true } : {}),
    ...(config.TEMPORAL_API_KEY ? { apiKey: config.TEMPORAL_API_KEY } : {}),
  };
}

/** What every client and worker converts payloads with: encrypted once TEMPORAL_CODEC_KEY is set. */
export function dataConverter({ TEMPORAL_CODEC_KEY: key }: ServiceConfig): DataConverter {
  return key ? { payloadCodecs: [encryptingCodec(key)] } : {};
}

/** Opens a client that connects at its first call, so that a process starts while Temporal is away. */
export function openTemporal(config: ServiceConfig): TemporalClient {
  const connection = Connection.lazy({
    ...connectionOptions(config),
    // About a second: the default goes on for twenty, and nobody waits so long for an answer.
    interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: 4 }))],
  });
  const client = new Client({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    dataConverter: dataConverter(config),
  });
  return { client, close: () => connection.close() };
}
