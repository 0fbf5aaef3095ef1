/** When news last came: a workflow's clock, and the length that its history had then. */
import { workflowInfo } from '@temporalio/workflow';
import type { Instant } from '../../domain/time';

/** Events after which a workflow continues as new. */
const HISTORY_LIMIT = 2_000;

export class News {
  at: Instant = Date.now();
  isHistoryLong = false;
  /** History length of the task that last brought news, and of the one that last brought an update. */
  private newsLength = 0;
  private updateLength = -1;

  constructor(private readonly historyLimit = HISTORY_LIMIT) {}

  /**
   * To be called when a message, a timer or an activity's end comes, and at no other time: a replay hears of a local
   * activity's end in another task than the first run did where that was split because it took long.
   */
  note(isUpdate: boolean): void {
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    this.at = Date.now();
    this.newsLength = historyLength;
    if (isUpdate) this.updateLength = historyLength;
    this.isHistoryLong = continueAsNewSuggested || historyLength >= this.historyLimit;
  }

  /** Whether an update came in the task that last brought news. */
  get broughtUpdate(): boolean {
    return this.updateLength === this.newsLength;
  }
}
