// The queue's subscribers ask what changed since they last looked.

CREATE INDEX proposal_changed_at IF NOT EXISTS FOR (node:Proposal) ON (node.changed_at);
