/** Whether a password is soon guessed by who tries the usual ones in their usual spellings, the person's own words among them. */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/**
 * A well-known word, a year and a sign take up to about 10⁸ guesses: zxcvbn adds that much to whatever has three parts.
 * Two rare words with a third, or nine characters that are nothing known, take more than this.
 */
const ENOUGH_GUESSES = 3e8;
/** Characters that are looked at: the work grows faster than the length. */
const LOOKED_AT = 64;
/** Words about the person that are tried; a name may have a hundred. */
const WORDS = 20;

const estimator = new ZxcvbnFactory({
  dictionary,
  graphs: adjacencyGraphs,
  maxLength: LOOKED_AT,
  // Ways to read the signs of `p@$$w0rd` as letters: a hundred, the library's own number, take four times as long.
  l33tMaxSubstitutions: 10,
});

/** @param about the person and the product: names, email addresses. */
export function isGuessable(password: string, about: readonly string[]): boolean {
  const words = wordsOf(about);
  // As it is hashed: other forms of the same characters are the same password.
  const whole = password.normalize('NFKC');
  // What is scattered between, as in `S.u.m.m.e.r.2026`, keeps few from guessing it.
  const bare = lettersOf(whole);
  return isSoonGuessed(whole, words) || (bare !== whole && isSoonGuessed(bare, words));
}

function isSoonGuessed(password: string, words: string[]): boolean {
  const { guesses, sequence } = estimator.check(password.slice(0, LOOKED_AT), words);
  // What is nothing known is reckoned at ten guesses a character, so its length alone would decide: it is long enough.
  return guesses < ENOUGH_GUESSES && sequence.some(({ pattern }) => pattern !== 'bruteforce');
}

const lettersOf = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');

/** `ada.lovelace@example.com` is itself, both sides of the @, each of its words, and those words without a gap. */
function wordsOf(about: readonly string[]): string[] {
  const texts = about.flatMap((text) => [text, ...text.split('@')]).map((text) => text.normalize('NFKC'));
  const parts = texts.flatMap((text) => [lettersOf(text), ...text.split(/[^\p{L}\p{N}]+/u)]);
  return [...new Set([...texts, ...parts])].filter(({ length }) => length > 1).slice(0, WORDS);
}
