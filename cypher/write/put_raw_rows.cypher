// Keep rows of a file as read, each hung on its batch. Rows that are there already stay as they are.
//
// @access  write
// @param   batch_id  BatchId  the batch that the rows belong to
// @param   rows  List<RawRowWrite>  uid, edge uid and properties of each row
// @param   provenance  Map  the provenance of the edges from rows to batch
// @returns one WriteCount

:param batch_id => 'bat_demo';
:param rows => [{uid: 'row_example', edge_uid: 'lnk_example', properties: {batch: 'bat_demo', number: 1, status: 'staged', cells: ['Ada']}}];
:param provenance => {prov_origin: 'import', prov_system: 'crm', prov_method: 'csv/1', prov_actor: 'ada', confidence: 1.0, recorded_at: datetime('2026-11-01T09:00:00Z'), state: 'live'};

MATCH (batch:Entity {uid: $batch_id})
UNWIND $rows AS row
MERGE (raw:Entity {uid: row.uid})
ON CREATE SET raw:RawRow, raw += row.properties
MERGE (raw)-[edge:ROW_OF {uid: row.edge_uid}]->(batch)
ON CREATE SET edge += $provenance
RETURN count(raw) AS written;
