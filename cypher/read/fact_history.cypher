// All that was ever said about one field of an entity, the newest belief first, each with its source and the cell it came from.
//
// @access  read
// @param   entity_id  Uid  a client or a record
// @param   field  String  the field: name, email, phone or the name of a fact
// @param   limit  Int  how many rows at most
// @returns many HistoryRow

:param entity_id => 'cli_145009vraovcmi77oqcg';
:param field => 'birth_date';
:param limit => 100;

MATCH (entity:Entity {uid: $entity_id})
LET records = COLLECT { MATCH (entity)<-[:RESOLVES_TO]-(profile:Profile) RETURN DISTINCT profile } +
  CASE WHEN entity:Profile THEN [entity] ELSE [] END
UNWIND records AS profile
MATCH (profile)-[said:NAMED|STATES|HAS_IDENTIFIER|LIVES_AT|LOOKED_AFTER_BY|MEMBER_OF]->(value:Entity)
LET named = CASE type(said) WHEN 'STATES' THEN value.field WHEN 'NAMED' THEN 'name' WHEN 'LOOKED_AFTER_BY' THEN 'owner'
  ELSE toLower(head([label IN labels(value) WHERE NOT label IN ['Entity', 'Searchable', 'Identifier']])) END
FILTER named = $field
LET cells = COLLECT {
  MATCH (profile)-[:EVIDENCED_BY]->(row:RawRow)-[:ROW_OF]->(batch:RawBatch)
  WHERE row.number = said.prov_row AND batch.uid = said.prov_batch
  LET place = head([i IN range(0, size(coalesce(batch.header, [])) - 1) WHERE batch.header[i] = said.prov_column])
  RETURN {id: row.uid, batch_id: batch.uid, batch_name: batch.file_name, number: row.number, first_line: row.first_line,
    column: said.prov_column, raw_text: CASE WHEN place IS NOT NULL AND place < size(row.cells) THEN row.cells[place] END} AS cell
  LIMIT 1
}
RETURN coalesce(value.value, value.name, value.line, value.uid) AS value, cells AS evidence,
  said {.*, recorded_at: toString(said.recorded_at), retired_at: toString(said.retired_at),
    valid_from: toString(said.valid_from), valid_to: toString(said.valid_to),
    batch_name: head(COLLECT { MATCH (batch:Entity {uid: said.prov_batch}) RETURN batch.file_name })} AS source
ORDER BY said.recorded_at DESC, said.uid
LIMIT $limit;
