// An import asks at its start whether anything is suppressed at all; whoever resumes asks what is still to be overwritten.

CREATE INDEX suppression_state IF NOT EXISTS FOR (node:Suppression) ON (node.state);
CREATE INDEX redaction_state IF NOT EXISTS FOR (node:Redaction) ON (node.state);
