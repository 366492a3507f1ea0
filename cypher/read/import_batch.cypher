// One received file: its state, what was found in it, its counts, plan and mapping decisions.
//
// @access  read
// @param   batch_id  BatchId  the batch
// @returns optional ImportBatch

:param batch_id => 'bat_demo';

MATCH (batch:Entity {uid: $batch_id})
LET manifests = COLLECT {
  MATCH (manifest:MappingManifest {batch: $batch_id})
  WHERE manifest.state = 'APPROVED'
  MATCH (decision:Decision)-[:DECIDES]->(manifest)
  RETURN {json: manifest.manifest_json, decision: decision.uid, approved_by: decision.decided_by, approved_at: toString(decision.decided_at)}
  ORDER BY decision.decided_at DESC
  LIMIT 1
}
RETURN batch.uid AS uid, batch.state AS state, coalesce(batch.version, 0) AS version, batch.source_system AS source_system,
       batch.file_name AS file_name, batch.size_bytes AS size_bytes, batch.sha256 AS sha256, batch.encoding AS encoding,
       batch.delimiter AS delimiter, batch.has_header AS has_header, coalesce(batch.header, []) AS header,
       toString(batch.received_at) AS received_at, batch.received_by AS received_by, batch.plan_hash AS plan_hash,
       batch.plan_json AS plan_json, batch.plan_decision AS plan_decision, head(manifests) AS approved;
