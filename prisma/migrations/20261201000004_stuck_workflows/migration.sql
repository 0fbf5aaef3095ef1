SET lock_timeout = '3s';

-- Nothing is served, whatever the status says: its workflow is gone, or wants none of it.
ALTER TABLE "house_line_items" ADD COLUMN "withheld" BOOLEAN NOT NULL DEFAULT false;

-- Workflows that can't go on by themselves, while that is so.
CREATE TABLE "stuck_workflows" (
    "workflow_id" TEXT NOT NULL,
    "trouble" TEXT NOT NULL CHECK ("trouble" IN ('failing', 'closed', 'missing')),
    "cause" TEXT NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stuck_workflows_pkey" PRIMARY KEY ("workflow_id")
);
