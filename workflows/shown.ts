/** The one way to show something of a workflow in the Temporal UI: nothing that is shown fails a task. */
import { log, setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { fitting } from '../contracts/search-attributes';
import { detailsText } from '../contracts/shown';

/** Costs no history event. @param make the Markdown; what it throws is logged, and shown in its place. */
export function showDetails(make: () => string): void {
  let markdown: string;
  try {
    markdown = make();
  } catch (error) {
    log.error('The details cannot be shown', { error: String(error) });
    markdown = 'The details cannot be shown: the log has the reason.';
  }
  setCurrentDetails(detailsText(markdown));
}

/** One history event. */
export function showAttributes(pairs: Parameters<typeof fitting>[0]): void {
  upsertSearchAttributes(fitting(pairs));
}
