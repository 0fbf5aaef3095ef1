/** Answers by update id, as a workflow's state keeps them: a repeated update is answered, not done again. */

export interface Answered<Answer> {
  updateId: string;
  answer: Answer;
}

const MAX_ANSWERS = 100;
/** The server takes 2 MiB for the next run's input: as many answers go along as leave room for the rest. */
const MAX_CARRIED_BYTES = 500_000;

export function answerTo<Answer>(
  kept: readonly Answered<Answer>[],
  updateId: string | undefined,
): Answer | undefined {
  return kept.find((one) => one.updateId === updateId)?.answer;
}

export function withAnswer<Answer>(
  kept: readonly Answered<Answer>[],
  updateId: string,
  answer: Answer,
): Answered<Answer>[] {
  return [...kept, { updateId, answer }].slice(-MAX_ANSWERS);
}

/** The newest answers that the next run can take along: bytes of JSON, where a character may be up to 3. */
export function carriedAnswers<Answer>(kept: readonly Answered<Answer>[]): Answered<Answer>[] {
  let room = MAX_CARRIED_BYTES;
  const first = kept.findLastIndex((one) => {
    room -= 3 * JSON.stringify(one).length;
    return room < 0;
  });
  return kept.slice(first + 1);
}
