/** Cuts secrets and personal numbers out of what is logged or told: by the name of a field, and by the look of a text. */

const CUT = '[redacted]';
const DEPTH = 8;

/** Fields whose values are never shown, whatever they are. */
const SECRET_NAME =
  /pass(word|wd|phrase)?$|secret|token|authorization|cookie|credential|^otp|totp|(api|private|encryption)[-_]?key|signature|challenge|recovery|otpauth|^phone|card|cvc|cvv|^dsn$/i;
/** Of these a name like that tells nothing. */
const HARMLESS = new Set(['boolean', 'number', 'undefined']);

/** A copy in which the values of secret fields are cut out, at any depth, and errors are what {@link describeError} says. */
export function withoutSecrets(value: object, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, it]: [string, unknown]) => {
      if (SECRET_NAME.test(name) && !HARMLESS.has(typeof it) && it !== null) return [name, CUT];
      if (it instanceof Error) return [name, describeError(it)];
      if (typeof it !== 'object' || it === null || it instanceof Date) return [name, it];
      if (Buffer.isBuffer(it) || depth >= DEPTH) return [name, CUT];
      if (Array.isArray(it)) return [name, Object.values(withoutSecrets(it, depth + 1))];
      return [name, withoutSecrets(it, depth + 1)];
    }),
  );
}

const looks: readonly [pattern: RegExp, shown: string][] = [
  // The text of a line of log may be escaped JSON, in which a quotation mark has a backslash before it.
  [/\/\/[^\s/@"'\\]+@/g, `//${CUT}@`],
  [/\?[^\s"'\\<>]*=[^\s"'\\<>]*/g, `?${CUT}`],
  [/\b(bearer|basic)\s+[\w+/=.~-]+/gi, `$1 ${CUT}`],
  [/\beyJ[\w-]*\.[\w-]+\.[\w-]*/g, CUT],
  [/\b(?:sk|rk|pk|whsec|afk)_[\w+/=-]+/g, CUT],
  [/\bbot\d+:[\w-]+/g, `bot${CUT}`],
  [/\botpauth:[^\s"'\\]+/g, CUT],
  [/\+[1-9](?:[ .()-]{0,2}\d){6,14}/g, '[phone]'],
  // What Postgres and JSON.parse repeat of their input.
  [/(Key \([^)]*\)=)\([^)]*\)/g, `$1(${CUT})`],
  [/Failing row contains \(.*?\)\./g, `Failing row contains (${CUT}).`],
  [/(invalid input (?:syntax|value)[^:"]*: )\\?"[^"]*"/g, `$1'${CUT}'`],
  [/(is out of range for|value) \\?"[^"]*"/g, `$1 '${CUT}'`],
  [/, (?:\.\.\.)?\\?".*?(?:\.\.\.)? is not valid JSON/g, ' is not valid JSON'],
];
const CARD = /(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-])/g;
/** A run of letters and digits that is no id of ours (UUIDs and hashes have no capitals). */
const LONG = /(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{32,}/g;

/** The same text without what looks like a token, a key, a credential in an address, a query string, a phone or a card. */
export function scrubbed(text: string): string {
  const cut = looks.reduce((rest, [pattern, shown]) => rest.replace(pattern, shown), text);
  // A number, because one may have stood there: the line stays JSON.
  return cut.replace(CARD, (digits) => (isCard(digits) ? '9999' : digits)).replace(LONG, CUT);
}

/** ISO/IEC 7812-1: the Luhn checksum, and a beginning that issuers of payment cards have. */
function isCard(text: string): boolean {
  const plain = text.replace(/\D/g, '');
  const digits = [...plain].map(Number).reverse();
  const sum = digits.reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0 && /^(?:[3-6]|2[2-7])/.test(plain);
}

/** What is told of an error: what it is, where it was thrown, what caused it. None of the data that hangs on it. */
function describeError(error: Error, depth = 0): object {
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: sentenceOf(error),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    stack: stackOf(error),
    ...(error.cause instanceof Error && depth < DEPTH && { cause: describeError(error.cause, depth + 1) }),
  };
}

/** The same error for a reader who must see no data: an event of a workflow's history, which is kept for long. */
export function errorWithoutData(error: Error, depth = 0): Error {
  const told = new Error(scrubbed(sentenceOf(error)));
  told.name = error.name;
  told.stack = `${told.name}: ${told.message}\n${stackOf(error)}`;
  if (error.cause instanceof Error && depth < DEPTH) told.cause = errorWithoutData(error.cause, depth + 1);
  return told;
}

function stackOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}

/** Prisma shows the call and its arguments first; what went wrong is its last paragraph. */
function sentenceOf({ name, message }: Error): string {
  if (!name.startsWith('PrismaClient')) return message;
  const last =
    message
      .trim()
      .split(/\n\s*\n/)
      .at(-1) ?? '';
  return name === 'PrismaClientValidationError' ? (last.split('\n').at(-1) ?? '') : last;
}
