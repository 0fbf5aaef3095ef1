/** Which passwords are refused as trivial: the ones that every guesser tries first. */

/** Least length in characters (NIST 800-63B for a password beside other limits); no rules of composition. */
export const MIN_PASSWORD = 8;
/** Far above any pass phrase; keeps the work for one request bounded. */
export const MAX_PASSWORD = 256;

/** The most used passwords of at least eight characters in published leaks, letters alone in lower case. */
const common = new Set(
  `12345678 123456789 1234567890 123123123 987654321 password password1 password12 password123 passw0rd p@ssw0rd
  p@ssword pa$$word qwertyui qwertyuiop qwerty123 qwerty12 qwerty1234 q1w2e3r4 q1w2e3r4t5 1q2w3e4r 1q2w3e4r5t 1qaz2wsx
  zaq12wsx asdfghjk asdfghjkl zxcvbnm1 zxcvbnm123 iloveyou iloveyou1 iloveyou2 sunshine sunshine1 princess princess1
  football football1 baseball baseball1 basketball superman batman123 trustno1 starwars starwars1 pokemon1 michelle
  jennifer whatever computer internet corvette mercedes danielle jordan23 liverpool liverpool1 chelsea1 charlie1
  samantha samsung1 welcome1 welcome123 changeme changeme1 changeme123 letmein1 letmein123 admin123 admin1234
  administrator administrator1 adminadmin rootroot testtest test1234 testing123 guest1234 default1 temp1234 secret123
  abcd1234 abc12345 abcdefgh abcdefg1 a1b2c3d4 aa123456 a1234567 a12345678 monkey123 dragon123 master123 shadow123
  hello123 hello1234 football123 qazwsxedc 11223344 1122334455 12341234 12344321 147258369 159753456 13579246 google123
  facebook1 linkedin1 adflight adflight1 adflight123`.split(/\s+/),
);

/** Whether each character follows the one before it by the same step: 12345678, abcdefgh, 00000000. */
function isRun(password: string): boolean {
  const codes = [...password].map((character) => character.codePointAt(0) ?? 0);
  const steps = new Set(codes.slice(1).map((code, i) => code - (codes[i] ?? 0)));
  return steps.size === 1 && [...steps].every((step) => Math.abs(step) <= 1);
}

/** Why a password is refused, as a sentence; null when it may be used. */
export function passwordProblem(password: string, email: string): string | null {
  const plain = password.toLowerCase();
  const [name = ''] = email.toLowerCase().split('@');
  if (common.has(plain) || isRun(plain)) return 'This password is among the first that anyone would guess.';
  if (plain === email.toLowerCase() || plain === name) return 'The password must not be your email address.';
  return null;
}
