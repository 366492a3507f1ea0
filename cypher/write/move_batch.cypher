// Move a batch to another state if it still is where the caller saw it. The lock comes first: Neo4j reads before it locks.
//
// @access  write
// @param   batch_id  BatchId  the batch
// @param   expected  List<BatchState>  the states from which the move is legal
// @param   properties  Map  the new state and whatever else changes with it
// @returns optional MovedBatch

:param batch_id => 'bat_demo';
:param expected => ['COMMITTED'];
:param properties => {state: 'COMMITTED'};

MATCH (batch:Entity {uid: $batch_id})
SET batch.version = coalesce(batch.version, 0) + 1
WITH batch
WHERE batch.state IN $expected
SET batch += $properties
RETURN batch.state AS state, batch.version AS version;
