/** From where a request comes: one way for all our servers. */
import { plainAddress } from '../domain/network';

/** In its one spelling, as `TRUST_PROXY` lets it be known; empty once the connection is gone. */
export function clientAddress({ ip }: { ip?: string | undefined }): string {
  return plainAddress(ip ?? '');
}

/** What is used of an Express application, which this room does not know. */
interface Settings {
  set(name: string, value: unknown): unknown;
  get(name: string): unknown;
}

/** @param value `true`, `false`, a number of hops, or names and addresses that Express knows: `loopback, 10.0.0.0/8`. */
export function trustProxies(app: Settings, value: string): void {
  const hops = /^\d+$/.test(value) ? Number(value) : value;
  app.set('trust proxy', value === 'true' || value === 'false' ? value === 'true' : hops);
  // What Express makes of the setting.
  const trusts = app.get('trust proxy fn') as (address: string, hop: number) => boolean;
  // A proxy that another one names with its port is the same proxy.
  app.set('trust proxy fn', (address: string, hop: number) => trusts(plainAddress(address), hop));
}
