/** A process that has a decoder, for a test that kills it: says the decoder's id, then keeps it busy with a file. */
import { Decoder } from '../../adapters/media/decoder';

const [path = '', bytes = ''] = process.argv.slice(2);
const decoder = new Decoder({ memory: 2 ** 30, time: 600_000 });
console.log(decoder.pid);
const question = { path, type: 'image/jpeg', bytes: Number(bytes) } as const;
if (path !== '') void decoder.ask(question, new AbortController().signal);
setInterval(() => {}, 60_000);
