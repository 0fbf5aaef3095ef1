/** Turns the OpenAPI document on stdin into the TypeScript types on stdout; here, where TypeScript is one that the generator knows. */
import { text } from 'node:stream/consumers';
import openapiTS, { astToString } from 'openapi-typescript';

const document = JSON.parse(await text(process.stdin));

/** An item of a list lacks what `fields` leaves out, which is the caller's choice: its type is that of the whole. */
function whole(value) {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(whole);
  const { 'x-sparse': name, 'x-required': required, ...schema } = value;
  if (document.components.schemas[name]) return { $ref: `#/components/schemas/${name}` };
  const members = Object.fromEntries(Object.entries(schema).map(([key, member]) => [key, whole(member)]));
  return required ? { ...members, required } : members;
}

/** TypeScript cannot follow a type through an interface back to itself: such a value can be anything. */
for (const [name, schema] of Object.entries(document.components.schemas)) {
  if (JSON.stringify(schema).includes(`#/components/schemas/${name}"`))
    document.components.schemas[name] = {};
}

const types = await openapiTS(whole(document), { defaultNonNullable: false });
process.stdout.write(`/** Made by \`npm run client\` from the OpenAPI document. */\n${astToString(types)}`);
